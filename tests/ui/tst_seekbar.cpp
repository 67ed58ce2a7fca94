// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/theme.h"
#include "ui/player/seekbar.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QPaintEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::milliseconds;

namespace {

/// Tells what it paints.
class WatchedBar : public SeekBar
{
public:
    using SeekBar::SeekBar;

    /// What is due, now.
    void flush()
    {
        QEvent due(QEvent::UpdateRequest);
        QCoreApplication::sendEvent(this, &due);
    }

    QList<QRect> painted;
    std::chrono::nanoseconds longest{0};

protected:
    void paintEvent(QPaintEvent *event) override
    {
        painted += event->rect();
        QElapsedTimer timer;
        timer.start();
        SeekBar::paintEvent(event);
        longest = std::max(longest, std::chrono::nanoseconds(timer.nsecsElapsed()));
    }
};

QByteArray waves(int bins)
{
    QByteArray found(bins, 0);
    for (int i = 0; i < bins; ++i)
        found[i] = char(40 + (i * 37) % 200);
    return found;
}

} // namespace

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
    void homeAndEndLeadToBothEnds();
    void theWheelSeeksByNotches();
    void shiftIsLeftToTheWindow();
    void theTextNamesChapterAndTime();
    void whatIsSkippedSaysSo();
    void assistiveTechnologyCanMoveIt();
    void itsValueIsSpokenAsTimeAndChapter();
    void whatIsSpokenChangesBySeconds();
    void nothingIsPaintedTwice();
    void onlyWhatChangedIsPainted();
    void anyWaveformCanBeDrawn_data();
    void anyWaveformCanBeDrawn();
    void whatWasPlayedHasTheAccent();
    void whatIsSkippedIsDimmed_data();
    void whatIsSkippedIsDimmed();
    void paintingIsQuick();

private:
    std::unique_ptr<WatchedBar> m_bar;
};

void TestSeekBar::init()
{
    failOnAnyWarning();
    qRegisterMetaType<milliseconds>();
    m_bar = std::make_unique<WatchedBar>();
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

void TestSeekBar::homeAndEndLeadToBothEnds()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QTest::keyClick(m_bar.get(), Qt::Key_End);
    QTest::keyClick(m_bar.get(), Qt::Key_Home);
    m_bar->setPosition(30min - 2s);
    QTest::keyClick(m_bar.get(), Qt::Key_End);
    // To the very end would mean: played, and the next one.
    QCOMPARE(wished.at(0).first().value<milliseconds>(), milliseconds(30min - 10s));
    QCOMPARE(wished.at(1).first().value<milliseconds>(), 0ms);
    QCOMPARE(wished.at(2).first().value<milliseconds>(), milliseconds(30min - 2s));
}

void TestSeekBar::theWheelSeeksByNotches()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    const auto turn = [this](int eighths) {
        QWheelEvent event({300, 17}, m_bar->mapToGlobal(QPointF(300, 17)), {}, {0, eighths}, {}, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_bar.get(), &event);
    };
    turn(60);
    QCOMPARE(wished.count(), 0);
    turn(60);
    turn(-360);
    QCOMPARE(wished.count(), 2);
    QCOMPARE(wished.at(0).first().value<milliseconds>(), milliseconds(10min + 10s));
    QCOMPARE(wished.at(1).first().value<milliseconds>(), milliseconds(9min + 40s));
}

void TestSeekBar::whatIsSkippedSaysSo()
{
    m_bar->setSkips({{7min, 8min}});
    QCOMPARE(m_bar->textAt(7min + 30s), u"The disk's own cache · 7:30 · skipped"_s);
    QCOMPARE(m_bar->textAt(8min), u"The disk's own cache · 8:00"_s);
}

void TestSeekBar::itsValueIsSpokenAsTimeAndChapter()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QAccessibleInterface *access = QAccessible::queryAccessibleInterface(m_bar.get());
    QVERIFY(access);
    QCOMPARE(access->role(), QAccessible::Slider);
    QCOMPARE(access->text(QAccessible::Value),
             u"10:00 of 30:00, A browser bug fifteen years old"_s);
    QCOMPARE(access->text(QAccessible::Name), u"Position"_s);
    QAccessibleValueInterface *value = access->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->currentValue().toInt(), 600);
    QCOMPARE(value->maximumValue().toInt(), 1800);
    value->setCurrentValue(90);
    QCOMPARE(wished.first().first().value<milliseconds>(), milliseconds(90s));
    QCOMPARE(access->text(QAccessible::Value), u"1:30 of 30:00, A write is a wish"_s);
}

void TestSeekBar::whatIsSpokenChangesBySeconds()
{
    QSignalSpy changed(m_bar.get(), &QAbstractSlider::valueChanged);
    Chapter chapter;
    chapter.start = 5min;
    chapter.title = u"Caches"_s;
    m_bar->setChapters({chapter});
    for (auto at = milliseconds(10min); at < 10min + 3s; at += 140ms)
        m_bar->setPosition(at);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(m_bar->accessibleDescription(), u"10:02 of 30:00, Caches"_s);
    m_bar->setPosition(4min);
    QCOMPARE(m_bar->accessibleDescription(), u"4:00 of 30:00"_s);
}

void TestSeekBar::nothingIsPaintedTwice()
{
    m_bar->flush();
    m_bar->painted.clear();
    m_bar->setDuration(30min);
    m_bar->setChapters(SampleLibrary::chapters());
    m_bar->setPosition(10min + 1ms);
    m_bar->setSkips({});
    m_bar->setWaveform({}, 0ms);
    m_bar->flush();
    QCOMPARE(m_bar->painted, {});
}

void TestSeekBar::onlyWhatChangedIsPainted()
{
    m_bar->setWaveform(waves(600), 30min);
    m_bar->resize(1600, 34);
    m_bar->flush();
    m_bar->painted.clear();
    int pixels = 0;
    int x = m_bar->xOf(10min);
    for (auto at = milliseconds(10min); at < 10min + 20s; at += 140ms) {
        m_bar->setPosition(at);
        m_bar->flush();
        const int now = m_bar->xOf(at);
        if (now == x)
            continue;
        ++pixels;
        QCOMPARE(m_bar->painted.size(), pixels);
        const QRect part = m_bar->painted.last();
        QVERIFY(part.left() <= x - 9 && part.right() >= now + 9); // where it was and is
        QVERIFY2(part.width() < 40, qPrintable(QString::number(part.width())));
        x = now;
    }
    QVERIFY(pixels > 10);
    QCOMPARE(m_bar->painted.size(), pixels);
}

void TestSeekBar::anyWaveformCanBeDrawn_data()
{
    QTest::addColumn<QByteArray>("waveform");
    QTest::addColumn<milliseconds>("length");
    QTest::addColumn<int>("width");
    QTest::newRow("one bin") << QByteArray(1, char(255)) << milliseconds(30min) << 616;
    QTest::newRow("more bins than pixels") << waves(20'000) << milliseconds(30min) << 616;
    QTest::newRow("shorter than the episode") << waves(100) << milliseconds(1s) << 616;
    QTest::newRow("longer than the episode") << waves(100) << milliseconds(9h) << 616;
    QTest::newRow("of no length") << waves(100) << milliseconds(0) << 616;
    QTest::newRow("narrow") << waves(100) << milliseconds(30min) << 80;
    QTest::newRow("no room at all") << waves(100) << milliseconds(30min) << 10;
}

void TestSeekBar::anyWaveformCanBeDrawn()
{
    QFETCH(QByteArray, waveform);
    QFETCH(milliseconds, length);
    QFETCH(int, width);
    m_bar->setMinimumSize(1, 1);
    m_bar->resize(width, 34);
    m_bar->setWaveform(waveform, length);
    m_bar->setSkips({{0s, 1min}, {29min, 31min}});
    const QImage image = m_bar->grab().toImage();
    QVERIFY(!image.isNull());
    m_bar->setDuration(0ms);
    QVERIFY(!m_bar->grab().isNull());
}

void TestSeekBar::whatWasPlayedHasTheAccent()
{
    m_bar->setChapters({});
    m_bar->setWaveform(QByteArray(600, char(255)), 30min);
    const QImage image = m_bar->grab().toImage();
    const Colors colors = colorsOf(m_bar->palette());
    const auto count = [&](const QColor &color, int left, int right) {
        int found = 0;
        for (int x = left; x < right; ++x)
            found += image.pixelColor(x, 15) == color ? 1 : 0;
        return found;
    };
    const int knob = m_bar->xOf(10min);
    QVERIFY(count(colors.accent, 8, knob - 4) > (knob - 12) / 2);
    QCOMPARE(count(colors.wave, 8, knob - 4), 0);
    QVERIFY(count(colors.wave, knob + 5, 608) > (608 - knob) / 2);
    QCOMPARE(count(colors.accent, knob + 5, 608), 0);
}

void TestSeekBar::whatIsSkippedIsDimmed_data()
{
    QTest::addColumn<QByteArray>("waveform");
    QTest::newRow("waveform") << QByteArray(600, char(255));
    QTest::newRow("plain") << QByteArray();
}

void TestSeekBar::whatIsSkippedIsDimmed()
{
    QFETCH(QByteArray, waveform);
    m_bar->setChapters({});
    m_bar->setWaveform(waveform, 30min);
    m_bar->setSkips({{20min, 25min}});
    const QImage image = m_bar->grab().toImage();
    const Colors colors = colorsOf(m_bar->palette());
    const auto isAnywhere = [&](const QColor &color, int left, int right) {
        for (int x = left; x < right; ++x) {
            if (image.pixelColor(x, 17) == color)
                return true;
        }
        return false;
    };
    const int from = m_bar->xOf(20min);
    const int to = m_bar->xOf(25min);
    QVERIFY(isAnywhere(colors.wave, from - 20, from - 2));
    QVERIFY(!isAnywhere(colors.wave, from + 4, to - 4));
    QVERIFY(isAnywhere(colors.wave, to + 4, to + 30));
}

void TestSeekBar::paintingIsQuick()
{
    m_bar->resize(1600, 34);
    m_bar->setWaveform(waves(4'000), 30min);
    m_bar->flush();
    m_bar->longest = {};
    for (int i = 1; i < 20; ++i) { // all of it anew
        m_bar->setSkips({{milliseconds(i), 1min}});
        m_bar->flush();
    }
    const auto whole = std::exchange(m_bar->longest, {});
    for (int i = 0; i < 50; ++i) {
        m_bar->setPosition(i * 20s);
        m_bar->flush();
    }
    const auto moved = m_bar->longest;
    qInfo("1600 px: %.2f ms for all of it, %.2f ms for a step", double(whole.count()) / 1e6,
          double(moved.count()) / 1e6);
#ifndef __SANITIZE_ADDRESS__
    QVERIFY(moved < 2ms);
    QVERIFY(whole < 10ms);
#endif
}

void TestSeekBar::assistiveTechnologyCanMoveIt()
{
    QSignalSpy wished(m_bar.get(), &SeekBar::seekWished);
    QVERIFY(!m_bar->accessibleName().isEmpty());
    QCOMPARE(m_bar->accessibleDescription(), u"10:00 of 30:00, A browser bug fifteen years old"_s);
    m_bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished.first().first().value<milliseconds>(), milliseconds(11min));
}

QTEST_MAIN(TestSeekBar)
#include "tst_seekbar.moc"
