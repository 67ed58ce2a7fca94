// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/dialogs/downloadrulesform.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/dialogs/podcastdownloadspage.h"
#include "ui/dialogs/settingsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

/// The settings of downloads, by keys: of all, and of one podcast.
class TestDownloadForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void showingWishesNothing();
    void everyFieldIsAWish();
    void howDownloadsBehave();
    void aFinerLimitOutlivesAnotherChange();
    void theFolderMovesWhereSomebodyCan();
    void whatIsTypedIsKept();
    void numbersStandWhereTheyCount();
    void aPodcastIsAsAllOrItself();
    void aPodcastWithOneWordOfItsOwnShowsTheRest();
    void theSettingsHavePages();
    void everyFieldHasAName();
};

namespace {

/// As by the arrow keys, which activate a closed combo box.
void pick(QComboBox *box, int index)
{
    box->setFocus();
    while (box->currentIndex() != index)
        QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

void type(QWidget *field, const QString &text)
{
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

DownloadSettings someRules()
{
    return {.fetch = AutomaticDownload::Newest,
            .newest = 4,
            .include = {u"news"_s},
            .exclude = {u"trailer"_s, u"rerun"_s},
            .shortest = 10min,
            .deletePlayed = DeletePlayed::AfterDays,
            .days = 3};
}

} // namespace

void TestDownloadForms::showingWishesNothing()
{
    DownloadSettingsPage page;
    QSignalSpy rules(&page.rules(), &DownloadRulesForm::settingsWished);
    QSignalSpy preferences(&page, &DownloadSettingsPage::preferencesWished);
    QSignalSpy queued(&page, &DownloadSettingsPage::queuedWished);
    QSignalSpy quota(&page, &DownloadSettingsPage::quotaWished);
    page.rules().showSettings(someRules());
    page.showPreferences({.limit = 2'500'000, .atOnce = 4, .automaticOnMetered = true});
    page.showQueued(3);
    page.showQuota(20'000'000'000);
    page.showFolder(u"/home/ada/<b>podcasts</b>"_s);
    QCOMPARE(rules.count() + preferences.count() + queued.count() + quota.count(), 0);
    QCOMPARE(page.rules().settings(), someRules());
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"downloadLimit"_s)->value(), 2.5);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"downloadQuota"_s)->value(), 20.0);
    QCOMPARE(page.findChild<QSpinBox *>(u"downloadQueued"_s)->text(), u"The next 3"_s);
}

void TestDownloadForms::everyFieldIsAWish()
{
    DownloadRulesForm form;
    form.show();
    QSignalSpy wished(&form, &DownloadRulesForm::settingsWished);
    pick(form.findChild<QComboBox *>(u"downloadFetch"_s), int(AutomaticDownload::Newest));
    type(form.findChild<QSpinBox *>(u"downloadNewest"_s), u"4"_s);
    type(form.findChild<QLineEdit *>(u"downloadInclude"_s), u" news ,"_s);
    type(form.findChild<QLineEdit *>(u"downloadExclude"_s), u"trailer, rerun"_s);
    type(form.findChild<QSpinBox *>(u"downloadShortest"_s), u"10"_s);
    type(form.findChild<QSpinBox *>(u"downloadDays"_s), u"3"_s);
    QCOMPARE(wished.count(), 6);
    QCOMPARE(wished.last().first().value<DownloadSettings>(), someRules());

    pick(form.findChild<QComboBox *>(u"downloadDelete"_s), int(DeletePlayed::Never));
    QCOMPARE(form.settings().deletePlayed, DeletePlayed::Never);
    pick(form.findChild<QComboBox *>(u"downloadFetch"_s), int(AutomaticDownload::AllNew));
    QCOMPARE(form.settings().fetch, AutomaticDownload::AllNew);
}

void TestDownloadForms::howDownloadsBehave()
{
    DownloadSettingsPage page;
    page.show();
    QSignalSpy wished(&page, &DownloadSettingsPage::preferencesWished);
    QSignalSpy queued(&page, &DownloadSettingsPage::queuedWished);
    QSignalSpy quota(&page, &DownloadSettingsPage::quotaWished);
    auto *atOnce = page.findChild<QSpinBox *>(u"downloadsAtOnce"_s);
    type(atOnce, u"8"_s);
    QTest::keyClick(atOnce, Qt::Key_Up);
    type(page.findChild<QDoubleSpinBox *>(u"downloadLimit"_s), u"2.5"_s);
    QTest::keyClick(page.findChild<QCheckBox *>(u"downloadMetered"_s), Qt::Key_Space);
    QCOMPARE(wished.count(), 3);
    QCOMPARE(wished.last().first().value<DownloadPreferences>(),
             (DownloadPreferences{.limit = 2'500'000, .atOnce = 8, .automaticOnMetered = true}));

    type(page.findChild<QSpinBox *>(u"downloadQueued"_s), u"5"_s);
    type(page.findChild<QDoubleSpinBox *>(u"downloadQuota"_s), u"1.5"_s);
    QCOMPARE(queued.last().first().toInt(), 5);
    QCOMPARE(quota.last().first().toLongLong(), 1'500'000'000);
    type(page.findChild<QDoubleSpinBox *>(u"downloadQuota"_s), u"0"_s);
    QCOMPARE(quota.last().first().toLongLong(), 0);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"downloadQuota"_s)->text(), u"No limit"_s);
}

void TestDownloadForms::aFinerLimitOutlivesAnotherChange()
{
    DownloadSettingsPage page;
    page.showPreferences({.limit = 1'234'567});
    QSignalSpy wished(&page, &DownloadSettingsPage::preferencesWished);
    QTest::keyClick(page.findChild<QSpinBox *>(u"downloadsAtOnce"_s), Qt::Key_Up);
    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished.first().first().value<DownloadPreferences>().limit, 1'234'567);
}

void TestDownloadForms::theFolderMovesWhereSomebodyCan()
{
    DownloadSettingsPage page;
    page.show();
    auto *move = page.findChild<QPushButton *>(u"moveDownloads"_s);
    QVERIFY(!move->isVisible());
    page.setCanMove(true);
    QSignalSpy wished(&page, &DownloadSettingsPage::moveWished);
    QTest::mouseClick(move, Qt::LeftButton);
    QCOMPARE(wished.count(), 1);
}

void TestDownloadForms::whatIsTypedIsKept()
{
    DownloadRulesForm form;
    form.showSettings(someRules());
    form.show();
    auto *words = form.findChild<QLineEdit *>(u"downloadInclude"_s);
    words->setFocus();
    QTest::keyClicks(words, u", spor"_s);
    form.showSettings(someRules()); // something else was changed elsewhere
    QCOMPARE(words->text(), u"news, spor"_s);
    QTest::keyClicks(words, u"t"_s);
    QTest::keyClick(words, Qt::Key_Return);
    QCOMPARE(form.settings().include, (QStringList{u"news"_s, u"sport"_s}));
}

void TestDownloadForms::numbersStandWhereTheyCount()
{
    DownloadRulesForm form;
    form.show();
    const auto *newest = form.findChild<QSpinBox *>(u"downloadNewest"_s);
    const auto *days = form.findChild<QSpinBox *>(u"downloadDays"_s);
    QVERIFY(!newest->isVisible());
    QVERIFY(!form.findChild<QLineEdit *>(u"downloadInclude"_s)->isEnabled());
    QVERIFY(days->isVisible());
    DownloadSettings rules = someRules();
    rules.newest = 1;
    rules.deletePlayed = DeletePlayed::Now;
    form.showSettings(rules);
    QCOMPARE(newest->text(), u"1 episode"_s);
    QVERIFY(newest->isVisible());
    QVERIFY(form.findChild<QLineEdit *>(u"downloadInclude"_s)->isEnabled());
    QVERIFY(!days->isVisible());
}

void TestDownloadForms::aPodcastIsAsAllOrItself()
{
    PodcastDownloadsPage page;
    page.show();
    auto *asAll = page.findChild<QRadioButton *>(u"downloadsAsAll"_s);
    auto *itself = page.findChild<QRadioButton *>(u"downloadsOwn"_s);
    auto *form = page.findChild<DownloadRulesForm *>();
    page.showSettings({.serial = true}, someRules());
    QVERIFY(asAll->isChecked());
    QVERIFY(!form->isEnabled());
    QCOMPARE(form->settings(), someRules());
    QSignalSpy wished(&page, &PodcastDownloadsPage::settingsWished);

    QTest::keyClick(itself, Qt::Key_Space);
    QVERIFY(form->isEnabled());
    pick(form->findChild<QComboBox *>(u"downloadFetch"_s), int(AutomaticDownload::None));
    const auto own = wished.last().first().value<PodcastDownloads>();
    QVERIFY(own.serial);
    QCOMPARE(own.fetch, AutomaticDownload::None);
    QCOMPARE(own.newest, 4);
    QCOMPARE(own.days, 3);

    QTest::keyClick(asAll, Qt::Key_Space);
    QCOMPARE(wished.last().first().value<PodcastDownloads>(), PodcastDownloads{.serial = true});
    QVERIFY(!form->isEnabled());
    QCOMPARE(form->settings(), someRules());
}

void TestDownloadForms::aPodcastWithOneWordOfItsOwnShowsTheRest()
{
    PodcastDownloadsPage page;
    page.showSettings({.deletePlayed = DeletePlayed::Never}, someRules());
    QVERIFY(page.findChild<QRadioButton *>(u"downloadsOwn"_s)->isChecked());
    DownloadSettings shown = someRules();
    shown.deletePlayed = DeletePlayed::Never;
    QCOMPARE(page.findChild<DownloadRulesForm *>()->settings(), shown);
}

void TestDownloadForms::theSettingsHavePages()
{
    SettingsDialog dialog(ColourScheme::System, false);
    auto *tabs = dialog.findChild<QTabBar *>();
    auto *page = new DownloadSettingsPage;
    dialog.addPage(u"Downloads"_s, page);
    dialog.show();
    QVERIFY(tabs->isVisible());
    QVERIFY(!page->isVisible());
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Right);
    QVERIFY(page->isVisible());
    QVERIFY(page->height() >= page->minimumSizeHint().height());
    QVERIFY(page->width() >= page->minimumSizeHint().width());
}

void TestDownloadForms::everyFieldHasAName()
{
    DownloadSettingsPage page;
    for (const auto *widget : page.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus
            || widget->objectName() == u"qt_spinbox_lineedit"_s)
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const QString name = button != nullptr && widget->accessibleName().isEmpty()
                ? button->text()
                : widget->accessibleName();
        QVERIFY2(!name.isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestDownloadForms)
#include "tst_downloadforms.moc"
