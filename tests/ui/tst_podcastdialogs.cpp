// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/emptystate.h"
#include "ui/common/englishplurals.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/attemptsmodel.h"
#include "ui/dialogs/editaddressdialog.h"
#include "ui/dialogs/failingdialog.h"
#include "ui/dialogs/failingrow.h"
#include "ui/dialogs/podcastdetailsdialog.h"
#include "ui/sidebar/sidebar.h"

#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestPodcastDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void init() { failOnAnyWarning(); }

    void failureStaysInTheDialogWithAWayToInsist();
    void unchangedAddressCannotBeUsed();
    void everyFailingPodcastHasItsThreeButtons();
    void rowThatWorksAgainGoesAndTheFocusStays();
    void endedPodcastsComeLastAndAreNotTriedWithAll();
    void nothingFailsIsSaid();
    void thousandFailuresAreCountedNotBuilt();

    void sidebarNamesHowManyFail();
    void sidebarSaysWhyNothingIsRefreshed();
    void detailsShowWhatTheListenerSet();
    void changesInTheDetailsHoldAtOnce();
    void loginsAreChangedAndForgottenByKeys();
    void typingIsNotOverwritten();
    void logTellsWhatCameAndWhatWasMended();
    void pagesOfTheDetailsAreReachedByKeys();

private:
    EnglishPlurals m_plurals;

    static QDateTime now() { return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC); }
    static Podcast failing(qint64 id, const QString &title);
    template<typename T>
    static T *child(QWidget &parent, const QString &name)
    {
        auto *found = parent.findChild<T *>(name);
        if (found == nullptr)
            qFatal("no child %s", qPrintable(name));
        return found;
    }
};

Podcast TestPodcastDialogs::failing(qint64 id, const QString &title)
{
    Podcast podcast;
    podcast.id = PodcastId(id);
    podcast.title = title;
    podcast.url = QUrl(u"https://a.test/%1"_s.arg(id));
    podcast.error = u"a.test refuses connections; try again later."_s;
    podcast.failures = 3;
    podcast.lastRefreshed = now().addDays(-2);
    return podcast;
}

void TestPodcastDialogs::failureStaysInTheDialogWithAWayToInsist()
{
    EditAddressDialog dialog;
    dialog.showPodcast(u"Show"_s, u"https://old.test/feed"_s);
    dialog.show();
    QSignalSpy wished(&dialog, &EditAddressDialog::addressWished);
    auto *address = child<QLineEdit>(dialog, u"address"_s);
    auto *insist = child<QPushButton>(dialog, u"insist"_s);
    QCOMPARE(address->selectedText(), u"https://old.test/feed"_s);

    QTest::keyClicks(address, u" https://new.test/feed "_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first(), (QList<QVariant>{u"https://new.test/feed"_s, false}));
    dialog.setBusy(true);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
    dialog.setBusy(false);
    dialog.showFailure(u"There is another podcast."_s, true);

    QVERIFY(dialog.isVisible());
    QTest::mouseClick(insist, Qt::LeftButton);
    QCOMPARE(wished.last(), (QList<QVariant>{u"https://new.test/feed"_s, true}));
    QTest::keyClicks(address, u"2"_s);
    QVERIFY(!insist->isVisible());
}

void TestPodcastDialogs::unchangedAddressCannotBeUsed()
{
    EditAddressDialog dialog;
    dialog.showPodcast(u"Show"_s, u"https://old.test/feed"_s);
    dialog.show();
    const auto *save = child<QPushButton>(dialog, u"save"_s);
    auto *address = child<QLineEdit>(dialog, u"address"_s);
    QVERIFY(!save->isEnabled());
    address->clear();
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(address, u"x.test"_s);
    QVERIFY(save->isEnabled());
}

void TestPodcastDialogs::everyFailingPodcastHasItsThreeButtons()
{
    FailingDialog dialog;
    dialog.setPodcasts({failing(1, u"One"_s), failing(2, u"Two"_s), Podcast()}, now());
    dialog.show();
    const auto rows = dialog.findChildren<FailingRow *>();
    QCOMPARE(rows.size(), 2);
    QSignalSpy tried(&dialog, &FailingDialog::tryWished);
    QSignalSpy edited(&dialog, &FailingDialog::editAddressWished);
    QSignalSpy removed(&dialog, &FailingDialog::unsubscribeWished);

    auto *tryNow = child<QPushButton>(*rows.at(1), u"try"_s);
    QCOMPARE(tryNow->accessibleName(), u"Try Two now"_s);
    tryNow->setFocus();
    QTest::keyClick(tryNow, Qt::Key_Space);
    QTest::mouseClick(child<QPushButton>(*rows.at(0), u"edit"_s), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>(*rows.at(0), u"unsubscribe"_s), Qt::LeftButton);

    QCOMPARE(tried.first().first().value<QList<PodcastId>>(), QList{PodcastId(2)});
    QCOMPARE(edited.first().first().value<PodcastId>(), PodcastId(1));
    QCOMPARE(removed.first().first().value<PodcastId>(), PodcastId(1));
    QCOMPARE(child<TextLabel>(*rows.at(0), u"sentence"_s)->text(), failing(1, {}).error);
    QCOMPARE(child<TextLabel>(dialog, u"failingTitle"_s)->text(),
             u"2 podcasts cannot be refreshed"_s);
}

void TestPodcastDialogs::rowThatWorksAgainGoesAndTheFocusStays()
{
    FailingDialog dialog;
    const Podcast one = failing(1, u"One"_s);
    const Podcast two = failing(2, u"Two"_s);
    dialog.setPodcasts({one, two}, now());
    dialog.show();
    const auto rows = dialog.findChildren<FailingRow *>();
    auto *button = child<QPushButton>(*rows.at(1), u"edit"_s);
    button->setFocus();
    dialog.setTrying({one.id});
    QVERIFY(!child<QPushButton>(*rows.at(0), u"try"_s)->isEnabled());
    QVERIFY(child<QPushButton>(*rows.at(1), u"try"_s)->isEnabled());

    dialog.setPodcasts({two}, now());

    QTRY_COMPARE(dialog.findChildren<FailingRow *>().size(), 1);
    QVERIFY(button->hasFocus() || dialog.focusWidget() == button);
}

void TestPodcastDialogs::endedPodcastsComeLastAndAreNotTriedWithAll()
{
    Podcast ended = failing(1, u"Ended"_s);
    ended.isEnded = true;
    FailingDialog dialog;
    dialog.setPodcasts({ended, failing(2, u"Two"_s)}, now());
    dialog.show();
    QSignalSpy tried(&dialog, &FailingDialog::tryWished);
    QCOMPARE(FailingDialog::count({ended, failing(2, u"Two"_s)}), 1);

    QTest::mouseClick(child<QPushButton>(dialog, u"tryAll"_s), Qt::LeftButton);

    QCOMPARE(tried.first().first().value<QList<PodcastId>>(), QList{PodcastId(2)});
    const auto rows = dialog.findChildren<FailingRow *>();
    QTRY_VERIFY(rows.at(0)->y() != rows.at(1)->y());
    for (const FailingRow *row : rows) {
        const auto other = row == rows.at(0) ? rows.at(1) : rows.at(0);
        QCOMPARE(row->isEnded(), row->y() > other->y());
    }
}

void TestPodcastDialogs::nothingFailsIsSaid()
{
    FailingDialog dialog;
    dialog.setPodcasts({Podcast()}, now());
    dialog.show();
    QVERIFY(dialog.findChild<EmptyState *>()->isVisible());
    QVERIFY(!child<QPushButton>(dialog, u"tryAll"_s)->isVisible());
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
}

void TestPodcastDialogs::thousandFailuresAreCountedNotBuilt()
{
    PodcastList many;
    for (int i = 0; i < 1000; ++i)
        many.append(failing(i + 1, u"Podcast %1"_s.arg(i)));
    FailingDialog dialog;
    dialog.setPodcasts(many, now());
    QCOMPARE(dialog.findChildren<FailingRow *>().size(), FailingDialog::MostRows);
}

void TestPodcastDialogs::sidebarNamesHowManyFail()
{
    Sidebar sidebar;
    sidebar.resize(240, 600);
    sidebar.show();
    QSignalSpy wished(&sidebar, &Sidebar::failingWished);
    auto *button = child<QPushButton>(sidebar, u"failing"_s);
    QVERIFY(!button->isVisible());

    sidebar.showFailing(1);
    QCOMPARE(button->text(), u"1 podcast failing"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(wished.size(), 1);
    sidebar.showFailing(0);
    QVERIFY(!button->isVisible());
}

void TestPodcastDialogs::sidebarSaysWhyNothingIsRefreshed()
{
    Sidebar sidebar;
    const auto *line = child<TextLabel>(sidebar, u"refreshed"_s);
    sidebar.showRefreshed(now().addSecs(-240), now());
    sidebar.showNotice(u"Offline."_s);
    QCOMPARE(line->text(), u"Offline."_s);
    sidebar.showRefreshed(now().addSecs(-300), now());
    QCOMPARE(line->text(), u"Offline."_s);
    sidebar.showNotice({});
    QCOMPARE(line->text(), u"Refreshed 5 min ago"_s);
}

void TestPodcastDialogs::detailsShowWhatTheListenerSet()
{
    PodcastDetailsDialog dialog;
    Podcast podcast = failing(1, u"Mine"_s);
    podcast.ownTitle = u"Mine"_s;
    podcast.imagesAllowed = true;
    podcast.unwrapTracking = false;
    podcast.ownMediaAllowed = true;
    podcast.privateByUser = true;

    dialog.showPodcast(podcast, u"a.test/…"_s, now());

    QCOMPARE(child<TextLabel>(dialog, u"address"_s)->text(), u"a.test/…"_s);
    QCOMPARE(child<TextLabel>(dialog, u"state"_s)->text(), podcast.error);
    QCOMPARE(child<QLineEdit>(dialog, u"ownTitle"_s)->text(), u"Mine"_s);
    QVERIFY(child<QCheckBox>(dialog, u"images"_s)->isChecked());
    QVERIFY(!child<QCheckBox>(dialog, u"unwrap"_s)->isChecked());
    QVERIFY(child<QCheckBox>(dialog, u"ownMedia"_s)->isChecked());
    QCOMPARE(child<QComboBox>(dialog, u"private"_s)->currentIndex(), 1);
    podcast.isEnded = true;
    dialog.showPodcast(podcast, {}, now());
    QVERIFY(child<TextLabel>(dialog, u"state"_s)->text().contains(u"gone for good"_s));
}

void TestPodcastDialogs::changesInTheDetailsHoldAtOnce()
{
    PodcastDetailsDialog dialog;
    dialog.showPodcast(failing(1, u"Show"_s), {}, now());
    dialog.show();
    dialog.showPage(PodcastDetailsDialog::Options);
    QSignalSpy title(&dialog, &PodcastDetailsDialog::titleWished);
    QSignalSpy images(&dialog, &PodcastDetailsDialog::imagesWished);
    QSignalSpy unwrap(&dialog, &PodcastDetailsDialog::unwrapWished);
    QSignalSpy isPrivate(&dialog, &PodcastDetailsDialog::privateWished);

    auto *own = child<QLineEdit>(dialog, u"ownTitle"_s);
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    own->setFocus();
    QTest::keyClicks(own, u"  My  show "_s);
    QTest::keyClick(own, Qt::Key_Tab);
    QTest::keyClick(child<QCheckBox>(dialog, u"images"_s), Qt::Key_Space);
    QTest::keyClick(child<QCheckBox>(dialog, u"unwrap"_s), Qt::Key_Space);
    QTest::keyClick(child<QComboBox>(dialog, u"private"_s), Qt::Key_Down);
    QTest::keyClick(child<QComboBox>(dialog, u"private"_s), Qt::Key_Down);

    QCOMPARE(title.size(), 1);
    QCOMPARE(title.first().first().toString(), u"My show"_s);
    QCOMPARE(images.first().first().toBool(), true);
    QCOMPARE(unwrap.first().first().toBool(), false);
    QCOMPARE(isPrivate.size(), 2);
    QCOMPARE(isPrivate.last().first().value<std::optional<bool>>(), std::optional(false));
}

void TestPodcastDialogs::loginsAreChangedAndForgottenByKeys()
{
    PodcastDetailsDialog dialog;
    Podcast podcast = failing(1, u"Show"_s);
    dialog.showPodcast(podcast, {}, now());
    dialog.show();
    dialog.showPage(PodcastDetailsDialog::Options);
    QSignalSpy changed(&dialog, &PodcastDetailsDialog::loginWished);
    QSignalSpy forgotten(&dialog, &PodcastDetailsDialog::forgetLoginWished);
    auto *change = child<QPushButton>(dialog, u"changeLogin"_s);
    auto *forget = child<QPushButton>(dialog, u"forgetLogin"_s);
    QCOMPARE(change->text(), u"Set…"_s);
    QVERIFY(!forget->isVisible());

    podcast.loginName = u"me"_s;
    dialog.showPodcast(podcast, {}, now());

    QCOMPARE(child<TextLabel>(dialog, u"loginName"_s)->text(), u"Logs in as me"_s);
    QCOMPARE(change->text(), u"Change…"_s);
    QVERIFY(forget->isVisible());
    QVERIFY(change->focusPolicy() & Qt::TabFocus && forget->focusPolicy() & Qt::TabFocus);
    QTest::keyClick(change, Qt::Key_Space);
    QTest::keyClick(forget, Qt::Key_Space);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(forgotten.size(), 1);
}

void TestPodcastDialogs::typingIsNotOverwritten()
{
    PodcastDetailsDialog dialog;
    const Podcast podcast = failing(1, u"Show"_s);
    dialog.showPodcast(podcast, {}, now());
    auto *own = child<QLineEdit>(dialog, u"ownTitle"_s);
    QTest::keyClicks(own, u"Half"_s);

    dialog.showPodcast(podcast, {}, now()); // a refresh elsewhere

    QCOMPARE(own->text(), u"Half"_s);
}

void TestPodcastDialogs::logTellsWhatCameAndWhatWasMended()
{
    using LogResult = FetchAttempt::Result;
    PodcastDetailsDialog dialog;
    const QAbstractItemModelTester tester(child<QTableView>(dialog, u"attempts"_s)->model());
    dialog.show();
    dialog.showPage(PodcastDetailsDialog::Log);
    dialog.showAttempts({{.at = now().addSecs(-60),
                          .result = LogResult::Failed,
                          .status = 503,
                          .took = 15s,
                          .error = u"No answer."_s},
                         {.at = now().addSecs(-3600), .result = LogResult::NotModified},
                         {.at = now().addSecs(-7200),
                          .result = LogResult::Updated,
                          .status = 200,
                          .took = 310ms,
                          .bytes = 2048,
                          .inserted = 1,
                          .repairs = {u"A bare & was mended."_s}}},
                        now());
    auto *table = child<QTableView>(dialog, u"attempts"_s);
    const auto cell = [table](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    const auto *details = child<TextLabel>(dialog, u"attemptDetails"_s);

    QCOMPARE(cell(0, AttemptsModel::What), u"Failed (503)"_s);
    QCOMPARE(cell(0, AttemptsModel::Took), u"15 s"_s);
    QCOMPARE(cell(1, AttemptsModel::What), u"Unchanged"_s);
    QCOMPARE(cell(1, AttemptsModel::Size), QString());
    QCOMPARE(cell(2, AttemptsModel::What), u"1 new episode, mended"_s);
    QCOMPARE(details->text(), u"No answer."_s);
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(!details->isVisible());
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(details->text(), u"A bare & was mended."_s);
}

void TestPodcastDialogs::pagesOfTheDetailsAreReachedByKeys()
{
    PodcastDetailsDialog dialog;
    dialog.show();
    auto *tabs = dialog.findChild<QTabBar *>();
    const auto *pages = dialog.findChild<QStackedWidget *>();
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(pages->currentIndex(), int(PodcastDetailsDialog::Options));
    QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(pages->currentIndex(), int(PodcastDetailsDialog::Downloads));
    QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(pages->currentIndex(), int(PodcastDetailsDialog::Skips));
    QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(pages->currentIndex(), int(PodcastDetailsDialog::Log));
    for (const auto *widget : dialog.findChildren<QWidget *>()) {
        if (widget->objectName() == u"qt_spinbox_lineedit"_s)
            continue; // the box around it has the name
        const bool isEditable = qobject_cast<const QLineEdit *>(widget) != nullptr
                || qobject_cast<const QAbstractSpinBox *>(widget) != nullptr
                || qobject_cast<const QComboBox *>(widget) != nullptr
                || qobject_cast<const QTableView *>(widget) != nullptr
                || qobject_cast<const QTextBrowser *>(widget) != nullptr;
        if (isEditable)
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestPodcastDialogs)
#include "tst_podcastdialogs.moc"
