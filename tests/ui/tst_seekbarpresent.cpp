// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/common/theme.h"
#include "ui/player/seekbar.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

/// The seek bar shows which parts of the file are on this computer.
class TestSeekBarPresent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsThereIsUnderlined_data();
    void whatIsThereIsUnderlined();
    void aWholeFileIsNotMarked();
    void manySmallPartsAreOne();
    void howMuchIsThereIsSpoken();

private:
    Appearance *m_appearance = nullptr;
    std::unique_ptr<SeekBar> m_bar;
};

void TestSeekBarPresent::init()
{
    failOnAnyWarning();
    if (m_appearance == nullptr)
        m_appearance = new Appearance(ColourScheme::Light, false, this);
    m_bar = std::make_unique<SeekBar>();
    m_bar->resize(616, 34);
    m_bar->setDuration(30min);
    m_bar->setPosition(10min);
}

void TestSeekBarPresent::whatIsThereIsUnderlined_data()
{
    QTest::addColumn<QByteArray>("waveform");
    QTest::newRow("plain") << QByteArray();
    QTest::newRow("waveform") << QByteArray(300, char(120));
}

void TestSeekBarPresent::whatIsThereIsUnderlined()
{
    QFETCH(QByteArray, waveform);
    m_bar->setChapters({});
    m_bar->setWaveform(waveform, 30min);
    const QImage without = m_bar->grab().toImage();
    m_bar->setPresent(RangeMap({{0, 6'000'000}, {15'000'000, 20'000'000}}), 30'000'000);
    const QImage with = m_bar->grab().toImage();
    const Colors colors = colorsOf(m_bar->palette());
    QVERIFY(contrast(colors.second, colors.side) >= 3);
    QVERIFY(contrast(darkColors().second, darkColors().side) >= 3);
    const auto isMarked = [&](std::chrono::minutes at) {
        const int x = m_bar->xOf(at);
        for (int y = 0; y < with.height(); ++y) {
            if (with.pixelColor(x, y) != without.pixelColor(x, y))
                return with.pixelColor(x, y) == colors.second;
        }
        return false;
    };
    QVERIFY(isMarked(1min));
    QVERIFY(isMarked(5min));
    QVERIFY(!isMarked(7min));
    QVERIFY(!isMarked(14min));
    QVERIFY(isMarked(16min));
    QVERIFY(!isMarked(21min));
    QVERIFY(!isMarked(29min));
}

void TestSeekBarPresent::aWholeFileIsNotMarked()
{
    const QImage without = m_bar->grab().toImage();
    m_bar->setPresent(RangeMap({{0, 30'000'000}}), 30'000'000);
    QCOMPARE(m_bar->grab().toImage(), without);
    QCOMPARE(m_bar->presentText(), QString());
    m_bar->setPresent(RangeMap({{0, 100}}), 0); // of nobody knows how many
    QCOMPARE(m_bar->grab().toImage(), without);
    m_bar->setPresent(RangeMap({{0, 10'000'000}}), 30'000'000);
    QVERIFY(m_bar->grab().toImage() != without);
    m_bar->setPresent({}, 0);
    QCOMPARE(m_bar->grab().toImage(), without);
}

/// What is nearer to each other than a pixel.
void TestSeekBarPresent::manySmallPartsAreOne()
{
    ByteRanges ranges;
    for (std::int64_t from = 0; from < 15'000'000; from += 4'000)
        ranges.push_back({from, from + 2'000});
    m_bar->setPresent(RangeMap({{0, 15'000'000 - 2'000}}), 30'000'000);
    const QImage solid = m_bar->grab().toImage();
    m_bar->setPresent(RangeMap(ranges), 30'000'000);
    QCOMPARE(m_bar->grab().toImage(), solid);
}

void TestSeekBarPresent::howMuchIsThereIsSpoken()
{
    const QString before = m_bar->accessibleDescription();
    m_bar->setPresent(RangeMap({{0, 18'000'000}}), 30'000'000);
    QCOMPARE(m_bar->accessibleDescription(), QString(before + u", 60 % is on this computer"_s));
    m_bar->setPresent(RangeMap({{0, 30'000'000}}), 30'000'000);
    QCOMPARE(m_bar->accessibleDescription(), before);
}

QTEST_MAIN(TestSeekBarPresent)
#include "tst_seekbarpresent.moc"
