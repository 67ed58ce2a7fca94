// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/jsonmender.h"
#include "feed/transcriptformats.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

// Podcasting 2.0 JSON transcripts, and what others call one.

namespace Earmark {
namespace {

/// Seconds as a number, or a time in words; zero for one before the beginning.
std::optional<std::chrono::milliseconds> timeOf(const QJsonValue &value)
{
    if (value.isString())
        return cueTime(value.toString());
    if (!value.isDouble())
        return std::nullopt;
    const std::chrono::duration<double> time(qMax(0.0, value.toDouble()));
    if (!(time <= MaxCueTime))
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(time.count() * 1000));
}

/// Times in milliseconds, as some write them under names of their own.
std::optional<std::chrono::milliseconds> timeOf(const QJsonObject &object,
                                                std::initializer_list<QLatin1StringView> names,
                                                QLatin1StringView inMilliseconds)
{
    if (auto time = timeOf(firstOf(object, names)))
        return time;
    const QJsonValue value = object.value(inMilliseconds);
    return value.isDouble() ? timeOf(QJsonValue(value.toDouble() / 1000)) : std::nullopt;
}

QString speakerOf(const QJsonObject &segment)
{
    const QJsonValue speaker = firstOf(segment, {"speaker"_L1, "speakerName"_L1, "name"_L1});
    if (speaker.isDouble())
        return QString::number(speaker.toInt());
    const QString name = speaker.isObject() ? speaker.toObject().value("name"_L1).toString()
                                            : speaker.toString();
    return name.left(4 * MaxSpeaker).simplified().left(MaxSpeaker);
}

std::optional<Cue> cueOf(const QJsonValue &value)
{
    const QJsonObject segment = value.toObject();
    const QJsonValue body = firstOf(
            segment, {"body"_L1, "text"_L1, "content"_L1, "word"_L1, "sentence"_L1, "line"_L1});
    const auto start = timeOf(segment, {"startTime"_L1, "start"_L1, "start_time"_L1, "begin"_L1},
                              "startMs"_L1);
    if (!start || !body.isString())
        return std::nullopt;
    Cue cue;
    cue.start = *start;
    const auto end = timeOf(segment, {"endTime"_L1, "end"_L1, "end_time"_L1}, "endMs"_L1);
    cue.end = end.value_or(*start);
    cue.speaker = speakerOf(segment);
    cue.text = cueText(body.toString());
    return cue;
}

Cues cuesOf(const QJsonArray &segments)
{
    Cues cues;
    for (const QJsonValue segment : segments) {
        if (cues.size() >= MaxCues)
            break;
        if (auto cue = cueOf(segment))
            cues.append(*std::move(cue));
    }
    completeEnds(cues);
    return cues;
}

std::optional<Cues> cuesOf(const QJsonObject &object)
{
    const QJsonValue segments = firstOf(
            object, {"segments"_L1, "cues"_L1, "transcript"_L1, "transcripts"_L1, "results"_L1});
    if (segments.isArray() && !segments.toArray().isEmpty())
        return cuesOf(segments.toArray());
    for (const QLatin1StringView name : {"vtt"_L1, "srt"_L1, "transcript"_L1}) {
        const QString text = object.value(name).toString();
        if (text.contains("-->"_L1))
            return readTimedText(text, text.trimmed().startsWith("WEBVTT"_L1));
    }
    if (segments.isArray())
        return Cues();
    return std::nullopt;
}

} // namespace

std::optional<Cues> readTranscriptJson(const QJsonDocument &document)
{
    if (document.isArray())
        return cuesOf(document.array());
    const QJsonObject root = document.object();
    if (auto cues = cuesOf(root))
        return cues;
    // Wrapped once more: {"transcript": {"segments": …}}, {"data": …}.
    for (const QJsonValue value : root) {
        if (!value.isObject())
            continue;
        if (auto cues = cuesOf(value.toObject()))
            return cues;
    }
    return std::nullopt;
}

} // namespace Earmark
