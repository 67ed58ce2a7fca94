// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/chapterreader.h"
#include "support/ffmpegfixture.h"
#include "support/memorybytes.h"

#include <QList>
#include <QStringList>

namespace Earmark {

inline Result<MediaChapters> readChapters(const QByteArray &file)
{
    MemoryBytes bytes(file);
    return readMediaChapters(bytes, {});
}

/// The titles in order, hidden ones with a star; the sentence of an error.
inline QStringList titles(const Result<MediaChapters> &result)
{
    QStringList list;
    if (!result)
        return {result.error().sentence};
    for (const Chapter &chapter : result->chapters)
        list << chapter.title + (chapter.hidden ? QStringLiteral("*") : QString());
    return list;
}

/// In ms.
inline QList<qint64> starts(const Result<MediaChapters> &result)
{
    QList<qint64> list;
    if (result) {
        for (const Chapter &chapter : result->chapters)
            list << chapter.start.count();
    }
    return list;
}

/// At 0, 1 and 2.5 s of 4, for ffmpegFixture().
inline QByteArray threeChapters()
{
    return ffmetadata({{0, 1000, "Opening"}, {1000, 2500, "Größe 日本"}, {2500, 4000, "End"}},
                      "The episode");
}

} // namespace Earmark
