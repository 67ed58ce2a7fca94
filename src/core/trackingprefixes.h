// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <QUrl>

namespace Earmark {

/// Addresses of companies that count downloads, which stand before the address of a sound file:
/// https://count.example/e/host.example/a.mp3 leads to https://host.example/a.mp3. Without them the
/// listener is seen by one server less, and the sound begins one redirect sooner.
class TrackingPrefixes
{
public:
    TrackingPrefixes() = default;
    /// A prefix a line, without scheme: "count.example/track/*/". A '*' stands for the rest of a
    /// part between two '/'. One that ends with "https%3A%2F%2F" is followed by an encoded address.
    /// '#' begins a comment.
    explicit TrackingPrefixes(QStringView text);

    qsizetype count() const { return m_prefixes.size(); }

    /// The address without any prefix, as https, with the query of the whole. The address itself
    /// when there is none, or when what follows is no address of a file on a host of the internet:
    /// so it never leads to the listener's own network, nor to a user name or a port.
    QUrl unwrapped(const QUrl &media) const;

private:
    struct Prefix
    {
        QString host; ///< Lower case, without "www.".
        QStringList parts;
        bool isEncoded = false; ///< An encoded address follows.
    };

    QUrl unwrappedOnce(const QUrl &media) const;

    QList<Prefix> m_prefixes;
};

} // namespace Earmark
