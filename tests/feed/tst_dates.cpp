// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/durations.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TstDates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoDateIsInvalid_data();
    void whatIsNoDateIsInvalid();
    void datesAreRead_data();
    void datesAreRead();
    void whatIsNoDurationIsNothing_data();
    void whatIsNoDurationIsNothing();
    void durationsAreRead_data();
    void durationsAreRead();
};

void TstDates::whatIsNoDateIsInvalid_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
         {u""_s, u"soon"_s, u"31 Feb 2026"_s, u"2026-13-01"_s, u"25:00"_s,
          u"Mon, 02 Jan 2006 27:00:00 GMT"_s, u"99999999999999999999"_s, u"../../etc/passwd"_s,
          u"-1"_s, u"2026-01-01T10:00+99:00"_s, u"Wed, 30 Nov -0001 00:00:00 +0000"_s,
          u"-0001-11-30T00:00:00Z"_s, u"0001-01-01T00:00:00"_s})
        QTest::newRow(qPrintable(text)) << text;
    QTest::newRow("long") << u"1 "_s.repeated(100'000);
}

void TstDates::whatIsNoDateIsInvalid()
{
    QFETCH(QString, text);
    QVERIFY2(!parseDate(text).isValid(), qPrintable(parseDate(text).toString(Qt::ISODate)));
}

void TstDates::datesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc");
    const auto row = [](const char *text, const char *utc) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(utc);
    };
    row("Fri, 02 Jan 2026 15:04:05 +0100", "2026-01-02T14:04:05Z");
    row("Fri, 2 Jan 26 15:04 EST", "2026-01-02T20:04:00Z");
    row("02 January 2026", "2026-01-02T00:00:00Z");
    // A Tuesday in French, Spanish and Italian is no March, a Monday in Dutch neither.
    row("mar., 05 octobre 2021 10:00:00 +0200", "2021-10-05T08:00:00Z");
    row("mar, 03 agosto 2021", "2021-08-03T00:00:00Z");
    row("mar, 06 lug 2021", "2021-07-06T00:00:00Z");
    row("mar., 09 mars 2021", "2021-03-09T00:00:00Z");
    row("maandag 4 oktober 2021", "2021-10-04T00:00:00Z");
    row("keskiviikko 3 marraskuuta 2021", "2021-11-03T00:00:00Z");
    row("14 juillet 2021", "2021-07-14T00:00:00Z");
    row("14 juin 2021", "2021-06-14T00:00:00Z");
    row("3 de outubro de 2021", "2021-10-03T00:00:00Z");
    row("14. Mrz 2021", "2021-03-14T00:00:00Z");
    row("5 mrt 2021", "2021-03-05T00:00:00Z");
    row("7 października 2021", "2021-10-07T00:00:00Z");
    row("7. července 2021", "2021-07-07T00:00:00Z");
    row("7. června 2021", "2021-06-07T00:00:00Z");
    row("7 Ağustos 2021 Cumartesi", "2021-08-07T00:00:00Z");
    row("7 червня 2021", "2021-06-07T00:00:00Z");
    row("середа, 6 жовтня 2021", "2021-10-06T00:00:00Z");
    row("7 Ιουλίου 2021", "2021-07-07T00:00:00Z");
    row("Jan 2nd, 2026 3:04 pm", "2026-01-02T15:04:00Z");
    row("12:30 AM 2 Jan 2026", "2026-01-02T00:30:00Z");
    row("2026-01-02T15:04:05.678-07:00", "2026-01-02T22:04:05Z");
    row("20260102T150405Z", "2026-01-02T15:04:05Z");
    row("2026-W01-5", "2026-01-02T00:00:00Z");
    row("2026-002", "2026-01-02T00:00:00Z");
    row("2026-01", "2026-01-01T00:00:00Z");
    row("2026", "2026-01-01T00:00:00Z");
    row("2025-12-31T24:00:00Z", "2026-01-01T00:00:00Z");
    row("Wed, 31 Dec 2025 24:00:00 Europe/Paris", "2025-12-31T23:00:00Z");
    row("02.01.2026", "2026-01-02T00:00:00Z");
    row("01/02/2026", "2026-01-02T00:00:00Z");
    row("13/02/2026", "2026-02-13T00:00:00Z");
    row("2 Okt 2025 08:00 +0000", "2025-10-02T08:00:00Z");
    row("Thu Jan  1 00:00:00 2026", "2026-01-01T00:00:00Z");
    row("Thu Jan 01 2026 10:00:00 GMT+0200 (Eastern European Time)", "2026-01-01T08:00:00Z");
    row("1767225600", "2026-01-01T00:00:00Z");
    row("1767225600000", "2026-01-01T00:00:00Z");
    row("2026年01月02日 15:04", "2026-01-02T15:04:00Z");
    row("2026. 1. 2. 오후 3:04", "2026-01-02T15:04:00Z");
    row("2026 2 Jan", "2026-01-02T00:00:00Z");
    row("пт, 02 янв 2026 15:04:05 +0300", "2026-01-02T12:04:05Z");
    row("Παρ, 02 Ιούλ 2026 12:00:00 +0000", "2026-07-02T12:00:00Z");
    row("2026-január-2T9:15-05:00", "2026-01-02T14:15:00Z");
    row("Thu, 01 Jan 2026 00:00:00 Europe/Paris", "2025-12-31T23:00:00Z");
}

void TstDates::datesAreRead()
{
    QFETCH(QString, text);
    QFETCH(QString, utc);
    QCOMPARE(parseDate(text).toString(Qt::ISODate), utc);
    QCOMPARE(parseDate(QString(u"  \n"_s + text + u" "_s)).toString(Qt::ISODate), utc);
}

void TstDates::whatIsNoDurationIsNothing_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
         {u""_s, u"long"_s, u"-5"_s, u"1:2:3:4"_s, u"nan"_s, u"inf"_s, u"1e9"_s, u"99999999999"_s,
          u"1:-2"_s, u"5 bananas"_s, u"PT"_s, u"1..2"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void TstDates::whatIsNoDurationIsNothing()
{
    QFETCH(QString, text);
    QVERIFY(!parseDuration(text));
}

void TstDates::durationsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("seconds");
    QTest::newRow("seconds") << u"90"_s << 90.0;
    QTest::newRow("none") << u"0"_s << 0.0;
    QTest::newRow("decimals") << u"90.25"_s << 90.25;
    QTest::newRow("comma") << u"90,5"_s << 90.5;
    QTest::newRow("minutes") << u"1:30"_s << 90.0;
    QTest::newRow("many minutes") << u"75:30"_s << 4530.0;
    QTest::newRow("hours") << u" 01:01:01 "_s << 3661.0;
    QTest::newRow("minutes and decimals") << u"1:30.5"_s << 90.5;
    QTest::newRow("empty hours") << u":30:00"_s << 1800.0;
    QTest::newRow("words") << u"90 min"_s << 5400.0;
    QTest::newRow("two words") << u"1 hour 30 minutes"_s << 5400.0;
    QTest::newRow("letters") << u"1h30m5s"_s << 5405.0;
    QTest::newRow("ISO") << u"PT1H"_s << 3600.0;
    QTest::newRow("ISO whole") << u"P1DT1H1M1.5S"_s << 90061.5;
    QTest::newRow("words between") << u"1 h, 5 min and 3 sec"_s << 3903.0;
    QTest::newRow("German") << u"1 Std. 5 Min."_s << 3900.0;
    QTest::newRow("last unit left out") << u"1h30"_s << 5400.0;
    QTest::newRow("ISO with zeros") << u"P0Y0M0DT0H45M10S"_s << 2710.0;
    QTest::newRow("NPT") << u"npt=00:10"_s << 10.0;
    const auto row = [](const QString &text, double expected) {
        QTest::newRow(qPrintable(text)) << text << expected;
    };
    row(u"1 hour 5 minutes"_s, 3900);
    row(u"90 mins"_s, 5400);
    row(u"1h 5m 30s"_s, 3930);
    row(u"45 minutes 10 seconds"_s, 2710);
    row(u"1 HOUR, 5 MINUTES, and 30 seconds."_s, 3930);
    row(u"~45 min"_s, 2700);
    row(u"approx. 45 minutes"_s, 2700);
    row(u"45 minutes (about)"_s, 2700);
    row(u"45:10 minutes"_s, 2710);
    row(u"1:05:30 hours"_s, 3930);
    row(u"1:05 h"_s, 3900);
    row(u"45' 10\""_s, 2710);
    row(u"1h 5’ 10''"_s, 3910);
    row(u"500 ms"_s, 0.5);
    row(u"5400000 milliseconds"_s, 5400);
    row(u"1 Stunde und 5 Minuten"_s, 3900);
    row(u"ca. 90 Minuten"_s, 5400);
    row(u"1,5 Stunden"_s, 5400);
    row(u"1 heure et 5 minutes"_s, 3900);
    row(u"1 h 05"_s, 3900);
    row(u"45 mn"_s, 2700);
    row(u"1 hora y 5 minutos"_s, 3900);
    row(u"1 ora e 5 minuti"_s, 3900);
    row(u"1 uur en 5 minuten"_s, 3900);
    row(u"1 timme 5 minuter"_s, 3900);
    row(u"1 godz. 5 min"_s, 3900);
    row(u"1 saat 5 dakika"_s, 3900);
    row(u"1 час 5 минут"_s, 3900);
    row(u"1時間5分30秒"_s, 3930);
    row(u"1小时5分钟"_s, 3900);
    row(u"1시간 5분"_s, 3900);
}

void TstDates::durationsAreRead()
{
    QFETCH(QString, text);
    QFETCH(double, seconds);
    QCOMPARE(parseDuration(text), std::optional(seconds));
}

QTEST_APPLESS_MAIN(TstDates)
#include "tst_dates.moc"
