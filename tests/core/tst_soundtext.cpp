// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/soundtext.h"
#include "support/failonwarning.h"

#include <QTest>

#include <limits>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestSoundText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsWrittenIsReadAgain();
    void whatIsNoSettingIsNothing();
    void whatMakesNoSenseIsAsTheProgramCame();
    void speedsAreStepped();
};

void TestSoundText::whatIsWrittenIsReadAgain()
{
    for (const auto trim :
         {TrimStrength::Off, TrimStrength::Gentle, TrimStrength::Normal, TrimStrength::Strong}) {
        const SoundSettings settings{.speed = 1.35, .trim = trim, .evenLoudness = true};
        QCOMPARE(soundFromText(soundToText(settings)), std::optional(settings));
    }
    QCOMPARE(soundFromText(soundToText({})), std::optional(SoundSettings()));
}

void TestSoundText::whatIsNoSettingIsNothing()
{
    for (const QString &text : {u""_s, u"1.5"_s, u"[]"_s, u"{"_s})
        QCOMPARE(soundFromText(text), std::nullopt);
}

void TestSoundText::whatMakesNoSenseIsAsTheProgramCame()
{
    QCOMPARE(soundFromText(u"{}"_s), std::optional(SoundSettings()));
    QCOMPARE(soundFromText(uR"({"speed":"fast","trim":7,"even":"yes"})"_s),
             std::optional(SoundSettings()));
    QCOMPARE(soundFromText(uR"({"speed":1e300,"trim":"wild"})"_s)->speed,
             SoundSettings::FastestSpeed);
}

void TestSoundText::speedsAreStepped()
{
    QCOMPARE(steppedSpeed(1.33), 1.35);
    QCOMPARE(steppedSpeed(1.05), 1.05);
    QCOMPARE(steppedSpeed(0), 0.5);
    QCOMPARE(steppedSpeed(-3), 0.5);
    QCOMPARE(steppedSpeed(99), 4.0);
    QCOMPARE(steppedSpeed(std::numeric_limits<double>::quiet_NaN()), 1.0);
}

QTEST_GUILESS_MAIN(TestSoundText)
#include "tst_soundtext.moc"
