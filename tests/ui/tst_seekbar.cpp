// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/player/seekbar.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::milliseconds;

class TestSeekBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void withoutADurationNothingIsSought();
    void aClickSeeksThere();
    void draggingWishesOnceAtItsEnd();
    void thePlayerDoesNotMoveTheBarUnderTheHand();
    void keysSeekFromWhereTheyLed();
    void keysStayInsideTheEpisode();
    void shiftIsLeftToTheWindow();
    void theTextNamesChapterAndTime();
    void assistiveTechnologyCanMoveIt();

private:
    std::unique_ptr<SeekBar> m_bar;
};

void TestSeekBar::init()
{
    failOnAnyWarning();
    qRegisterMetaType<milliseconds>();
    m_bar = std::make_unique<SeekBar>();
    m_bar->resize(616, 34);
    m_bar->setDuration(30min);
    m_bar->setChapters(SampleLibrary::chapters());
    m_bar->setPosition(10min);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_bar.get()));
}

void TestSeekBar::withoutADurationNothingIsSought()
{
    m_bar->setDuration(0ms);
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    m_bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    QVERIFY(!m_bar->isEnabled());
    QCOMPARE(wished.count(), 0);
    QCOMPARE(m_bar->textAt(0ms), u"Intro · 0:00"_s);
}

void TestSeekBar::aClickSeeksThere()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);

    QTest::mouseClick(m_bar.get(), Qt::LeftButton, {}, {308, 17});

    QCOMPARE(wished.count(), 1);
    const auto at = wished.first().first().value<milliseconds>();
    QVERIFY(std::chrono::abs(at - milliseconds(15min)) < 3s);
    QCOMPARE(m_bar->xOf(at), 308);
}

void TestSeekBar::draggingWishesOnceAtItsEnd()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QSignalSpy previewed(m_bar.get(), &SeekBar::previewed);

    QTest::mousePress(m_bar.get(), Qt::LeftButton, {}, {200, 17});
    QTest::mouseMove(m_bar.get(), {300, 17});
    QTest::mouseMove(m_bar.get(), {408, 17});
    QCOMPARE(wished.count(), 0);
    QTest::mouseRelease(m_bar.get(), Qt::LeftButton, {}, {408, 17});

    QCOMPARE(wished.count(), 1);
    QVERIFY(std::chrono::abs(wished.first().first().value<milliseconds>() - milliseconds(20min))
            < 3s);
    QVERIFY(previewed.count() >= 2);
}

void TestSeekBar::thePlayerDoesNotMoveTheBarUnderTheHand()
{
    QTest::mousePress(m_bar.get(), Qt::LeftButton, {}, {200, 17});
    const int held = m_bar->sliderPosition();
    m_bar->setPosition(29min);
    QCOMPARE(m_bar->sliderPosition(), held);
    QTest::mouseRelease(m_bar.get(), Qt::LeftButton, {}, {200, 17});
    m_bar->setPosition(29min);
    QCOMPARE(m_bar->value(), int(milliseconds(29min).count()));
}

void TestSeekBar::keysSeekFromWhereTheyLed()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QTest::keyClick(m_bar.get(), Qt::Key_Right);
    QTest::keyClick(m_bar.get(), Qt::Key_Right);
    QTest::keyClick(m_bar.get(), Qt::Key_Left);
    QTest::keyClick(m_bar.get(), Qt::Key_PageUp);
    QCOMPARE(wished.count(), 4);
    QCOMPARE(wished.at(1).first().value<milliseconds>(), milliseconds(11min));
    QCOMPARE(wished.at(2).first().value<milliseconds>(), milliseconds(10min + 50s));
    QCOMPARE(wished.at(3).first().value<milliseconds>(), milliseconds(11min + 50s));
}

void TestSeekBar::keysStayInsideTheEpisode()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    m_bar->setPosition(4s);
    QTest::keyClick(m_bar.get(), Qt::Key_Left);
    m_bar->setPosition(30min - 3s);
    QTest::keyClick(m_bar.get(), Qt::Key_Right);
    QCOMPARE(wished.at(0).first().value<milliseconds>(), 0ms);
    QCOMPARE(wished.at(1).first().value<milliseconds>(), milliseconds(30min));
}

void TestSeekBar::shiftIsLeftToTheWindow()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QKeyEvent event(QEvent::KeyPress, Qt::Key_Right, Qt::ShiftModifier);
    QApplication::sendEvent(m_bar.get(), &event);
    QVERIFY(!event.isAccepted());
    QCOMPARE(wished.count(), 0);
}

void TestSeekBar::theTextNamesChapterAndTime()
{
    QCOMPARE(m_bar->textAt(7min + 30s), u"The disk's own cache · 7:30"_s);
    QCOMPARE(m_bar->textAt(9min + 19s), u"The disk's own cache · 9:19"_s);
    m_bar->setChapters({});
    QCOMPARE(m_bar->textAt(7min + 30s), u"7:30"_s);
}

void TestSeekBar::assistiveTechnologyCanMoveIt()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QVERIFY(!m_bar->accessibleName().isEmpty());
    QCOMPARE(m_bar->accessibleDescription(), u"10:00 of 30:00"_s);
    m_bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished.first().first().value<milliseconds>(), milliseconds(11min));
}

QTEST_MAIN(TestSeekBar)
#include "tst_seekbar.moc"
