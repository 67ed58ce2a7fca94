// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/transcripts.h"

#include "feed/encoding.h"
#include "feed/jsonmender.h"
#include "feed/plaintext.h"
#include "feed/transcriptformats.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxBytes = qsizetype(16) * 1024 * 1024;
constexpr qsizetype SniffedLines = 200;

enum class Format : quint8 { Unknown, SubRip, WebVtt, Json, Html };

bool hasTimingLine(QStringView text)
{
    qsizetype begin = 0;
    for (qsizetype lines = 0; lines < SniffedLines && begin < text.size(); ++lines) {
        qsizetype end = begin;
        while (end < text.size() && text.at(end) != u'\n' && text.at(end) != u'\r')
            ++end;
        if (isTimingLine(text.mid(begin, end - begin).trimmed()))
            return true;
        begin = end + 1;
    }
    return false;
}

Format formatOf(QStringView text, const QString &type)
{
    constexpr qsizetype Reach = 64LL * 1024;
    const QStringView start = text.left(Reach).trimmed();
    if (start.startsWith(u"WEBVTT"))
        return Format::WebVtt;
    if (start.startsWith(u'<') && hasTags(start))
        return Format::Html;
    if (hasTimingLine(start))
        return type.contains("vtt"_L1, Qt::CaseInsensitive) ? Format::WebVtt : Format::SubRip;
    if (looksLikeJson(start))
        return Format::Json;
    const bool isHtml = type.contains("html"_L1, Qt::CaseInsensitive) || hasBlockTags(start);
    return isHtml && !start.isEmpty() ? Format::Html : Format::Unknown;
}

Error notATranscript(const QString &detail)
{
    return fail(ErrorKind::Parse,
                u"This file is no transcript that Earmark can read, so the episode plays without "
                u"one."_s,
                detail);
}

/// A page that names nobody and no time is a transcript only if the feed says so: most others are
/// what a server shows instead of a file that is gone.
Result<Cues> htmlTranscript(const QString &html, const QString &type)
{
    Cues cues = readTranscriptHtml(html);
    const bool isTimed = std::any_of(cues.cbegin(), cues.cend(), [](const Cue &cue) {
        return cue.start.count() > 0 || cue.end.count() > 0 || !cue.speaker.isEmpty();
    });
    if (!isTimed && !type.contains("html"_L1, Qt::CaseInsensitive))
        return notATranscript(u"a web page, declared as %1"_s.arg(type));
    return cues;
}

} // namespace

Result<Cues> readTranscript(const QByteArray &bytes, const QString &type)
{
    if (bytes.size() > MaxBytes)
        return notATranscript(u"transcript of %1 bytes"_s.arg(bytes.size()));
    const QString text = decodedText(bytes);
    switch (formatOf(text, type)) {
    case Format::SubRip:
        return readTimedText(text, false);
    case Format::WebVtt:
        return readTimedText(text, true);
    case Format::Html:
        return htmlTranscript(text, type);
    case Format::Json: {
        const JsonReading json = readJson(bytes);
        if (auto cues = readTranscriptJson(json.document))
            return *std::move(cues);
        return notATranscript(u"JSON without segments: "_s + json.problem);
    }
    case Format::Unknown:
        break;
    }
    return notATranscript(u"declared as %1"_s.arg(type));
}

} // namespace Earmark
