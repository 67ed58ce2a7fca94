// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/medianame.h"
#include "storage/database.h"
#include "storage/mediarepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

const QDateTime Noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);

StoredMedia partOf(EpisodeId episode)
{
    return {.episode = episode,
            .path = u"Show/2026-11-22 Episode %1.mp3"_s.arg(episode.value()),
            .address = QUrl(u"https://cdn.test/%1.mp3"_s.arg(episode.value())),
            .presence = MediaPresence::Partly,
            .bytes = 1'000,
            .size = 5'000'000'000,
            .cause = DownloadCause::Podcast,
            .reason = u"Downloaded: the newest of 3 kept for this podcast."_s,
            .changedAt = Noon,
            .download = DownloadItem{.episode = episode,
                                     .host = u"cdn.test"_s,
                                     .priority = DownloadPriority::Asked,
                                     .order = 12,
                                     .state = DownloadState::Paused,
                                     .pause = PauseCause::Disk,
                                     .tries = 2,
                                     .nextTry = Noon.addSecs(60),
                                     .isHostsWish = true,
                                     .reason = u"The disk is full."_s,
                                     .canResume = false}};
}

StoredMedia wholeOf(EpisodeId episode, const QDateTime &changedAt)
{
    StoredMedia media = partOf(episode);
    media.presence = MediaPresence::Whole;
    media.bytes = 2'000'000;
    media.size = media.bytes;
    media.changedAt = changedAt;
    media.download.reset();
    return media;
}

} // namespace

class TestMediaRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void nothingIsKnownOfAnEpisodeThatWasNeverPlayed();
    void whatIsKeptComesBackAsItWas();
    void keptAgainItIsReplaced();
    void twoEpisodesNeverShareAFile();
    void theFileOfAnEpisodeThatIsGoneIsToldAndNotForgotten();
    void anEpisodeThatIsNotThereIsAnError();
    void filesAndDownloadsAreRowsNewestFirst();
    void aRowSaysWhatAListShows();
    void whatWasLeftFromListeningIsNoRow();
    void usageIsByPodcastLargestFirst();
    void filesOfAPodcastThatWasLeftAreTakenAndNotListed();
    void eventsAreToldNewestFirst();
    void ofManyEventsTheOldestAreDropped();

private:
    void purge();
    bool addEpisode(int id, int podcast);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
};

void TestMediaRepository::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    auto database = Database::open(m_dir->filePath(u"library.db"_s));
    QVERIFY(database);
    m_database = std::move(*database);
    for (const QString &row : {u"INSERT INTO podcast (id, url) VALUES (7, 'https://a.test/')"_s,
                               u"INSERT INTO episode (id, podcast_id, title, guid) VALUES"
                               " (1, 7, 'One', 'g'), (2, 7, 'Two', 'h')"_s})
        QVERIFY(Sql::exec(m_database->handle(), row));
}

void TestMediaRepository::cleanup()
{
    m_database.reset();
    m_dir.reset();
}

void TestMediaRepository::purge()
{
    QVERIFY(Sql::exec(m_database->handle(), u"DELETE FROM podcast"_s));
}

bool TestMediaRepository::addEpisode(int id, int podcast)
{
    return Sql::exec(m_database->handle(),
                     u"INSERT INTO episode (id, podcast_id, title, guid) VALUES (%1, %2, 'T', %1)"_s
                             .arg(id)
                             .arg(podcast))
            .has_value();
}

void TestMediaRepository::nothingIsKnownOfAnEpisodeThatWasNeverPlayed()
{
    const MediaRepository media(*m_database);
    QVERIFY(!*media.of(EpisodeId(1)));
    QVERIFY(media.all()->isEmpty());
    QVERIFY(media.takenKeys()->isEmpty());
    QVERIFY(media.lostFiles()->isEmpty());
}

void TestMediaRepository::whatIsKeptComesBackAsItWas()
{
    MediaRepository media(*m_database);
    StoredMedia deleted{.episode = EpisodeId(2), .size = 3'000, .isRefused = true};

    QVERIFY(media.keep(deleted));
    QVERIFY(media.keep(partOf(EpisodeId(1))));

    QCOMPARE(**media.of(EpisodeId(1)), partOf(EpisodeId(1)));
    QCOMPARE(*media.all(), (StoredMediaList{partOf(EpisodeId(1)), deleted}));
    QCOMPARE(*media.takenKeys(), QStringList{mediaPathKey(partOf(EpisodeId(1)).path)});
}

void TestMediaRepository::keptAgainItIsReplaced()
{
    MediaRepository media(*m_database);
    StoredMedia whole = partOf(EpisodeId(1));
    QVERIFY(media.keep(whole));
    whole.presence = MediaPresence::Whole;
    whole.bytes = whole.size;
    whole.download.reset();

    QVERIFY(media.keep(whole));
    QCOMPARE(*media.all(), StoredMediaList{whole});

    QVERIFY(media.forget(EpisodeId(1)));
    QVERIFY(media.all()->isEmpty());
    QVERIFY(media.takenKeys()->isEmpty());
}

void TestMediaRepository::twoEpisodesNeverShareAFile()
{
    MediaRepository media(*m_database);
    QVERIFY(media.keep(partOf(EpisodeId(1))));
    StoredMedia other = partOf(EpisodeId(2));
    other.path = partOf(EpisodeId(1)).path.toUpper();

    const auto kept = media.keep(other);

    QVERIFY(!kept);
    QCOMPARE(*media.all(), StoredMediaList{partOf(EpisodeId(1))});
}

void TestMediaRepository::theFileOfAnEpisodeThatIsGoneIsToldAndNotForgotten()
{
    MediaRepository media(*m_database);
    const QString path = partOf(EpisodeId(1)).path;
    QVERIFY(media.keep(partOf(EpisodeId(1))));
    QVERIFY(media.keep({.episode = EpisodeId(2), .isRefused = true}));
    purge();

    QVERIFY(media.all()->isEmpty());
    QCOMPARE(*media.lostFiles(), QStringList{path});
    QCOMPARE(media.takenKeys()->size(), 1);

    QVERIFY(media.forgetLostFile(path));
    auto left = Sql::exec(m_database->handle(), u"SELECT count(*) FROM media"_s);
    QVERIFY(left && left->next());
    QCOMPARE(left->value(0).toInt(), 0);
}

void TestMediaRepository::anEpisodeThatIsNotThereIsAnError()
{
    const auto kept = MediaRepository(*m_database).keep(partOf(EpisodeId(3)));
    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, ErrorKind::NotFound);
}

void TestMediaRepository::filesAndDownloadsAreRowsNewestFirst()
{
    MediaRepository media(*m_database);
    QVERIFY(media.rows()->isEmpty());
    QVERIFY(media.keep(partOf(EpisodeId(1))));
    QVERIFY(media.keep(wholeOf(EpisodeId(2), Noon.addSecs(60))));
    QVERIFY(addEpisode(3, 7));
    QVERIFY(media.keep(wholeOf(EpisodeId(3), Noon.addSecs(-60))));
    QVERIFY(addEpisode(4, 7));
    QVERIFY(media.keep(wholeOf(EpisodeId(4), Noon)));

    const auto rows = media.rows();
    QVERIFY(rows);
    QList<EpisodeId> order;
    for (const DownloadRow &row : *rows)
        order.append(row.episode);
    QCOMPARE(order, (QList{EpisodeId(2), EpisodeId(4), EpisodeId(1), EpisodeId(3)}));
}

void TestMediaRepository::aRowSaysWhatAListShows()
{
    MediaRepository media(*m_database);
    QVERIFY(Sql::exec(m_database->handle(),
                      u"UPDATE podcast SET title = 'Show', custom_title = 'My show',"
                      " image = 'https://a.test/p.jpg'"_s));
    QVERIFY(media.keep(partOf(EpisodeId(1))));
    const StoredMedia part = partOf(EpisodeId(1));
    DownloadRow row{.episode = EpisodeId(1),
                    .podcast = PodcastId(7),
                    .title = u"One"_s,
                    .podcastTitle = u"My show"_s,
                    .image = QUrl(u"https://a.test/p.jpg"_s),
                    .presence = MediaPresence::Partly,
                    .bytes = 1'000,
                    .size = 5'000'000'000,
                    .path = part.path,
                    .reason = part.reason,
                    .changedAt = Noon,
                    .isWanted = true};
    QCOMPARE(*media.rows(), DownloadRows{row});

    QVERIFY(Sql::exec(m_database->handle(),
                      u"UPDATE episode SET image = 'https://a.test/e.jpg' WHERE id = 1"_s));
    row.image = QUrl(u"https://a.test/e.jpg"_s);
    QCOMPARE(*media.rows(), DownloadRows{row});
}

void TestMediaRepository::whatWasLeftFromListeningIsNoRow()
{
    MediaRepository media(*m_database);
    QCOMPARE(*media.leftParts(), LeftParts());
    StoredMedia heard = partOf(EpisodeId(1));
    heard.download.reset();
    QVERIFY(media.keep(heard));
    QVERIFY(media.keep(partOf(EpisodeId(2))));
    QVERIFY(addEpisode(3, 7)); // its file was deleted
    QVERIFY(media.keep({.episode = EpisodeId(3), .bytes = 0, .size = 9'000, .isRefused = true}));

    QCOMPARE(media.rows()->size(), 1);
    QCOMPARE(media.rows()->first().episode, EpisodeId(2));
    QCOMPARE(*media.leftParts(), (LeftParts{.episodes = 1, .bytes = 1'000}));
    QCOMPARE(media.usage()->first().parts, 2);
}

void TestMediaRepository::usageIsByPodcastLargestFirst()
{
    MediaRepository media(*m_database);
    QVERIFY(media.usage()->isEmpty());
    QVERIFY(Sql::exec(m_database->handle(),
                      u"INSERT INTO podcast (id, url, title, image) VALUES"
                      " (8, 'https://b.test/', 'Large', 'https://b.test/p.jpg')"_s));
    QVERIFY(addEpisode(3, 8));
    QVERIFY(media.keep(partOf(EpisodeId(1))));
    QVERIFY(media.keep(wholeOf(EpisodeId(2), Noon)));
    StoredMedia large = wholeOf(EpisodeId(3), Noon);
    large.bytes = 9'000'000'000;
    QVERIFY(media.keep(large));

    const QList<PodcastStorage> expected{
            {.podcast = PodcastId(8),
             .title = u"Large"_s,
             .image = QUrl(u"https://b.test/p.jpg"_s),
             .files = 1,
             .parts = 0,
             .bytes = 9'000'000'000},
            {.podcast = PodcastId(7), .title = {}, .files = 1, .parts = 1, .bytes = 2'001'000},
    };
    QCOMPARE(*media.usage(), expected);
}

void TestMediaRepository::filesOfAPodcastThatWasLeftAreTakenAndNotListed()
{
    MediaRepository media(*m_database);
    QVERIFY(media.keep(wholeOf(EpisodeId(1), Noon)));
    StoredMedia heard = partOf(EpisodeId(2));
    heard.download.reset();
    QVERIFY(media.keep(heard));
    QVERIFY(Sql::exec(m_database->handle(), u"UPDATE podcast SET removed_at = 1"_s));
    QVERIFY(Sql::exec(m_database->handle(), u"UPDATE episode SET removed = 1"_s));
    const QList<PodcastStorage> taken{{.podcast = {}, .files = 1, .parts = 1, .bytes = 2'001'000}};

    QVERIFY(media.rows()->isEmpty());
    QCOMPARE(*media.leftParts(), LeftParts());
    QCOMPARE(*media.usage(), taken);
    purge();
    QCOMPARE(*media.usage(), taken);
}

void TestMediaRepository::eventsAreToldNewestFirst()
{
    MediaRepository media(*m_database);
    const MediaEvent first{.at = Noon,
                           .episode = EpisodeId(1),
                           .title = u"One"_s,
                           .sentence = u"Deleted: played 3 days ago, and the rule says 2 days."_s};
    MediaEvent second{.at = Noon.addSecs(1), .title = u"Gone"_s, .sentence = u"Deleted."_s};
    QVERIFY(media.append(first));
    QVERIFY(media.append(second));

    QCOMPARE(*media.events(10), (QList<MediaEvent>{second, first}));
    QCOMPARE(*media.events(1), QList<MediaEvent>{second});

    purge();
    QCOMPARE(media.events(10)->last().title, u"One"_s);
    QVERIFY(!media.events(10)->last().episode.isValid());
}

void TestMediaRepository::ofManyEventsTheOldestAreDropped()
{
    MediaRepository media(*m_database);
    QVERIFY(Sql::exec(m_database->handle(),
                      u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                      " WHERE i < %1) INSERT INTO media_event (at, sentence)"
                      " SELECT i, 'Old.' FROM n"_s.arg(MediaRepository::MostEvents)));

    QVERIFY(media.append({.at = Noon, .sentence = u"New."_s}));

    const auto events = media.events(2 * MediaRepository::MostEvents);
    QCOMPARE(events->size(), MediaRepository::MostEvents);
    QCOMPARE(events->first().sentence, u"New."_s);
    QCOMPARE(events->last().at.toMSecsSinceEpoch(), 2);
}

QTEST_GUILESS_MAIN(TestMediaRepository)
#include "tst_mediarepository.moc"
