// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mprisvalues.h"
#include "support/failonwarning.h"

#include <QDBusObjectPath>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Earmark::Mpris;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Place = std::optional<std::chrono::milliseconds>;

namespace {

constexpr qint64 Second = 1'000'000;

Track episode()
{
    return {.id = 7,
            .guid = u"guid"_s,
            .title = u"On owls"_s,
            .podcast = u"Birds"_s,
            .author = u"Ann"_s,
            .published = QDateTime(QDate(2026, 3, 4), QTime(5, 6), Qt::UTC),
            .length = 120s,
            .picture = QUrl(u"file:///tmp/a b.png"_s),
            .address = u"earmark:play?feed=x"_s};
}

QVariantMap metadata(const Facts &facts)
{
    return playerProperties(facts).value(u"Metadata"_s).toMap();
}

QString trackId(const QVariantMap &metadata)
{
    return qvariant_cast<QDBusObjectPath>(metadata.value(u"mpris:trackid"_s)).path();
}

} // namespace

class TestMprisValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { Earmark::failOnAnyWarning(); }

    void withoutAnEpisodeThereIsNoTrackAndNothingToDo();
    void aTrackTellsWhatIsKnown();
    void whatIsNotKnownIsLeftOut();
    void onlyAFileIsAPicture();
    void everyEpisodeHasAPathOfItsOwn();
    void hostileTextsStayValidOnTheBus();
    void whatCanBeDoneFollowsQueueAndChapters();
    void onlyWhatChangedIsAnnounced();
    void seekingStaysInTheEpisode();
    void seekingBeyondTheEndLeadsOn();
    void aPositionIsForOneTrackAlone();
    void onlySaneNumbersAreTaken();
    void aClientIsWrongAfterAJumpAndAStallAlone();
};

void TestMprisValues::withoutAnEpisodeThereIsNoTrackAndNothingToDo()
{
    const QVariantMap all = playerProperties({.status = Status::Playing, .track = {}});

    QCOMPARE(trackId(all.value(u"Metadata"_s).toMap()), QString::fromLatin1(NoTrack));
    QCOMPARE(all.value(u"Metadata"_s).toMap().size(), 1);
    QCOMPARE(all.value(u"PlaybackStatus"_s).toString(), u"Stopped"_s);
    for (const auto *property : {"CanPlay", "CanPause", "CanSeek", "CanGoNext", "CanGoPrevious"})
        QVERIFY2(!all.value(QString::fromLatin1(property)).toBool(), property);
    QVERIFY(all.value(u"CanControl"_s).toBool());
    QVERIFY(!all.contains(u"Position"_s));
}

void TestMprisValues::aTrackTellsWhatIsKnown()
{
    const Facts facts{.status = Status::Playing, .track = episode(), .speed = 1.5, .volume = 0.3};
    const QVariantMap all = playerProperties(facts);
    const QVariantMap map = metadata(facts);

    QCOMPARE(all.value(u"PlaybackStatus"_s).toString(), u"Playing"_s);
    QCOMPARE(all.value(u"Rate"_s).toDouble(), 1.5);
    QCOMPARE(all.value(u"MinimumRate"_s).toDouble(), 0.5);
    QCOMPARE(all.value(u"MaximumRate"_s).toDouble(), 4.0);
    QCOMPARE(all.value(u"Volume"_s).toDouble(), 0.3);
    QCOMPARE(trackId(map), u"/org/earmark/episode/7"_s);
    QCOMPARE(map.value(u"mpris:length"_s), QVariant(qlonglong(120) * Second));
    QCOMPARE(map.value(u"xesam:title"_s).toString(), u"On owls"_s);
    QCOMPARE(map.value(u"xesam:album"_s).toString(), u"Birds"_s);
    QCOMPARE(map.value(u"xesam:artist"_s).toStringList(), QStringList{u"Ann"_s});
    QCOMPARE(map.value(u"xesam:contentCreated"_s).toString(), u"2026-03-04T05:06:00Z"_s);
    QCOMPARE(map.value(u"mpris:artUrl"_s).toString(), u"file:///tmp/a%20b.png"_s);
    QCOMPARE(map.value(u"xesam:url"_s).toString(), u"earmark:play?feed=x"_s);
}

void TestMprisValues::whatIsNotKnownIsLeftOut()
{
    const QVariantMap map = metadata({.track = Track{.id = 1, .title = u"T"_s, .podcast = u"P"_s}});

    QCOMPARE(map.keys(),
             (QStringList{u"mpris:trackid"_s, u"xesam:album"_s, u"xesam:artist"_s,
                          u"xesam:title"_s}));
    QCOMPARE(map.value(u"xesam:artist"_s).toStringList(), QStringList{u"P"_s});
}

void TestMprisValues::onlyAFileIsAPicture()
{
    Track track = episode();
    track.picture = QUrl(u"https://example.org/secret-token/cover.png"_s);
    QVERIFY(!metadata({.track = track}).contains(u"mpris:artUrl"_s));
}

void TestMprisValues::everyEpisodeHasAPathOfItsOwn()
{
    Track preview = episode();
    preview.id = 0;
    Track other = preview;
    other.guid = u"https://example.org/?token=abc"_s;

    QVERIFY(trackPath(preview) != trackPath(other));
    QVERIFY(trackPath(preview) != trackPath(episode()));
    QVERIFY(!trackPath(other).contains(u"token"_s));
    // QDBusObjectPath warns, and becomes empty, when a path is none.
    QCOMPARE(QDBusObjectPath(trackPath(other)).path(), trackPath(other));
}

void TestMprisValues::hostileTextsStayValidOnTheBus()
{
    Track track = episode();
    track.title = u"a"_s + QChar(u'\0') + QString(100'000, u'x');
    const QString title = metadata({.track = track}).value(u"xesam:title"_s).toString();

    QVERIFY(!title.contains(QChar(u'\0')));
    QVERIFY(title.size() <= 1000);
    QVERIFY(title.startsWith(u"ax"_s));
}

void TestMprisValues::whatCanBeDoneFollowsQueueAndChapters()
{
    const auto can = [](const Facts &facts, const QString &what) {
        return playerProperties(facts).value(what).toBool();
    };
    QVERIFY(!can({.track = episode()}, u"CanGoNext"_s));
    QVERIFY(can({.track = episode(), .hasNextChapter = true}, u"CanGoNext"_s));
    QVERIFY(can({.track = episode(), .isQueueEmpty = false}, u"CanGoNext"_s));
    QVERIFY(can({.track = {}, .isQueueEmpty = false}, u"CanPlay"_s));
    QVERIFY(can({.track = episode()}, u"CanGoPrevious"_s));
    QVERIFY(can({.track = episode()}, u"CanSeek"_s));
}

void TestMprisValues::onlyWhatChangedIsAnnounced()
{
    const QVariantMap before = playerProperties({.track = episode()});
    Track longer = episode();
    longer.length = 121s;

    QVERIFY(changes(before, before).isEmpty());
    QVERIFY(changes(before, playerProperties({.track = episode()})).isEmpty());
    QCOMPARE(changes({}, before), before);
    QCOMPARE(changes(before, playerProperties({.track = longer})).keys(),
             QStringList{u"Metadata"_s});
    QCOMPARE(changes(before, playerProperties({.track = episode(), .volume = 0.5})),
             (QVariantMap{{u"Volume"_s, 0.5}}));
}

void TestMprisValues::seekingStaysInTheEpisode()
{
    QCOMPARE(seekTarget(60s, 120s, 10 * Second), Place(70s));
    QCOMPARE(seekTarget(60s, 120s, -10 * Second), Place(50s));
    QCOMPARE(seekTarget(60s, 120s, 60 * Second), Place(120s));
    QCOMPARE(seekTarget(60s, 120s, -61 * Second), Place(0s));
    QCOMPARE(seekTarget(60s, 120s, std::numeric_limits<qint64>::min()), Place(0s));
    QCOMPARE(seekTarget(60s, 0s, 3600 * Second), Place(3660s)); // its length is not known
}

void TestMprisValues::seekingBeyondTheEndLeadsOn()
{
    QCOMPARE(seekTarget(60s, 120s, 61 * Second), Place());
    QCOMPARE(seekTarget(60s, 120s, std::numeric_limits<qint64>::max()), Place());
}

void TestMprisValues::aPositionIsForOneTrackAlone()
{
    const QString path = trackPath(episode());

    QCOMPARE(positionTarget(episode(), path, 42 * Second), Place(42s));
    QCOMPARE(positionTarget(episode(), path, 0), Place(0s));
    QCOMPARE(positionTarget(episode(), path, 120 * Second), Place(120s));
    QCOMPARE(positionTarget(episode(), path, 121 * Second), Place());
    QCOMPARE(positionTarget(episode(), path, -1), Place());
    QCOMPARE(positionTarget(episode(), path, std::numeric_limits<qint64>::max()), Place());
    QCOMPARE(positionTarget(episode(), u"/org/earmark/episode/8"_s, Second), Place());
    QCOMPARE(positionTarget(std::nullopt, QString::fromLatin1(NoTrack), Second), Place());
}

void TestMprisValues::onlySaneNumbersAreTaken()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    using Number = std::optional<double>;

    QCOMPARE(wishedSpeed(nan), Number());
    QCOMPARE(wishedSpeed(infinite), Number());
    QCOMPARE(wishedSpeed(-1), Number());
    QCOMPARE(wishedSpeed(0), Number(0));
    QCOMPARE(wishedSpeed(0.01), Number(0.5));
    QCOMPARE(wishedSpeed(1.26), Number(1.25));
    QCOMPARE(wishedSpeed(1e300), Number(4));
    QCOMPARE(wishedVolume(nan), Number());
    QCOMPARE(wishedVolume(-infinite), Number());
    QCOMPARE(wishedVolume(-1), Number(0));
    QCOMPARE(wishedVolume(0.25), Number(0.25));
    QCOMPARE(wishedVolume(7), Number(1));
}

void TestMprisValues::aClientIsWrongAfterAJumpAndAStallAlone()
{
    Belief belief;
    belief.tell(60s, 2, 100s);
    QVERIFY(!belief.isWrong(60s, 100s));
    QVERIFY(!belief.isWrong(80s, 110s));
    QVERIFY(!belief.isWrong(80900ms, 110s));
    QVERIFY(belief.isWrong(81100ms, 110s)); // silence was skipped
    QVERIFY(belief.isWrong(60s, 101s)); // the stream stalls
    QVERIFY(belief.isWrong(10s, 100s));

    belief.tell(60s, 0, 100s);
    QVERIFY(!belief.isWrong(60s, 1000s));
    QVERIFY(belief.isWrong(62s, 1000s));
}

QTEST_GUILESS_MAIN(TestMprisValues)
#include "tst_mprisvalues.moc"
