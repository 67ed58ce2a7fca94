// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/drafts.h"

#include "core/addresspolicy.h"
#include "core/integrity.h"
#include "feed/entities.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxIntegrity = 1'024; // some dozen digests

bool isSoundOrFilm(const Enclosure &enclosure)
{
    return enclosure.type.startsWith("audio/"_L1, Qt::CaseInsensitive)
            || enclosure.type.startsWith("video/"_L1, Qt::CaseInsensitive);
}

bool isPicture(const Enclosure &enclosure)
{
    return enclosure.type.startsWith("image/"_L1, Qt::CaseInsensitive);
}

/// What the file's name says, where the feed is silent.
QString typeByName(const QUrl &url)
{
    struct Suffix
    {
        QLatin1StringView suffix;
        QLatin1StringView type;
    };
    constexpr Suffix Suffixes[] = {
            {".mp3"_L1, "audio/mpeg"_L1},      {".m4a"_L1, "audio/mp4"_L1},
            {".aac"_L1, "audio/aac"_L1},       {".ogg"_L1, "audio/ogg"_L1},
            {".oga"_L1, "audio/ogg"_L1},       {".opus"_L1, "audio/opus"_L1},
            {".flac"_L1, "audio/flac"_L1},     {".wav"_L1, "audio/wav"_L1},
            {".mp4"_L1, "video/mp4"_L1},       {".m4v"_L1, "video/mp4"_L1},
            {".mov"_L1, "video/quicktime"_L1}, {".webm"_L1, "video/webm"_L1},
    };
    const QString path = url.path();
    for (const Suffix &known : Suffixes) {
        if (path.endsWith(known.suffix, Qt::CaseInsensitive))
            return QString(known.type);
    }
    return {};
}

bool isSoundByName(const Enclosure &enclosure)
{
    return !typeByName(enclosure.url).isEmpty();
}

/// The first sound or film, by its type or else by its name; else the first that is no picture,
/// else the first.
Enclosure toPlay(const QList<Enclosure> &enclosures)
{
    auto found = std::find_if(enclosures.cbegin(), enclosures.cend(), isSoundOrFilm);
    if (found == enclosures.cend())
        found = std::find_if(enclosures.cbegin(), enclosures.cend(), isSoundByName);
    if (found == enclosures.cend())
        found = std::find_if_not(enclosures.cbegin(), enclosures.cend(), isPicture);
    if (found != enclosures.cend())
        return *found;
    return enclosures.isEmpty() ? Enclosure() : enclosures.constFirst();
}

/// The address of the first picture in HTML that is no counting pixel. Quick rather than exact: it
/// is asked for every episode without a picture of its own.
QUrl firstPicture(QStringView html)
{
    qsizetype at = html.indexOf(u'<'); // several times as fast as to look for "<img "
    while (at >= 0 && !html.sliced(at).startsWith(u"<img "))
        at = html.indexOf(u'<', at + 1);
    const qsizetype end = at < 0 ? -1 : html.indexOf(u'>', at);
    if (end < 0)
        return {};
    const QStringView tag = html.mid(at, end - at);
    for (const QStringView pixel : {u"width=\"1\"", u"width='1'", u"width=1 ", u"width=\"0\""}) {
        if (tag.contains(pixel, Qt::CaseInsensitive))
            return {};
    }
    const qsizetype source = tag.indexOf(u"src=", 0, Qt::CaseInsensitive);
    if (source < 0 || source + 5 >= tag.size())
        return {};
    const QChar quote = tag.at(source + 4);
    const qsizetype close = tag.indexOf(quote, source + 5);
    if ((quote != u'"' && quote != u'\'') || close < 0)
        return {};
    const QUrl url(decodeReferences(tag.mid(source + 5, close - source - 5)).trimmed());
    return isFetchable(url) ? url : QUrl();
}

/// What the feed says of exactly this file: of an alternative that is the same address.
QString integrityOf(const QUrl &url, const QList<AlternateEnclosure> &alternates)
{
    for (const AlternateEnclosure &alternate : alternates) {
        const bool isIt
                = std::any_of(alternate.sources.cbegin(), alternate.sources.cend(),
                              [&url](const AlternateSource &source) { return source.url == url; });
        const bool isKnown = alternate.integrityType.compare("sri"_L1, Qt::CaseInsensitive) == 0
                && alternate.integrityValue.size() <= MaxIntegrity
                && parseIntegrity(alternate.integrityValue) != Integrity();
        if (isIt && isKnown)
            return alternate.integrityValue;
    }
    return {};
}

void decideEnclosures(EpisodeDraft &draft)
{
    FeedEpisode &episode = draft.episode;
    if (episode.enclosures.isEmpty())
        episode.enclosures = std::move(draft.mediaContents);
    for (Enclosure &enclosure : episode.enclosures) {
        if (enclosure.type.isEmpty())
            enclosure.type = typeByName(enclosure.url);
        else if (isPicture(enclosure))
            draft.image.offer(enclosure.url, 20);
    }
    episode.enclosure = toPlay(episode.enclosures);
    episode.enclosure.integrity = integrityOf(episode.enclosure.url, episode.alternateEnclosures);
}

constexpr qsizetype HandedOn = 250; // episodes

void setTranscriptLanguage(QList<FeedEpisode> &episodes, const QString &language)
{
    for (FeedEpisode &episode : episodes) {
        for (TranscriptReference &transcript : episode.transcripts) {
            if (transcript.language.isEmpty())
                transcript.language = language;
        }
    }
}

} // namespace

QString madeUpGuid(const FeedEpisode &episode)
{
    if (!episode.enclosure.url.isEmpty())
        return episode.enclosure.url.toString(QUrl::FullyEncoded);
    if (!episode.link.isEmpty())
        return episode.link.toString(QUrl::FullyEncoded);
    const QString said = episode.title + u'\n'
            + (episode.published.isValid() ? episode.published.toString(Qt::ISODate)
                                           : episode.descriptionHtml);
    const QByteArray hash = QCryptographicHash::hash(said.toUtf8(), QCryptographicHash::Sha256);
    return "earmark:"_L1 + QString::fromLatin1(hash.toHex().left(32));
}

FeedEpisode finished(EpisodeDraft draft)
{
    decideEnclosures(draft);
    FeedEpisode &episode = draft.episode;
    episode.title = draft.title.take();
    episode.subtitle = draft.subtitle.take();
    episode.author = draft.author.take();
    episode.descriptionHtml = draft.notes.take();
    episode.summary = draft.summary.take();
    if (episode.summary == episode.descriptionHtml)
        episode.summary.clear();
    episode.link = draft.link.take();
    if (draft.image.wants(30))
        draft.image.offer(firstPicture(episode.descriptionHtml), 30);
    episode.image = draft.image.take();
    episode.published = draft.published.take();
    episode.updated = draft.updated.take();
    if (!episode.published.isValid())
        episode.published = episode.updated;
    episode.durationSeconds = draft.duration.take();
    episode.season = draft.season.take();
    episode.number = draft.number.take();
    episode.isExplicit = draft.isExplicit.take();
    std::stable_sort(episode.podloveChapters.begin(), episode.podloveChapters.end(),
                     [](const Chapter &a, const Chapter &b) { return a.start < b.start; });
    if (episode.guid.isEmpty())
        episode.guid = madeUpGuid(episode);
    return std::move(draft.episode);
}

void handOn(FeedDraft &draft)
{
    QList<FeedEpisode> &episodes = draft.feed.episodes;
    if (!draft.sink || episodes.size() < HandedOn)
        return;
    setTranscriptLanguage(episodes, draft.language.value());
    draft.sink(std::exchange(episodes, {}));
}

FeedDocument finished(FeedDraft draft)
{
    FeedDocument &feed = draft.feed;
    feed.title = draft.title.take();
    feed.subtitle = draft.subtitle.take();
    feed.description = draft.description.take();
    feed.author = draft.author.take();
    feed.language = draft.language.take();
    feed.medium = draft.medium.take();
    feed.copyright = draft.copyright.take();
    feed.link = draft.link.take();
    if (draft.image.wants(30))
        draft.image.offer(firstPicture(feed.description), 30);
    feed.image = draft.image.take();
    feed.published = draft.published.take();
    feed.updated = draft.updated.take();
    feed.isExplicit = draft.isExplicit.take();
    setTranscriptLanguage(feed.episodes, feed.language);
    if (draft.hasTooMany)
        feed.repairs.append(u"The feed has too many episodes; only the first were taken."_s);
    return std::move(draft.feed);
}

} // namespace Earmark
