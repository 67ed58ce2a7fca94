// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chaptertidy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

QString tidyTitle(const QString &text)
{
    QString title = text.left(ChapterLimits::TitleLength * 4);
    for (QChar &c : title) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator
            || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    title = title.trimmed();
    title.truncate(ChapterLimits::TitleLength);
    if (!title.isEmpty() && title.back().isHighSurrogate())
        title.chop(1);
    return title;
}

QUrl tidyLink(const QString &text)
{
    const QString address = text.trimmed();
    if (address.isEmpty() || address.size() > ChapterLimits::LinkLength)
        return {};
    const QUrl url(address, QUrl::TolerantMode);
    const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return url.isValid() && isWeb && !url.host().isEmpty() ? url : QUrl();
}

QByteArray tidyImage(QByteArray bytes, qsizetype limit)
{
    return bytes.size() <= limit ? std::move(bytes) : QByteArray();
}

Chapters tidyChapters(Chapters chapters)
{
    chapters.removeIf([](const Chapter &one) { return one.start > ChapterLimits::Latest; });
    for (Chapter &chapter : chapters) {
        chapter.start = std::max(chapter.start, std::chrono::milliseconds(0));
        if (chapter.end && (*chapter.end <= chapter.start || *chapter.end > ChapterLimits::Latest))
            chapter.end.reset();
    }
    std::stable_sort(chapters.begin(), chapters.end(),
                     [](const Chapter &a, const Chapter &b) { return a.start < b.start; });
    if (chapters.size() > ChapterLimits::Chapters)
        chapters.resize(ChapterLimits::Chapters);
    return chapters;
}

} // namespace Earmark
