// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderfeed.h"

#include "feed/dates.h"
#include "services/localfolder.h"

#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <set>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// The address of a file beside another, which changes with its content: what was read of the old
/// one is then forgotten.
QUrl addressBeside(const QString &folder, const FolderFile &file)
{
    QUrl url = localAddress(folder + u'/' + file.path);
    url.setFragment(u"%1-%2"_s.arg(file.modified).arg(file.size));
    return url;
}

/// A tag's date, unless it says less than the file's own: a year alone.
QDateTime publishedOf(const SoundFacts &facts)
{
    static const QRegularExpression written(u"^\\s*(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?\\s*$"_s);
    QDateTime modified = QDateTime::fromMSecsSinceEpoch(facts.sound.file.modified, Qt::UTC);
    const auto match = written.match(facts.tags.date);
    if (!match.hasMatch()) {
        const QDateTime date = parseDate(facts.tags.date);
        return date.isValid() ? date : modified;
    }
    const int year = match.captured(1).toInt();
    const bool isYearAlone = match.captured(2).isEmpty();
    if (isYearAlone && modified.date().year() == year)
        return modified;
    const QDate date(year, isYearAlone ? 1 : match.captured(2).toInt(),
                     match.captured(3).isEmpty() ? 1 : match.captured(3).toInt());
    return date.isValid() && year > 1000 ? QDateTime(date, QTime(0, 0), Qt::UTC) : modified;
}

QString folderPart(const QString &path)
{
    return path.left(std::max<qsizetype>(path.lastIndexOf(u'/'), 0));
}

/// "en" of "talk.en.vtt".
QString languageOf(const FolderFile &file)
{
    static const QRegularExpression language(u"\\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\\.[^./]+$"_s);
    return language.match(file.path).captured(1);
}

QString transcriptType(const QString &path)
{
    if (path.endsWith(".srt"_L1, Qt::CaseInsensitive))
        return u"application/x-subrip"_s;
    return path.endsWith(".json"_L1, Qt::CaseInsensitive) ? u"application/json"_s : u"text/vtt"_s;
}

/// What at least half of them say, and what they say of it; empty when they do not agree.
template<typename Of>
QString commonTo(const QList<SoundFacts> &facts, Of of)
{
    QHash<QString, qsizetype> counts;
    QString most;
    for (const SoundFacts &one : facts) {
        const QString said = of(one);
        if (!said.isEmpty() && ++counts[said] > counts.value(most))
            most = said;
    }
    return counts.value(most) * 2 >= facts.size() ? most : QString();
}

/// Numbered files, in order: an audiobook, a course.
bool isSerial(const QList<SoundFacts> &facts)
{
    std::set<std::tuple<QString, int, int>> places;
    for (const SoundFacts &one : facts) {
        if (one.tags.track > 0)
            places.insert({folderPart(one.sound.file.path), one.tags.disc, one.tags.track});
    }
    return facts.size() > 1 && qsizetype(places.size()) * 2 > facts.size();
}

bool isBeforeInSerial(const SoundFacts &a, const SoundFacts &b)
{
    const QString one = folderPart(a.sound.file.path);
    const QString other = folderPart(b.sound.file.path);
    if (one != other)
        return isNaturallyBefore(one, other);
    const auto place = [](const MediaTags &tags) { // what has no number is an addition
        return std::tuple(tags.track == 0, tags.disc, tags.track);
    };
    if (place(a.tags) != place(b.tags))
        return place(a.tags) < place(b.tags);
    return isNaturallyBefore(a.sound.file.path, b.sound.file.path);
}

FeedEpisode episodeOf(const QString &folder, const SoundFacts &facts)
{
    const QString &path = facts.sound.file.path;
    FeedEpisode episode;
    episode.guid = guidOfPath(path);
    episode.title = facts.tags.title.isEmpty() ? titleOfName(path) : facts.tags.title;
    episode.author = facts.tags.artist;
    episode.published = publishedOf(facts);
    episode.enclosure = {.url = localAddress(folder + u'/' + path),
                         .type = soundTypeOf(path),
                         .length = facts.sound.file.size};
    episode.enclosures = {episode.enclosure};
    episode.descriptionHtml = facts.notesHtml.isEmpty() ? facts.tags.notes : facts.notesHtml;
    if (facts.tags.duration)
        episode.durationSeconds = double(facts.tags.duration->count()) / 1000;
    if (facts.tags.track > 0)
        episode.number = facts.tags.track;
    if (facts.tags.disc > 0)
        episode.season = facts.tags.disc;
    if (!facts.chapters.path.isEmpty()) {
        episode.chaptersUrl = addressBeside(folder, facts.chapters);
        episode.chaptersType = u"application/json+chapters"_s;
    }
    for (const FolderFile &transcript : facts.transcripts)
        episode.transcripts.append({.url = addressBeside(folder, transcript),
                                    .type = transcriptType(transcript.path),
                                    .language = languageOf(transcript),
                                    .rel = {}});
    return episode;
}

/// Oldest first, as they are to be heard.
QList<FeedEpisode> inOrder(const QString &folder, QList<SoundFacts> facts, bool isSerial)
{
    const auto isBefore = [isSerial](const SoundFacts &a, const SoundFacts &b) {
        return isSerial ? isBeforeInSerial(a, b)
                        : isNaturallyBefore(a.sound.file.path, b.sound.file.path);
    };
    std::ranges::stable_sort(facts, isBefore);
    QList<FeedEpisode> episodes;
    QSet<QString> guids;
    QDateTime earliest;
    for (const SoundFacts &one : std::as_const(facts)) {
        FeedEpisode episode = episodeOf(folder, one);
        if (guids.contains(episode.guid))
            episode.guid = QString::fromLatin1( // the same name, composed in another way
                    QUrl::toPercentEncoding(one.sound.file.path, "/"));
        guids.insert(episode.guid);
        if (!earliest.isValid() || episode.published < earliest)
            earliest = episode.published;
        episodes.append(std::move(episode));
    }
    if (isSerial) {
        for (qsizetype i = 0; i < episodes.size(); ++i)
            episodes[i].published = earliest.addSecs(i);
    } else {
        std::ranges::stable_sort(episodes, [](const FeedEpisode &a, const FeedEpisode &b) {
            return a.published < b.published;
        });
    }
    return episodes;
}

} // namespace

QString titleOfName(const QString &path)
{
    QString name = path.section(u'/', -1);
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot > 0)
        name.truncate(dot);
    for (QChar &c : name) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
            || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    return name.simplified();
}

FeedDocument folderDocument(const QString &folder, const QList<SoundFacts> &facts,
                            const QUrl &image, const QStringList &remarks)
{
    FeedDocument document;
    document.format = u"folder"_s;
    document.title = commonTo(facts, [](const SoundFacts &one) { return one.tags.album; });
    if (document.title.isEmpty())
        document.title = folder == "/"_L1 ? folder : titleOfName(folder + u'.');
    document.author = commonTo(facts, [](const SoundFacts &one) { return one.tags.artist; });
    document.description = u"Sound files in %1, on this computer."_s.arg(folder).toHtmlEscaped();
    document.image = image;
    document.repairs = remarks;
    const bool serial = isSerial(facts);
    document.type = serial ? u"serial"_s : u"episodic"_s;
    document.episodes = inOrder(folder, facts, serial);
    // As feeds have them, newest first: the library counts them from the end on.
    std::ranges::reverse(document.episodes);
    return document;
}

} // namespace Earmark
