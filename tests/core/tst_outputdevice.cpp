// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outputdevice.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestOutputDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void theDefaultMeansNoneOfThem();
    void itsIdGoesBeforeItsName();
    void aNewIdIsKnownByTheName();
    void ofNamesakesNoneIsMeant();
};

void TestOutputDevice::theDefaultMeansNoneOfThem()
{
    QCOMPARE(meantOutput({{"a", u"A"_s, true}}, {}), nullptr);
    QCOMPARE(meantOutput({}, {"a", u"A"_s}), nullptr);
    QCOMPARE(meantOutput({{"a", u""_s}}, {"b", u""_s}), nullptr); // no name is no name
}

void TestOutputDevice::itsIdGoesBeforeItsName()
{
    const OutputDevices outputs{{"a", u"Speaker"_s, true}, {"b", u"Headphones"_s}};
    QCOMPARE(meantOutput(outputs, {"b", u"Speaker"_s}), &outputs.at(1));
}

void TestOutputDevice::aNewIdIsKnownByTheName()
{
    const OutputDevices outputs{{"a", u"Speaker"_s, true}, {"b.2", u"Headphones"_s}};
    QCOMPARE(meantOutput(outputs, {"b.1", u"Headphones"_s}), &outputs.at(1));
}

void TestOutputDevice::ofNamesakesNoneIsMeant()
{
    const OutputDevices outputs{{"a", u"HDMI"_s, true}, {"b", u"HDMI"_s}};
    QCOMPARE(meantOutput(outputs, {"c", u"HDMI"_s}), nullptr);
    QCOMPARE(meantOutput(outputs, {"b", u"HDMI"_s}), &outputs.at(1));
}

QTEST_GUILESS_MAIN(TestOutputDevice)
#include "tst_outputdevice.moc"
