// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/player/soundbutton.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace Earmark;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Earmark::SoundSettings)

class TestSoundButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_button.reset(); }

    void theSpeedStandsOnTheButton();
    void enterOpensThePanelAndEscapeClosesIt();
    void aPresetIsOneClick();
    void theSliderIsHeardWhenItRests();
    void arrowKeysStepTheSlider();
    void silencesAndLoudnessAreWished();
    void aPodcastCanHaveItsOwn();
    void theWheelStepsTheSpeed();

private:
    template<typename T>
    T *part(const QString &name) const
    {
        return m_button->panel().findChild<T *>(name);
    }
    SoundSettings wished() const { return m_wished->last().first().value<SoundSettings>(); }

    std::unique_ptr<SoundButton> m_button;
    std::unique_ptr<QSignalSpy> m_wished;
};

void TestSoundButton::init()
{
    failOnAnyWarning();
    qRegisterMetaType<SoundSettings>();
    m_button = std::make_unique<SoundButton>();
    m_wished = std::make_unique<QSignalSpy>(&m_button->panel(), &SoundPanel::soundWished);
    m_button->show();
    QVERIFY(QTest::qWaitForWindowActive(m_button.get()));
}

void TestSoundButton::theSpeedStandsOnTheButton()
{
    QCOMPARE(m_button->text(), u"1×"_s);
    m_button->showSound({.sound = {.speed = 1.5}});
    QCOMPARE(m_button->text(), u"1.5×"_s);
    QCOMPARE(m_button->accessibleName(), u"Speed 1.5×, and sound"_s);
    m_button->showSound({.sound = {.speed = 0.85}});
    QCOMPARE(m_button->text(), u"0.85×"_s);
    QVERIFY(m_button->sizeHint().width() >= m_button->fontMetrics().horizontalAdvance(u"0.85×"_s));
}

void TestSoundButton::enterOpensThePanelAndEscapeClosesIt()
{
    m_button->setFocus();
    QTest::keyClick(m_button.get(), Qt::Key_Return);
    QTRY_VERIFY(m_button->panel().isVisible());
    QTRY_VERIFY(part<QSlider>(u"speed"_s)->hasFocus());
    QTest::keyClick(&m_button->panel(), Qt::Key_Escape);
    QTRY_VERIFY(!m_button->panel().isVisible());
}

void TestSoundButton::aPresetIsOneClick()
{
    QTest::mouseClick(m_button.get(), Qt::LeftButton);
    QTRY_VERIFY(m_button->panel().isVisible());
    auto *fast = part<QToolButton>(u"speed30"_s);
    QTest::mouseClick(fast, Qt::LeftButton);

    QCOMPARE(wished().speed, 1.5);
    QVERIFY(fast->isChecked());
    QVERIFY(!part<QToolButton>(u"speed20"_s)->isChecked());
    QTest::mouseClick(fast, Qt::LeftButton); // again: it stays what it is
    QVERIFY(fast->isChecked());
}

void TestSoundButton::theSliderIsHeardWhenItRests()
{
    auto *slider = part<QSlider>(u"speed"_s);
    QCOMPARE(slider->minimum(), 10);
    QCOMPARE(slider->maximum(), 80);
    for (int steps = 21; steps <= 27; ++steps)
        slider->setValue(steps);
    QCOMPARE(m_wished->count(), 0);
    QTRY_COMPARE(m_wished->count(), 1);
    QCOMPARE(wished().speed, 1.35);
}

void TestSoundButton::arrowKeysStepTheSlider()
{
    m_button->openPanel();
    auto *slider = part<QSlider>(u"speed"_s);
    QTRY_VERIFY(slider->hasFocus());
    QTest::keyClick(slider, Qt::Key_Right);
    QTRY_COMPARE(m_wished->count(), 1);
    QCOMPARE(wished().speed, 1.05);
}

void TestSoundButton::silencesAndLoudnessAreWished()
{
    m_button->showSound({.sound = {.speed = 2}});
    m_button->openPanel();
    QTest::mouseClick(part<QToolButton>(u"trim1"_s), Qt::LeftButton);
    QCOMPARE(wished(), (SoundSettings{.speed = 2, .trim = TrimStrength::Gentle}));
    part<QCheckBox>(u"evenLoudness"_s)->click();
    QCOMPARE(wished(),
             (SoundSettings{.speed = 2, .trim = TrimStrength::Gentle, .evenLoudness = true}));
}

void TestSoundButton::aPodcastCanHaveItsOwn()
{
    auto *own = part<QCheckBox>(u"ownSound"_s);
    QVERIFY(own->isHidden());
    m_button->showSound({.sound = {}, .podcast = u"Tom & Jerry"_s});
    QVERIFY(!own->isHidden());
    QCOMPARE(own->text(), u"Only for Tom && Jerry"_s);
    QVERIFY(!own->isChecked());

    QSignalSpy ownWished(&m_button->panel(), &SoundPanel::ownWished);
    own->click();
    QCOMPARE(ownWished.count(), 1);
    QVERIFY(ownWished.first().first().toBool());
}

void TestSoundButton::theWheelStepsTheSpeed()
{
    const auto turn = [this](int eighths) {
        QWheelEvent event(QPointF(5, 5), m_button->mapToGlobal(QPointF(5, 5)), QPoint(),
                          QPoint(0, eighths), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(m_button.get(), &event);
    };
    turn(60); // half a notch
    QCOMPARE(m_wished->count(), 0);
    turn(60);
    QCOMPARE(wished().speed, 1.05);
    turn(-120);
    QCOMPARE(wished().speed, 0.95);
}

QTEST_MAIN(TestSoundButton)
#include "tst_soundbutton.moc"
