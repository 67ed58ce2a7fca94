// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/dialogs.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/addpodcastdialog.h"
#include "ui/dialogs/importreportdialog.h"
#include "ui/dialogs/logdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/shell/errorlog.h"
#include "ui/shell/undobar.h"
#include "ui/welcome/welcomepage.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aFailedAddressKeepsTheDialogOpen();
    void aLongFailureCutsNothingOff();
    void anEmptyAddressCannotBeAdded();
    void theFirstPageAddsImportsAndShowsTheDemo();
    void importShowsItsCountThenALinePerFailure();
    void aFailedImportIsASentence();
    void settingsHoldAtOnce();
    void undoStaysTenSecondsAndUndoes();
    void theLogKeepsTheLast();
    void aQuestionIsNoHtml();
};

void TestDialogs::aFailedAddressKeepsTheDialogOpen()
{
    AddPodcastDialog dialog;
    dialog.show();
    QSignalSpy wished(&dialog, &AddPodcastDialog::addWished);
    auto *address = dialog.findChild<QLineEdit *>(u"address"_s);

    QTest::keyClicks(address, u" https://example.org "_s);
    QTest::keyClick(address, Qt::Key_Return);
    dialog.setBusy(true);
    QVERIFY(!dialog.findChild<QPushButton *>(u"add"_s)->isEnabled());
    dialog.setBusy(false);
    dialog.showFailure(u"There is no podcast at this address."_s);

    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished.first().first().toString(), u"https://example.org"_s);
    QVERIFY(dialog.isVisible());
    QVERIFY(dialog.findChild<TextLabel *>(u"failure"_s)->isVisible());
    QTest::keyClicks(address, u"x"_s);
    QVERIFY(!dialog.findChild<TextLabel *>(u"failure"_s)->isVisible());
}

void TestDialogs::aLongFailureCutsNothingOff()
{
    AddPodcastDialog dialog;
    dialog.show();
    auto *address = dialog.findChild<QLineEdit *>(u"address"_s);
    const int box = address->height();
    dialog.showFailure(u"This is a web page, and it names no podcast: "_s.repeated(4));

    for (const QString &name : {u"about"_s, u"failure"_s}) {
        const auto *text = dialog.findChild<TextLabel *>(name);
        QTRY_VERIFY2(text->height() >= text->heightForWidth(text->width()), qPrintable(name));
    }
    QCOMPARE(address->height(), box);
}

void TestDialogs::anEmptyAddressCannotBeAdded()
{
    AddPodcastDialog dialog;
    dialog.show();
    QSignalSpy wished(&dialog, &AddPodcastDialog::addWished);
    QTest::keyClicks(dialog.findChild<QLineEdit *>(u"address"_s), u"  "_s);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(wished.count(), 0);
}

void TestDialogs::theFirstPageAddsImportsAndShowsTheDemo()
{
    WelcomePage page;
    page.resize(900, 600);
    page.show();
    QSignalSpy added(&page, &WelcomePage::addWished);
    QSignalSpy import(&page, &WelcomePage::importWished);
    QSignalSpy demo(&page, &WelcomePage::demoWished);
    auto *address = page.findChild<QLineEdit *>(u"address"_s);

    QTest::keyClick(address, Qt::Key_Return);
    QTest::keyClicks(address, u"example.org/feed"_s);
    QTest::mouseClick(page.findChild<QPushButton *>(u"add"_s), Qt::LeftButton);
    QTest::mouseClick(page.findChild<QAbstractButton *>(u"importCard"_s), Qt::LeftButton);
    QTest::keyClick(page.findChild<QAbstractButton *>(u"demoCard"_s), Qt::Key_Space);

    QCOMPARE(added.count(), 1);
    QCOMPARE(added.first().first().toString(), u"example.org/feed"_s);
    QCOMPARE(import.count(), 1);
    QCOMPARE(demo.count(), 1);
}

void TestDialogs::importShowsItsCountThenALinePerFailure()
{
    ImportReportDialog dialog;
    dialog.show();
    QSignalSpy cancelled(&dialog, &ImportReportDialog::cancelWished);
    dialog.showProgress(7, 20, u"Some podcast"_s);
    QCOMPARE(dialog.findChild<QProgressBar *>()->value(), 7);
    QCOMPARE(dialog.findChild<TextLabel *>(u"summary"_s)->text(), u"7 of 20 · Some podcast"_s);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"cancel"_s), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);

    dialog.showReport(18, 0,
                      {{u"A"_s, u"https://a"_s, u"No answer."_s},
                       {QString(), u"https://b"_s, u"No podcast."_s}});

    const auto *list = dialog.findChild<QListView *>(u"failures"_s);
    QVERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 2);
    QVERIFY(list->model()->index(1, 0).data().toString().startsWith(u"https://b"_s));
    dialog.showProgress(1, 2, {}); // a later refresh is not this import's
    QVERIFY(!dialog.findChild<QProgressBar *>()->isVisible());
}

void TestDialogs::aFailedImportIsASentence()
{
    ImportReportDialog dialog;
    dialog.show();
    dialog.showFailure(u"This is no list of podcasts."_s);
    QCOMPARE(dialog.findChild<TextLabel *>(u"summary"_s)->text(),
             u"This is no list of podcasts."_s);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QVERIFY(!dialog.isVisible());
}

void TestDialogs::settingsHoldAtOnce()
{
    SettingsDialog dialog(ColourScheme::System, false);
    dialog.show();
    QSignalSpy scheme(&dialog, &SettingsDialog::schemeWished);
    QVERIFY(dialog.findChild<QRadioButton *>(u"system"_s)->isChecked());
    QTest::keyClick(dialog.findChild<QRadioButton *>(u"dark"_s), Qt::Key_Space);
    QCOMPARE(scheme.count(), 1);
    QCOMPARE(scheme.first().first().value<ColourScheme>(), ColourScheme::Dark);
    ShortcutsDialog keys;
    keys.show();
    QTest::keyClick(&keys, Qt::Key_F1);
    QVERIFY(!keys.isVisible());
}

void TestDialogs::undoStaysTenSecondsAndUndoes()
{
    QWidget page;
    page.resize(600, 400);
    UndoBar bar(&page);
    page.show();
    QCOMPARE(UndoBar::Stays, 10000);
    QSignalSpy undone(&bar, &UndoBar::undoWished);
    bar.offer(u"1 episode archived"_s);
    QVERIFY(bar.isVisible());
    QVERIFY(page.rect().contains(bar.geometry()));

    QTest::mouseClick(bar.findChild<QPushButton *>(u"undoButton"_s), Qt::LeftButton);

    QCOMPARE(undone.count(), 1);
    QVERIFY(!bar.isVisible());
    bar.tell(u"Address copied"_s);
    QVERIFY(!bar.findChild<QPushButton *>(u"undoButton"_s)->isVisible());
}

void TestDialogs::theLogKeepsTheLast()
{
    ErrorLog log;
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 250; ++i)
        log.add(fail(ErrorKind::Network, u"No answer %1."_s.arg(i)),
                QDateTime::currentDateTimeUtc());
    QCOMPARE(log.rowCount(), int(ErrorLog::Kept));
    QVERIFY(log.index(0).data().toString().endsWith(u"No answer 249."_s));
    LogDialog dialog(&log);
    dialog.show();
    QVERIFY(dialog.findChild<QListView *>(u"logList"_s)->isVisible());
}

void TestDialogs::aQuestionIsNoHtml()
{
    QWidget window;
    DesktopDialogs().ask(&window, u"Subscribe to <b>x</b>?"_s, u"Subscribe"_s, [] {});
    const auto *box = window.findChild<QMessageBox *>();
    QVERIFY(box != nullptr);
    QCOMPARE(box->textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
