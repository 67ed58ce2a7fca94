// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace Earmark {

/// Writes QuickTime files with silent sound and chapter tracks, which ffmpeg cannot write with
/// links or pictures. Times are ms; a sample lasts until the next one.
class Mp4Builder
{
public:
    struct Sample
    {
        quint32 start = 0;
        QByteArray bytes;
    };

    quint32 duration = 10'000;
    QList<Sample> texts; ///< Empty: no text track.
    QList<Sample> pictures; ///< JPEG; empty: no second chapter track.
    QList<Sample> nero; ///< `chpl`: titles. Empty: none.
    bool moovFirst = false;

    QByteArray build() const;

    /// A sample of a text track: length, text, and a link in an `href` atom if there is one.
    static QByteArray text(const QByteArray &title, const QByteArray &link = {});

private:
    QByteArray moov(quint32 mdatBody) const;
    QByteArray chapterTrack(quint32 id, const QList<Sample> &samples, quint32 firstByte) const;
    QByteArray soundTrack(quint32 firstByte) const;
    QByteArray sound() const;
};

} // namespace Earmark
