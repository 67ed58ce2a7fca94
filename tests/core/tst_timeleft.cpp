// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timeleft.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(Earmark::MediaRanges)

class TestTimeLeft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void countsWhatIsHeard_data();
    void countsWhatIsHeard();
};

void TestTimeLeft::countsWhatIsHeard_data()
{
    QTest::addColumn<milliseconds>("from");
    QTest::addColumn<milliseconds>("to");
    QTest::addColumn<double>("speed");
    QTest::addColumn<MediaRanges>("skips");
    QTest::addColumn<milliseconds>("expected");
    const auto row = [](const char *name, milliseconds from, milliseconds to, double speed,
                        const MediaRanges &skips, milliseconds expected) {
        QTest::newRow(name) << from << to << speed << skips << expected;
    };
    const MediaRanges skips{{10s, 20s}, {50s, 60s}};
    row("backwards", 20s, 10s, 1.0, {}, 0s);
    row("plain", 10s, 70s, 1.0, {}, 60s);
    row("the mockup's", 8min + 2s, 30min + 13s, 1.5, {}, 887'333ms);
    row("slower", 0s, 60s, 0.5, {}, 120s);
    row("both skips ahead", 0s, 60s, 1.0, skips, 40s);
    row("faster, too", 0s, 60s, 2.0, skips, 20s);
    row("one behind", 30s, 60s, 1.0, skips, 20s);
    row("at the skip's start", 10s, 30s, 1.0, skips, 10s);
    row("within one by a jump", 15s, 30s, 1.0, skips, 15s);
    row("up to the middle of one", 30s, 55s, 1.0, skips, 20s);
    row("one behind the end", 30s, 40s, 1.0, skips, 10s);
    row("a skip that is all", 0s, 60s, 1.0, {{0s, 90s}}, 0s);
}

void TestTimeLeft::countsWhatIsHeard()
{
    QFETCH(milliseconds, from);
    QFETCH(milliseconds, to);
    QFETCH(double, speed);
    QFETCH(MediaRanges, skips);
    QTEST(listeningTime(from, to, speed, skips), "expected");
}

QTEST_GUILESS_MAIN(TestTimeLeft)
#include "tst_timeleft.moc"
