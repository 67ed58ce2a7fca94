// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/elidedtext.h"
#include "ui/common/englishplurals.h"
#include "ui/common/format.h"
#include "ui/episodes/episodetext.h"
#include "ui/episodes/listmembership.h"

#include <QFontMetrics>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void datesOfThisYearGoWithoutIt();
    void datesKeepTheOrderOfTheLocale_data();
    void datesKeepTheOrderOfTheLocale();
    void lengthsAreReadAtAGlance_data();
    void lengthsAreReadAtAGlance();
    void timecodesHaveHoursOnlyWhenNeeded();
    void timeLeftIsNeverNothing();
    void hugeTextIsCutToItsLines();
    void aTitleFromRightToLeftKeepsItsEllipsis();
    void aTitleIsNoHtmlInATip();
    void oneEpisodeIsNoPlural();
    void rowsBelongWhereTheirStateSays();
    void screenReadersHearTheState();
};

void TestFormat::datesOfThisYearGoWithoutIt()
{
    const QDateTime may(QDate(2023, 5, 25), QTime(12, 0), QTimeZone::utc());
    QCOMPARE(formatDate(may, QDate(2023, 11, 1)), u"May 25"_s);
    QCOMPARE(formatDate(may, QDate(2026, 1, 1)), u"May 25, 2023"_s);
    QCOMPARE(formatDate({}, QDate(2026, 1, 1)), QString());
    QCOMPARE(formatAgo(may, may.addSecs(240)), u"4 min ago"_s);
    QCOMPARE(formatAgo(may, may.addSecs(7300)), u"2 h ago"_s);
}

void TestFormat::datesKeepTheOrderOfTheLocale_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("withYear");
    QTest::addColumn<QString>("without");
    QTest::newRow("none") << u"C"_s << u"May 25, 2023"_s << u"May 25"_s;
    QTest::newRow("American") << u"en_US"_s << u"May 25, 2023"_s << u"May 25"_s;
    QTest::newRow("British") << u"en_GB"_s << u"25 May 2023"_s << u"25 May"_s;
    QTest::newRow("German") << u"de_DE"_s << u"25. Mai 2023"_s << u"25. Mai"_s;
    QTest::newRow("Spanish") << u"es_ES"_s << u"25 de may de 2023"_s << u"25 de may"_s;
    QTest::newRow("Hungarian") << u"hu_HU"_s << u"2023. máj. 25."_s << u"máj. 25."_s;
    QTest::newRow("Japanese") << u"ja_JP"_s << u"2023年5月25日"_s << u"5月25日"_s;
    QTest::newRow("Russian") << u"ru_RU"_s << u"25 мая 2023"_s << u"25 мая"_s;
}

void TestFormat::datesKeepTheOrderOfTheLocale()
{
    QFETCH(QString, locale);
    QLocale::setDefault(QLocale(locale));
    const QDateTime may(QDate(2023, 5, 25), QTime(12, 0), QTimeZone::utc());
    QTEST(formatLongDate(may), "withYear");
    QTEST(formatDate(may, QDate(2023, 11, 1)), "without");
}

void TestFormat::lengthsAreReadAtAGlance_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("unknown") << qint64(0) << QString();
    QTest::newRow("negative") << qint64(-5) << QString();
    QTest::newRow("seconds") << qint64(40000) << u"40 s"_s;
    QTest::newRow("minutes") << qint64(36 * 60000) << u"36 min"_s;
    QTest::newRow("rounded") << qint64(59 * 60000 + 40000) << u"1 h"_s;
    QTest::newRow("hours") << qint64(72 * 60000) << u"1 h 12 min"_s;
}

void TestFormat::lengthsAreReadAtAGlance()
{
    QFETCH(qint64, milliseconds);
    QTEST(formatLength(std::chrono::milliseconds(milliseconds)), "text");
}

void TestFormat::timecodesHaveHoursOnlyWhenNeeded()
{
    QCOMPARE(formatTimecode(-3s), u"0:00"_s);
    QCOMPARE(formatTimecode(7min + 30s), u"7:30"_s);
    QCOMPARE(formatTimecode(1h + 2min + 3s), u"1:02:03"_s);
}

void TestFormat::timeLeftIsNeverNothing()
{
    QCOMPARE(formatTimeLeft(22min), u"22 min left"_s);
    QCOMPARE(formatTimeLeft(-1s), u"1 s left"_s);
}

void TestFormat::hugeTextIsCutToItsLines()
{
    const QFont font;
    const QString endless(100000, u'm');
    for (const int lines : {1, 2}) {
        const QStringList cut = elidedLines(endless, font, 200, lines);
        QCOMPARE(cut.size(), lines);
        for (const QString &line : cut)
            QVERIFY(QFontMetrics(font).horizontalAdvance(line) <= 210);
        QVERIFY(cut.last().endsWith(QChar(0x2026)));
    }
    QCOMPARE(elidedLines(u"  "_s, font, 200, 2), QStringList());
}

void TestFormat::aTitleFromRightToLeftKeepsItsEllipsis()
{
    const QFontMetrics metrics{QFont()};
    const QString title = u"פרק 12: Radio, ומה שנשאר ממנו"_s;
    const QString cut = elidedLine(title, metrics, metrics.horizontalAdvance(title) / 2);
    QVERIFY(isElided(cut));
    QVERIFY(cut.startsWith(QChar(0x2067)) && cut.endsWith(QString(QChar(0x2026)) + QChar(0x2069)));
    QCOMPARE(metrics.horizontalAdvance(cut), metrics.horizontalAdvance(cut.mid(1).chopped(1)));
    const QString whole = elidedLine(title, metrics, 10'000);
    QVERIFY(!isElided(whole));
    QCOMPARE(whole.mid(1).chopped(1), title);
    for (const QString &line : elidedLines(title, QFont(), 100, 3))
        QVERIFY(line.startsWith(QChar(0x2067)) && line.endsWith(QChar(0x2069)));
    QCOMPARE(elidedLine(u"Radio: פרק 12"_s, metrics, 10'000), u"Radio: פרק 12"_s);
}

void TestFormat::aTitleIsNoHtmlInATip()
{
    QCOMPARE(tipText(u"Fish & chips"_s), u"Fish & chips"_s);
    QVERIFY(!tipText(u"Learn <b>vector</b> & more"_s).contains(u"<b>"_s));
}

void TestFormat::oneEpisodeIsNoPlural()
{
    EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QCOMPARE(chaptersText(1), u"1 chapter"_s);
    QCOMPARE(chaptersText(17), u"17 chapters"_s);
    QCOMPARE(chaptersText(0), QString());
}

void TestFormat::rowsBelongWhereTheirStateSays()
{
    EpisodeRow row = SampleLibrary::row(1);
    EpisodeQuery query;
    QVERIFY(belongs(query, row));
    row.state.archived = true;
    QVERIFY(!belongs(query, row));
    query.place = Place::Archive;
    QVERIFY(belongs(query, row));
    query.place = Place::Podcast;
    query.podcast = row.podcastId;
    QVERIFY(belongs(query, row));
    query.unplayedOnly = true;
    QVERIFY(!belongs(query, row));
    query = {};
    query.place = Place::InProgress;
    row.state.archived = false;
    QVERIFY(!belongs(query, row));
    row.state.play = PlayState::InProgress;
    QVERIFY(belongs(query, row));
}

void TestFormat::screenReadersHearTheState()
{
    const QString text = accessibleText(SampleLibrary::row(0));
    QVERIFY(text.contains(u"22 min left"_s));
    QVERIFY(text.contains(SampleLibrary::row(0).title));
    QVERIFY(accessibleText(SampleLibrary::row(4)).contains(u", played,"_s));
    QVERIFY(accessibleText(SampleLibrary::row(3)).contains(u"favourite"_s));
}

QTEST_MAIN(TestFormat)
#include "tst_format.moc"
