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
    void eventsAreToldNewestFirst();
    void ofManyEventsTheOldestAreDropped();

private:
    void purge();

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
