// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/librarygenerator.h"

#include "storage/database.h"
#include "storage/episoderepository.h"
#include "storage/podcastrepository.h"
#include "storage/sql.h"

#include <QFile>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int Words = 60000;
constexpr int CjkEvery = 50; // 2 %
constexpr int Draws = 1 << 20;
constexpr int MinNotes = 300; // characters
constexpr int MedianNotes = 2000;
constexpr int MaxNotes = 8000;
constexpr qint64 MsPerDay = 86400000;
constexpr qint64 DaysBetween = 3;
const qint64 Newest = QDateTime(QDate(2026, 1, 1), QTime(6, 0), Qt::UTC).toMSecsSinceEpoch();

/// A word that can be spoken, another for every number.
QString latinWord(int number)
{
    constexpr auto Onsets = "b c d f g h j k l m n p r s t v w st tr pl"_L1;
    constexpr auto Vowels = "aeiou"_L1;
    static const QStringList onsets = QString(Onsets).split(u' ');
    QString word;
    const int syllables = 1 + int(std::log10(number + 1.0) / 1.5);
    int rest = number;
    for (int i = 0; i < syllables || rest > 0; ++i) {
        word += onsets.at(rest % onsets.size());
        rest /= int(onsets.size());
        word += QLatin1Char(Vowels.at(rest % Vowels.size()).toLatin1());
        rest /= int(Vowels.size());
    }
    return word;
}

QString cjkWord(int number)
{
    constexpr char16_t First = 0x4e00;
    constexpr int Common = 3000;
    return QString(QChar(char16_t(First + number % Common)))
            + QChar(char16_t(First + number / 7 % Common));
}

} // namespace

LibraryGenerator::LibraryGenerator(quint32 seed) : m_random(seed)
{
    for (int i = 0; i < Words; ++i)
        m_vocabulary.append(i % CjkEvery == CjkEvery - 1 ? cjkWord(i) : latinWord(i));
    QList<double> sums;
    double sum = 0;
    for (int rank = 1; rank <= Words; ++rank) {
        sum += 1.0 / rank;
        sums.append(sum);
    }
    m_ranks.reserve(Draws);
    for (int i = 0; i < Draws; ++i) {
        const auto at = std::lower_bound(sums.cbegin(), sums.cend(), (i + 0.5) / Draws * sum);
        m_ranks.append(quint32(at - sums.cbegin()));
    }
}

int LibraryGenerator::below(int bound)
{
    return int(m_random() % quint64(bound));
}

double LibraryGenerator::unit()
{
    return double(m_random() >> 11) / double(1ULL << 53);
}

QString LibraryGenerator::word()
{
    return m_vocabulary.at(m_ranks.at(below(Draws)));
}

QString LibraryGenerator::words(int count)
{
    QString text = word();
    text[0] = text.at(0).toUpper();
    for (int i = 1; i < count; ++i)
        text += u' ' + word();
    return text;
}

QString LibraryGenerator::notes()
{
    // Log-normal by Box and Muller: a long tail to 8 KB around the median.
    constexpr double Spread = 0.7;
    constexpr double TwoPi = 6.283185307179586;
    const double normal = std::sqrt(-2 * std::log(1 - unit())) * std::cos(TwoPi * unit());
    const int length = std::clamp(int(MedianNotes * std::exp(Spread * normal)), MinNotes, MaxNotes);
    QString html;
    html.reserve(length + 200);
    while (html.size() < length)
        html += "<p>"_L1 + words(8 + below(60)) + ".</p>\n"_L1;
    html.truncate(length);
    return html;
}

PreparedEpisode LibraryGenerator::episode(int podcast, int number)
{
    PreparedEpisode episode;
    FeedEpisode &feed = episode.feed;
    feed.guid = u"%1-%2"_s.arg(podcast).arg(number);
    feed.title = u"%1: %2"_s.arg(number).arg(words(3 + below(6)));
    feed.published = QDateTime::fromMSecsSinceEpoch(
            Newest - number * DaysBetween * MsPerDay - below(int(MsPerDay)), Qt::UTC);
    feed.durationSeconds = 300 + below(7200);
    feed.enclosure = {.url = QUrl(u"http://127.0.0.1:9/%1/%2.mp3"_s.arg(podcast).arg(number)),
                      .type = u"audio/mpeg"_s,
                      .length = 1000000 + below(90000000)};
    feed.link = QUrl(u"http://127.0.0.1:9/%1/%2"_s.arg(podcast).arg(number));
    feed.descriptionHtml = notes();
    episode.shownTitle = feed.title;
    episode.excerpt = feed.descriptionHtml.mid(3, 240).section(u'<', 0, 0);
    if (number % 3 == 0) {
        const int count = 4 + below(12);
        for (int i = 0; i < count; ++i) {
            Chapter chapter;
            chapter.start = std::chrono::seconds(i * 300);
            chapter.title = words(2 + below(4));
            episode.noteChapters.append(chapter);
        }
    }
    return episode;
}

PreparedFeed LibraryGenerator::feed(int number, int count)
{
    PreparedFeed feed;
    feed.podcast.title = words(2 + below(3));
    feed.podcast.author = words(2);
    feed.podcast.description = notes().left(600);
    feed.podcast.image = QUrl(u"http://127.0.0.1:9/%1/cover.jpg"_s.arg(number));
    feed.podcast.validators.etag = QByteArray::number(number);
    feed.podcast.lastRefreshed = QDateTime::fromMSecsSinceEpoch(Newest, Qt::UTC);
    for (int i = 0; i < count; ++i)
        feed.episodes.append(episode(number, i));
    return feed;
}

Result<> LibraryGenerator::write(const QString &path, Size size)
{
    for (const QString &ending : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(path + ending);
    const auto opened = Database::open(path);
    if (!opened)
        return opened.error();
    const Database &database = **opened;
    const QSqlDatabase db = database.handle();
    for (const QString &pragma :
         {u"PRAGMA synchronous = OFF"_s, u"PRAGMA cache_size = -200000"_s}) {
        if (const auto done = Sql::exec(db, pragma); !done)
            return done.error();
    }

    PodcastRepository podcasts(database);
    for (int number = 0; number < size.podcasts; ++number) {
        PreparedFeed made = feed(number, size.episodes);
        const QUrl url(u"http://127.0.0.1:9/%1.xml"_s.arg(number));
        const auto added = podcasts.add({.url = url, .title = {}, .site = {}, .folder = {}});
        if (!added)
            return added.error();
        made.podcast.id = added->id;
        if (const auto merged = podcasts.applyFeed(made); !merged)
            return merged.error();
    }
    // A tenth is new; of the rest most is played, some is begun, favourite or archived.
    const auto played = Sql::exec(
            db,
            u"UPDATE episode SET play = CASE WHEN id % 11 = 0 THEN 1 ELSE 2 END,"
            " position = CASE WHEN id % 11 = 0 THEN 60000 ELSE 0 END,"
            " favourite = id % 97 = 0, archived = id % 53 = 0 WHERE published < :recent"_s,
            {{u":recent"_s, Newest - size.episodes * DaysBetween * MsPerDay / 10}});
    if (!played)
        return played.error();
    const auto queued = Sql::exec(db,
                                  u"INSERT INTO queue (episode_id, rank) SELECT id, id"
                                  " FROM episode WHERE archived = 0 AND id % 997 = 0 LIMIT 50"_s);
    return queued ? Result<>() : queued.error();
}

} // namespace Earmark
