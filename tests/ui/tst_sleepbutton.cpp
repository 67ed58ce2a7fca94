// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/player/sleepbutton.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestSleepButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_button.reset(); }

    void theSleepTimerSaysWhatIsLeft_data();
    void theSleepTimerSaysWhatIsLeft();
    void theSleepMenuOffersTimesAndEnds();
    void theSleepMenuExtendsWhatRuns();
    void aChapterTitleIsNoMenuCode();

private:
    QStringList sleepMenu() const
    {
        QStringList texts;
        for (const QAction *action : m_button->menu()->actions())
            texts += action->isSeparator() ? u"-"_s : action->text();
        return texts;
    }

    std::unique_ptr<SleepButton> m_button;
};

void TestSleepButton::init()
{
    failOnAnyWarning();
    m_button = std::make_unique<SleepButton>();
    m_button->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_button.get()));
}

void TestSleepButton::theSleepTimerSaysWhatIsLeft_data()
{
    QTest::addColumn<std::chrono::milliseconds>("left");
    QTest::addColumn<QString>("text");
    QTest::newRow("over") << 0ms << u"0 s"_s;
    QTest::newRow("seconds") << 9'100ms << u"10 s"_s;
    QTest::newRow("nearly a minute") << 58'700ms << u"59 s"_s;
    QTest::newRow("a minute") << std::chrono::milliseconds(1min) << u"1 min"_s;
    QTest::newRow("minutes") << std::chrono::milliseconds(14min + 1s) << u"15 min"_s;
    QTest::newRow("long") << std::chrono::milliseconds(100min) << u"1:40 h"_s;
    QTest::newRow("a night") << std::chrono::milliseconds(10h) << u"10:00 h"_s;
}

void TestSleepButton::theSleepTimerSaysWhatIsLeft()
{
    QFETCH(std::chrono::milliseconds, left);
    QFETCH(QString, text);
    SleepButton &button = *m_button;
    QCOMPARE(button.accessibleName(), u"Sleep timer"_s);
    button.showTimer({.runs = SleepGoal::Kind::Time, .left = left});
    QCOMPARE(button.text(), text);
    QCOMPARE(button.accessibleName(), QString(u"Sleep timer: "_s % text % u" left"_s));
    button.showTimer({.runs = SleepGoal::Kind::Episode, .left = {}});
    QVERIFY(!button.text().isEmpty());
}

void TestSleepButton::theSleepMenuOffersTimesAndEnds()
{
    SleepButton &button = *m_button;
    connect(&button, &SleepButton::viewWished, this, [&button] {
        button.showTimer(
                {.chapters = {{.title = u"One"_s, .left = 4min}, {.title = u"Two"_s, .left = 9min}},
                 .episodeLeft = 22min});
    });
    QSignalSpy goal(&button, &SleepButton::goalWished);
    button.openMenu();
    QVERIFY(button.menu()->isVisible());
    const QStringList offered{u"5 minutes"_s,
                              u"10 minutes"_s,
                              u"15 minutes"_s,
                              u"30 minutes"_s,
                              u"45 minutes"_s,
                              u"60 minutes"_s,
                              u"Other time…"_s,
                              u"-"_s,
                              u"End of this chapter\t4 min"_s,
                              u"End of a later chapter"_s,
                              u"End of the episode\t22 min"_s};
    QCOMPARE(sleepMenu(), offered);
    button.menu()->actions().at(3)->trigger();
    button.menu()->actions().at(8)->trigger();
    const auto *later = button.menu()->findChild<QMenu *>(u"sleepLater"_s);
    QCOMPARE(later->actions().size(), 1);
    later->actions().first()->trigger();
    button.menu()->actions().last()->trigger();
    using Kind = SleepGoal::Kind;
    const QList<SleepGoal> wished{{.kind = Kind::Time, .time = 30min},
                                  {.kind = Kind::Chapter, .time = {}, .chapters = 1},
                                  {.kind = Kind::Chapter, .time = {}, .chapters = 2},
                                  {.kind = Kind::Episode, .time = {}}};
    QCOMPARE(goal.size(), wished.size());
    for (qsizetype i = 0; i < wished.size(); ++i)
        QCOMPARE(goal.at(i).first().value<SleepGoal>(), wished.at(i));
}

void TestSleepButton::theSleepMenuExtendsWhatRuns()
{
    SleepButton &button = *m_button;
    QSignalSpy more(&button, &SleepButton::extensionWished);
    QSignalSpy off(&button, &SleepButton::endWished);
    button.showTimer({.runs = SleepGoal::Kind::Time, .left = 3min, .canExtend = true});
    button.openMenu();
    QCOMPARE(sleepMenu().first(), u"5 minutes more"_s);
    button.menu()->findChild<QAction *>(u"sleepMore"_s)->trigger();
    button.menu()->findChild<QAction *>(u"sleepOff"_s)->trigger();
    QCOMPARE(more.count(), 1);
    QCOMPARE(off.count(), 1);
    button.menu()->close();

    button.showTimer({.runs = SleepGoal::Kind::Chapter, .left = 3min});
    button.openMenu();
    QCOMPARE(sleepMenu().first(), u"1 chapter more"_s);
    QVERIFY(!button.menu()->actions().first()->isEnabled()); // it is the last one
    button.menu()->close();

    button.showTimer({.runs = SleepGoal::Kind::Episode, .left = 3min});
    button.openMenu();
    QCOMPARE(sleepMenu().first(), u"Turn off"_s);
}

void TestSleepButton::aChapterTitleIsNoMenuCode()
{
    SleepButton &button = *m_button;
    const QString endless(300, u'x');
    button.showTimer({.chapters = {{.title = u"One"_s, .left = 1min},
                                   {.title = u"R&D\tnow"_s, .left = 2min},
                                   {.title = endless, .left = 3min}}});
    button.openMenu();
    const auto actions = button.menu()->findChild<QMenu *>(u"sleepLater"_s)->actions();
    QCOMPARE(actions.first()->text(), u"R&&D now\t2 min"_s);
    QVERIFY(actions.last()->text().size() < 60);
}

QTEST_MAIN(TestSleepButton)
#include "tst_sleepbutton.moc"
