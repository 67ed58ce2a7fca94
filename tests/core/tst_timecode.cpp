// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timecode.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTimecode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void otherTextIsNoTime();
    void timesAreRead_data();
    void timesAreRead();
    void timesAreWritten();
};

void TestTimecode::otherTextIsNoTime()
{
    for (const QString &text :
         {u""_s, u" "_s, u":"_s, u"1:"_s, u":30"_s, u"1:60"_s, u"1:2:3:4"_s, u"-5"_s, u"1e3"_s,
          u"x"_s, u"1:030"_s, u"0.5.5"_s, u"9999999999"_s, u"1.x"_s, u"5000:00:00"_s, u"NaN"_s})
        QVERIFY2(!parseTimecode(text), qPrintable(text));
}

void TestTimecode::timesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("ms");
    QTest::newRow("seconds") << u"90"_s << 90000;
    QTest::newRow("fraction") << u"12.5"_s << 12500;
    QTest::newRow("comma") << u"0:12,25"_s << 12250;
    QTest::newRow("minutes") << u"75:30"_s << 4530000;
    QTest::newRow("hours") << u" 01:02:03.004 "_s << 3723004;
    QTest::newRow("micro") << u"1.123456"_s << 1123;
}

void TestTimecode::timesAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, ms);
    QCOMPARE(parseTimecode(text), std::optional(std::chrono::milliseconds(ms)));
}

void TestTimecode::timesAreWritten()
{
    QCOMPARE(timecode(0ms), u"0:00"_s);
    QCOMPARE(timecode(450999ms), u"7:30"_s);
    QCOMPARE(timecode(3723s), u"1:02:03"_s);
    QCOMPARE(timecode(-5s), u"-0:05"_s);
    QCOMPARE(timecode(-500ms), u"0:00"_s);
    QCOMPARE(timecode(100h), u"100:00:00"_s);
}

QTEST_GUILESS_MAIN(TestTimecode)
#include "tst_timecode.moc"
