// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/analysisrepository.h"
#include "storage/database.h"
#include "storage/episoderepository.h"
#include "storage/placesrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Method = 3;
const QDateTime Noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);

FileIdentity fileOf(int number)
{
    return {.size = 1'000 + number,
            .head = QByteArray(16, char('a' + number % 20)),
            .digest = QByteArray::number(number)};
}

EpisodeAnalysis analysis()
{
    return {.length = 3'600'123ms,
            .loudness = -18.25,
            .noiseFloor = -61.5,
            .pauses = {{0ms, 350ms}, {2'800ms, 3'100ms}, {3'599'000ms, 3'600'123ms}},
            .waveform = QByteArray("\x00\x7f\x80\xff", 4)};
}

} // namespace

/// Analyses of files, and the listener's shifts of chapters.
class TestAnalysisRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void nothingKeptIsNothing();
    void anAnalysisComesBackAsItWas();
    void silenceHasNeitherLoudnessNorFloor();
    void anotherMethodsIsNone();
    void aSecondOneReplacesTheFirst();
    void theHeadAloneFindsTheOneUsedLast();
    void anEpisodeRemembersItsFile();
    void anEpisodeThatIsGoneIsNoError();
    void theOneUsedLongestAgoIsDropped();
    void brokenPausesGiveWhatMakesSense();
    void shiftsAreReplacedAndGoWithTheEpisode();
    void theFeedsLengthIsKeptBesideTheFiles();

private:
    EpisodeAnalysis found(const FileIdentity &file) const;
    EpisodeId episode() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
};

void TestAnalysisRepository::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    auto database = Database::open(m_dir->filePath(u"library.db"_s));
    QVERIFY(database);
    m_database = std::move(*database);
    for (const QString &row :
         {u"INSERT INTO podcast (id, url) VALUES (7, 'https://a.test/')"_s,
          u"INSERT INTO episode (id, podcast_id, title, guid, duration) VALUES (1, 7, 'One', 'g',"
          " 600000)"_s,
          u"INSERT INTO episode_detail (episode_id) VALUES (1)"_s})
        QVERIFY(Sql::exec(m_database->handle(), row));
}

void TestAnalysisRepository::cleanup()
{
    m_database.reset();
    m_dir.reset();
}

EpisodeId TestAnalysisRepository::episode() const
{
    return EpisodeId(1);
}

EpisodeAnalysis TestAnalysisRepository::found(const FileIdentity &file) const
{
    return AnalysisRepository(*m_database).find(file, Method)->value_or(EpisodeAnalysis());
}

void TestAnalysisRepository::nothingKeptIsNothing()
{
    const AnalysisRepository repository(*m_database);
    QVERIFY(!*repository.find(fileOf(1), Method));
    QVERIFY(!*repository.findByHead(fileOf(1), Method));
    QVERIFY(!*repository.ofEpisode(episode(), Method));
    QVERIFY(repository.pausesOf(episode())->empty());
}

void TestAnalysisRepository::anAnalysisComesBackAsItWas()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    QCOMPARE(found(fileOf(1)), analysis());

    FileIdentity swapped = fileOf(1);
    swapped.digest = "other";
    QVERIFY(!*repository.find(swapped, Method));
    swapped = fileOf(1);
    ++swapped.size;
    QVERIFY(!*repository.find(swapped, Method));
}

void TestAnalysisRepository::silenceHasNeitherLoudnessNorFloor()
{
    EpisodeAnalysis silence = analysis();
    silence.loudness.reset();
    silence.noiseFloor.reset();
    silence.pauses.clear();
    QVERIFY(AnalysisRepository(*m_database).keep(fileOf(1), silence, Method, Noon));
    QCOMPARE(found(fileOf(1)), silence);
}

void TestAnalysisRepository::anotherMethodsIsNone()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method - 1, Noon));
    QVERIFY(!*repository.find(fileOf(1), Method));
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    QCOMPARE(found(fileOf(1)), analysis());
}

void TestAnalysisRepository::aSecondOneReplacesTheFirst()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    QVERIFY(repository.use(episode(), fileOf(1), Noon));
    EpisodeAnalysis other = analysis();
    other.length = 5s;
    QVERIFY(repository.keep(fileOf(1), other, Method, Noon));
    QCOMPARE(repository.ofEpisode(episode(), Method)->value_or(EpisodeAnalysis()), other);
}

void TestAnalysisRepository::theHeadAloneFindsTheOneUsedLast()
{
    AnalysisRepository repository(*m_database);
    FileIdentity second = fileOf(1);
    second.digest = "second";
    EpisodeAnalysis other = analysis();
    other.length = 5s;
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon.addSecs(1)));
    QVERIFY(repository.keep(second, other, Method, Noon));
    QCOMPARE(repository.findByHead(second, Method)->value_or(EpisodeAnalysis()), analysis());
    QVERIFY(repository.use(episode(), second, Noon.addSecs(2)));
    QCOMPARE(repository.findByHead(second, Method)->value_or(EpisodeAnalysis()), other);
}

void TestAnalysisRepository::anEpisodeRemembersItsFile()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    QVERIFY(!*repository.ofEpisode(episode(), Method));
    QVERIFY(repository.use(episode(), fileOf(1), Noon));
    QCOMPARE(repository.ofEpisode(episode(), Method)->value_or(EpisodeAnalysis()), analysis());
    QCOMPARE(*repository.pausesOf(episode()), analysis().pauses);
    const auto whole = EpisodeRepository(*m_database).episode(episode());
    QVERIFY(whole);
    QCOMPARE(whole->places.pauses, analysis().pauses);

    QVERIFY(repository.forgetEpisode(episode()));
    QVERIFY(!*repository.ofEpisode(episode(), Method));
    QCOMPARE(found(fileOf(1)), analysis());
}

void TestAnalysisRepository::anEpisodeThatIsGoneIsNoError()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    QVERIFY(repository.use(EpisodeId(99), fileOf(1), Noon));
    QVERIFY(repository.use(episode(), fileOf(2), Noon)); // dropped meanwhile
    QVERIFY(!*repository.ofEpisode(episode(), Method));
}

void TestAnalysisRepository::theOneUsedLongestAgoIsDropped()
{
    AnalysisRepository repository(*m_database);
    EpisodeAnalysis small = analysis();
    small.length = 1s;
    {
        Sql::Transaction all(m_database->handle(), Sql::Transaction::Kind::Repeatable);
        QVERIFY(all.begin());
        for (int i = 0; i < AnalysisRepository::MostRows; ++i)
            QVERIFY(Sql::exec(m_database->handle(),
                              u"INSERT INTO analysis (size, head, digest, method, used_at, length,"
                              " pauses, waveform) VALUES (:n, x'00', x'00', 3, :n, 1, x'', x'')"_s,
                              {{u":n"_s, i + 1}}));
        QVERIFY(all.commit());
    }
    const FileIdentity oldest{.size = 1, .head = QByteArray(1, 0), .digest = QByteArray(1, 0)};
    const FileIdentity next{.size = 2, .head = QByteArray(1, 0), .digest = QByteArray(1, 0)};
    QVERIFY(*repository.find(oldest, 3));
    QVERIFY(repository.use(EpisodeId(99), oldest, Noon)); // used again, so no longer the oldest
    QVERIFY(repository.keep(fileOf(1), small, Method, Noon));
    QVERIFY(*repository.find(oldest, 3));
    QVERIFY(!*repository.find(next, 3));
    QCOMPARE(found(fileOf(1)).length, 1s);
}

void TestAnalysisRepository::brokenPausesGiveWhatMakesSense()
{
    AnalysisRepository repository(*m_database);
    QVERIFY(repository.keep(fileOf(1), analysis(), Method, Noon));
    for (const auto *broken : {"x'ffffffffffffffffffff01'", "x'05'", "x'0500'", "x'80'"}) {
        QVERIFY(Sql::exec(m_database->handle(),
                          u"UPDATE analysis SET pauses = "_s + QLatin1StringView(broken)));
        QVERIFY(found(fileOf(1)).pauses.empty());
        QCOMPARE(found(fileOf(1)).waveform, analysis().waveform);
    }
}

void TestAnalysisRepository::shiftsAreReplacedAndGoWithTheEpisode()
{
    PlacesRepository repository(*m_database);
    QVERIFY(!repository.setShifts(EpisodeId(99), {{0s, 1s}}));
    QVERIFY(repository.shifts(episode())->empty());
    const ChapterShifts shifts{{60s, 30s}, {120s, -5s}};
    QVERIFY(repository.setShifts(episode(), shifts));
    QCOMPARE(*repository.shifts(episode()), shifts);
    QCOMPARE(EpisodeRepository(*m_database).episode(episode())->places.shifts, shifts);
    QVERIFY(repository.setShifts(episode(), {{60s, 31s}}));
    QCOMPARE(repository.shifts(episode())->size(), 1U);

    QVERIFY(Sql::exec(m_database->handle(), u"DELETE FROM episode"_s));
    QVERIFY(repository.shifts(episode())->empty());
}

void TestAnalysisRepository::theFeedsLengthIsKeptBesideTheFiles()
{
    EpisodeRepository repository(*m_database);
    const auto declared = [&] { return repository.episode(episode())->places.declared; };
    QCOMPARE(declared(), 0ms);
    QVERIFY(repository.setDuration(episode(), 660s));
    QCOMPARE(declared(), 600s);
    QVERIFY(repository.setDuration(episode(), 661s)); // mended
    QCOMPARE(declared(), 600s);
    QCOMPARE(repository.episode(episode())->row.duration, 661s);
}

QTEST_GUILESS_MAIN(TestAnalysisRepository)
#include "tst_analysisrepository.moc"
