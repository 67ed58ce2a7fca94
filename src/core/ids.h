// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QMetaType>

#include <compare>

namespace Earmark {

/// A database key that cannot be mistaken for another table's key, nor for a row number.
template<typename Tag>
class Id
{
public:
    constexpr Id() = default;
    constexpr explicit Id(qint64 value) : m_value(value) { }

    constexpr qint64 value() const { return m_value; }
    constexpr bool isValid() const { return m_value > 0; }

    friend constexpr auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    qint64 m_value = 0;
};

using PodcastId = Id<struct PodcastTag>;
using EpisodeId = Id<struct EpisodeTag>;

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::PodcastId)
Q_DECLARE_METATYPE(Earmark::EpisodeId)
