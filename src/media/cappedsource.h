// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"

#include <QByteArray>

#include <atomic>

namespace Earmark {

/// A source of which no more than `limit` bytes are read in all: a file whose tables lead around
/// in circles, or whose tag claims to be huge, costs a bounded amount of network and time. What is
/// asked for beyond that fails. The inner source outlives this one.
class CappedSource final : public ByteSource
{
public:
    CappedSource(ByteSource &inner, std::int64_t limit) : m_inner(inner), m_left(limit) { }

    std::optional<std::int64_t> size() const override { return m_inner.size(); }
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override;
    std::string failure() const override;

    bool isSpent() const { return m_left <= 0; }
    /// The inner source failed or was stopped, as opposed to ended: what libraries made of it is
    /// then no statement about the file.
    std::optional<Status> interrupted() const;

private:
    ByteSource &m_inner;
    std::atomic<std::int64_t> m_left;
    std::atomic<Status> m_worst{Status::Ok};
};

/// At most `count` bytes at `offset`; fewer at the end of the file. Blocks as readAt() does.
Result<QByteArray> readBytes(ByteSource &source, qint64 offset, qint64 count,
                             const std::stop_token &stop);

} // namespace Earmark
