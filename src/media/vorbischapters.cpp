// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/vorbischapters.h"

#include "media/chaptertidy.h"

#include <QRegularExpression>

#include <map>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using std::chrono::milliseconds;

struct Comments
{
    std::optional<milliseconds> start;
    QString title;
    QUrl link;
};
using CommentsByNumber = std::map<qint64, Comments>;

std::optional<milliseconds> timeOf(const QString &text)
{
    static const QRegularExpression form(
            u"^\\s*(?:(\\d{1,4}):)?(\\d{1,4}):(\\d{1,2})(?:[.,](\\d{1,9}))?\\s*$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    const qint64 seconds
            = (match.captured(1).toLongLong() * 60 + match.captured(2).toLongLong()) * 60
            + match.captured(3).toLongLong();
    const QString fraction = match.captured(4).leftJustified(3, u'0', true);
    return milliseconds(seconds * 1000 + fraction.toLongLong());
}

void collect(const AVDictionary *tags, CommentsByNumber &all)
{
    static const QRegularExpression form(u"^CHAPTER(\\d{3})(NAME|URL)?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const AVDictionaryEntry *entry = nullptr;
    while ((entry = av_dict_get(tags, "CHAPTER", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr) {
        const QRegularExpressionMatch match = form.match(QString::fromUtf8(entry->key));
        if (!match.hasMatch())
            continue;
        Comments &comments = all[match.captured(1).toLongLong()];
        const QString what = match.captured(2).toUpper();
        const QString value = QString::fromUtf8(entry->value);
        if (what.isEmpty())
            comments.start = timeOf(value);
        else if (what == "NAME"_L1)
            comments.title = tidyTitle(value);
        else
            comments.link = tidyLink(value);
    }
}

} // namespace

void completeVorbisChapters(const AVFormatContext &context, std::vector<NumberedChapter> &chapters)
{
    CommentsByNumber all; // At most a thousand: the numbers have three digits.
    collect(context.metadata, all);
    for (unsigned i = 0; i < context.nb_streams; ++i)
        collect(context.streams[i]->metadata, all);

    for (NumberedChapter &known : chapters) {
        const auto it = all.find(known.number);
        if (it == all.end())
            continue;
        if (known.chapter.title.isEmpty())
            known.chapter.title = it->second.title;
        known.chapter.link = it->second.link;
        all.erase(it);
    }
    for (const auto &[number, comments] : all) {
        if (!comments.start)
            continue;
        Chapter chapter;
        chapter.start = *comments.start;
        chapter.title = comments.title;
        chapter.link = comments.link;
        chapters.push_back({number, std::move(chapter)});
    }
}

} // namespace Earmark
