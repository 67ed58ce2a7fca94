// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"

#include "core/async.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

struct Sample
{
    const char16_t *title;
    const char16_t *excerpt;
    int minutes;
    int chapters;
};

constexpr std::array Samples{
        Sample{u"What a disk says when it has not written | fsync, in full",
               u"A write returns, the light goes out, and the data is still in a cache. We follow "
               u"one "
               u"page from a program to the platter, and ask at each door who promised what to "
               u"whom.",
               30, 17},
        Sample{u"The trouble with small teams",
               u"Three people can hold a whole program in their heads, until one goes on holiday. "
               u"On "
               u"names, on notes, and on saying no in the second week.",
               18, 0},
        Sample{u"Twice as fast by reading half as much | Clustered tables",
               u"Why the order of rows on a disk is the first index you own, what a clustered "
               u"table saves, and the update that makes you pay for it all at once.",
               27, 0},
        Sample{u"From ninety services to one: what the bill said",
               u"A media company drew the picture it wished it had, built it, and found that "
               u"the arrows cost more than the boxes. A patient reading of their own report.",
               36, 6},
        Sample{u"How slow is it really to select everything",
               u"In a row store, rows live in pages. Each page has a header and holds as many rows "
               u"as fit; "
               u"we count what one careless star costs on its way to your screen.",
               39, 8},
        Sample{u"Answers that begin before they are ready",
               u"Streaming a reply lets the first byte leave while the last one is still "
               u"being thought about. When that helps, and when it only moves the wait.",
               13, 6},
        Sample{u"A certificate that vouched for too much",
               u"Mutual trust between machines sounds simple. This week: a session that was "
               u"resumed "
               u"across two customers, and the one line of the standard that would have stopped "
               u"it.",
               22, 4}};

constexpr std::array PodcastNames{u"The Query Plan", u"Salt and Signal", u"Stuff of the Sea",
                                  u"News in four minutes", u"Tall Chimneys"};

QDateTime newest()
{
    return QDateTime(QDate(2026, 11, 18), QTime(6, 0), QTimeZone::utc());
}

} // namespace

SampleLibrary::SampleLibrary(int episodes) : m_count(episodes) { }

EpisodeRow SampleLibrary::row(int number)
{
    const Sample &sample = Samples.at(size_t(number) % Samples.size());
    const size_t podcast = size_t(number) % PodcastNames.size();
    EpisodeRow row;
    row.id = EpisodeId(number + 1);
    row.podcastId = PodcastId(qint64(podcast) + 1);
    row.title = QString::fromUtf16(sample.title);
    row.podcastTitle = QString::fromUtf16(PodcastNames.at(podcast));
    row.excerpt = QString::fromUtf16(sample.excerpt);
    row.published = newest().addDays(-4LL * number);
    row.duration = std::chrono::minutes(sample.minutes);
    row.chapters = sample.chapters;
    if (number % 7 == 0) {
        row.state.play = PlayState::InProgress;
        row.state.position = 8min + 2s;
    } else if (number % 7 >= 4) {
        row.state.play = PlayState::Played;
    }
    row.state.favourite = number % 7 == 3;
    row.queued = number % 7 == 2;
    return row;
}

PodcastList SampleLibrary::podcasts()
{
    PodcastList list;
    const int unplayed[]{3, 1, 12, 0, 2};
    for (size_t i = 0; i < PodcastNames.size(); ++i) {
        Podcast podcast;
        podcast.id = PodcastId(qint64(i) + 1);
        podcast.title = QString::fromUtf16(PodcastNames.at(i));
        podcast.author = u"Hana Nováková"_s;
        podcast.url = QUrl(u"https://example.org/%1.xml"_s.arg(i));
        podcast.episodes = 31;
        podcast.unplayed = unplayed[i];
        if (i == 3)
            podcast.error
                    = u"The server did not answer. It will be tried again at the next refresh."_s;
        if (i >= 2)
            podcast.folder = QStringList{u"Stories"_s};
        list += podcast;
    }
    return list;
}

Chapters SampleLibrary::chapters()
{
    const std::pair<int, const char16_t *> marks[]{{0, u"Intro"},
                                                   {60, u"A write is a wish"},
                                                   {120, u"The page cache"},
                                                   {360, u"fsync"},
                                                   {450, u"The disk's own cache"},
                                                   {560, u"A flush that is ignored"},
                                                   {570, u"A browser bug fifteen years old"},
                                                   {750, u"What a power cut leaves behind"},
                                                   {900, u"What a database can choose"},
                                                   {930, u"open_sync"},
                                                   {975, u"open_datasync"},
                                                   {1030, u"O_DIRECT"},
                                                   {1140, u"fsync again"}};
    Chapters list;
    for (const auto &[start, title] : marks) {
        Chapter chapter;
        chapter.start = std::chrono::seconds(start);
        chapter.title = QString::fromUtf16(title);
        if (!list.isEmpty())
            list.last().end = chapter.start;
        list += chapter;
    }
    list.last().end = 30min;
    list[6].link = QUrl(u"https://example.org/bug"_s);
    return list;
}

QString SampleLibrary::notes()
{
    return u"<p>A write returns, the light goes out, and the data is still in a cache. We follow "
           u"one "
           "page from a program to the platter, and ask at each door who promised what.</p>"
           "<p>Times: <a href=\"earmark:seek?t=450\">7:30</a> the disk's own cache · "
           "<a href=\"earmark:seek?t=900\">15:00</a> what a database can choose.</p>"
           "<ul><li><a href=\"https://example.org/paper\">The paper</a> that counted lost "
           "writes</li><li>A talk on <b>honest</b> hardware</li></ul>"
           "<p>Mistakes are ours. Write to us.</p>"_s;
}

EpisodeRow SampleLibrary::current(int number) const
{
    const EpisodeRow made = row(number);
    return m_changed.value(made.id, made);
}

EpisodeRows SampleLibrary::slice(int first, int limit) const
{
    EpisodeRows rows;
    for (int number = first; number < m_count && rows.size() < limit; ++number) {
        if (!m_removed.contains(number))
            rows += current(number);
    }
    return rows;
}

QFuture<Result<EpisodeFences>> SampleLibrary::fences(const EpisodeQuery &)
{
    ++m_questions;
    if (!m_failure.isEmpty())
        return readyFuture<Result<EpisodeFences>>(fail(ErrorKind::Storage, m_failure));
    EpisodeFences fences;
    for (int number = 0; number < m_count; ++number) {
        if (m_removed.contains(number))
            continue;
        if (fences.count % EpisodeFences::Step == 0)
            fences.keys += EpisodeKey{number, EpisodeId(number + 1)};
        ++fences.count;
    }
    return readyFuture<Result<EpisodeFences>>(fences);
}

QFuture<Result<EpisodeRows>> SampleLibrary::rows(const EpisodeQuery &, const EpisodeKey &from,
                                                 int limit)
{
    ++m_questions;
    if (!m_failure.isEmpty())
        return readyFuture<Result<EpisodeRows>>(fail(ErrorKind::Storage, m_failure));
    return readyFuture<Result<EpisodeRows>>(slice(int(from.order), limit));
}

QFuture<Result<EpisodeRows>> SampleLibrary::firstRows(const EpisodeQuery &, int limit)
{
    ++m_questions;
    if (!m_failure.isEmpty())
        return readyFuture<Result<EpisodeRows>>(fail(ErrorKind::Storage, m_failure));
    return readyFuture<Result<EpisodeRows>>(slice(0, limit));
}

QFuture<Result<EpisodeRows>> SampleLibrary::rowsById(const QList<EpisodeId> &episodes)
{
    ++m_questions;
    EpisodeRows rows;
    for (const EpisodeId id : episodes)
        rows += current(int(id.value()) - 1);
    return readyFuture<Result<EpisodeRows>>(rows);
}

} // namespace Earmark
