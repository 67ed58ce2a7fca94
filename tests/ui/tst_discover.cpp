// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/emptystate.h"
#include "ui/common/messagebar.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/directoriesbox.h"
#include "ui/discover/discoverdelegate.h"
#include "ui/discover/discoverlist.h"
#include "ui/discover/discovermodel.h"
#include "ui/discover/discoverpage.h"
#include "ui/discover/previewlist.h"
#include "ui/discover/previewpage.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestDiscover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aFailureIsASentenceAndTheListStays();
    void troublesAreAQuietLine();
    void nothingIsWishedBeforeSomebodyTypes();
    void wordsAreWishedAfterAPause();
    void twoLettersWaitForEnter();
    void theSameWordsAreNotWishedTwiceByWaiting();
    void escapeEmptiesTheField();
    void chartsAreShownWhenWished();
    void theKeyboardReachesEveryRow();
    void theButtonOfARowSubscribes();
    void whatAppleAloneHasIsExplained();
    void theChoiceStaysWhileAnswersCome();
    void theModelsKeepTheContract();
    void aPreviewThatFailsCanBeTriedAgain();
    void aPreviewListsAndPlays();
    void thePreviewKnowsHowItStands();
    void directoriesAreSwitchedOff();
    void everyControlHasItsName();

private:
    static DirectoryEntries entries(int count);
    static FeedPreview preview();
    template<typename T>
    T *child(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QLineEdit *field() const { return child<QLineEdit>(u"discoverField"_s); }
    DiscoverList *list() const { return child<DiscoverList>(u"discoverList"_s); }
    PreviewList *episodes() const { return child<PreviewList>(u"previewList"_s); }
    QString sentence(const QString &state) const
    {
        return child<EmptyState>(state)->findChild<TextLabel *>(u"emptySentence"_s)->text();
    }

    std::unique_ptr<DiscoverPage> m_page;
};

void TestDiscover::init()
{
    failOnAnyWarning();
    m_page = std::make_unique<DiscoverPage>();
    m_page->resize(900, 640);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->focusSearch();
}

DirectoryEntries TestDiscover::entries(int count)
{
    DirectoryEntries all;
    for (int i = 0; i < count; ++i) {
        DirectoryEntry entry;
        entry.title = u"Podcast %1"_s.arg(i);
        entry.author = u"Author"_s;
        entry.feed = QUrl(u"https://a.example/%1"_s.arg(i));
        entry.episodes = 12;
        entry.sources = Directory::Itunes | Directory::Fyyd;
        all += entry;
    }
    return all;
}

FeedPreview TestDiscover::preview()
{
    FeedPreview preview;
    preview.podcast.title = u"The show"_s;
    preview.podcast.author = u"Ann"_s;
    preview.podcast.url = QUrl(u"https://a.example/f"_s);
    preview.descriptionHtml = u"<p>About <b>it</b></p>"_s;
    preview.count = 2;
    for (int i = 0; i < 2; ++i) {
        Episode episode;
        episode.guid = QString::number(i);
        episode.row = SampleLibrary::row(i);
        episode.row.id = {};
        preview.episodes += episode;
    }
    return preview;
}

void TestDiscover::aFailureIsASentenceAndTheListStays()
{
    m_page->showEntries(entries(2));
    m_page->showFailure(u"The server did not answer."_s);
    QVERIFY(child<MessageBar>(u"discoverMessage"_s)->isVisible());
    QVERIFY(list()->isVisible());
    QTest::keyClicks(field(), u"x"_s);
    QVERIFY(!child<MessageBar>(u"discoverMessage"_s)->isVisible());
}

void TestDiscover::troublesAreAQuietLine()
{
    auto *line = child<TextLabel>(u"discoverTroubles"_s);
    QVERIFY(!line->isVisible());
    m_page->showEntries(entries(1));
    m_page->showTroubles({u"fyyd: It did not answer."_s});
    QVERIFY(line->isVisible());
    QVERIFY(line->text().contains(u"fyyd"_s));
    m_page->showTroubles({});
    QVERIFY(!line->isVisible());
}

void TestDiscover::nothingIsWishedBeforeSomebodyTypes()
{
    QSignalSpy wished(m_page.get(), &DiscoverPage::textWished);
    QTest::keyClick(field(), Qt::Key_Return);
    QTest::keyClicks(field(), u"   "_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!wished.wait(DiscoverPage::QuietFor * 2));
    QVERIFY(child<EmptyState>(u"discoverState"_s)->isVisible());
}

void TestDiscover::wordsAreWishedAfterAPause()
{
    QSignalSpy wished(m_page.get(), &DiscoverPage::textWished);
    QTest::keyClicks(field(), u"hist"_s);
    QVERIFY(wished.isEmpty());
    QVERIFY(wished.wait());
    QCOMPARE(wished.takeFirst(), QVariantList({u"hist"_s, false}));
    QTest::keyClicks(field(), u"ory"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.takeFirst(), QVariantList({u"history"_s, true}));
    QVERIFY(!wished.wait(DiscoverPage::QuietFor * 2));
}

void TestDiscover::twoLettersWaitForEnter()
{
    QSignalSpy wished(m_page.get(), &DiscoverPage::textWished);
    QTest::keyClicks(field(), u"ab"_s);
    QVERIFY(!wished.wait(DiscoverPage::QuietFor * 2));
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
}

void TestDiscover::theSameWordsAreNotWishedTwiceByWaiting()
{
    QSignalSpy wished(m_page.get(), &DiscoverPage::textWished);
    QTest::keyClicks(field(), u"history"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QTest::keyClick(field(), Qt::Key_Space);
    QTest::keyClick(field(), Qt::Key_Backspace);
    QVERIFY(!wished.wait(DiscoverPage::QuietFor * 2));
    QCOMPARE(wished.size(), 1);
}

void TestDiscover::escapeEmptiesTheField()
{
    QSignalSpy cleared(m_page.get(), &DiscoverPage::textCleared);
    QTest::keyClicks(field(), u"history"_s);
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(field()->text().isEmpty());
    QCOMPARE(cleared.size(), 1);
}

void TestDiscover::chartsAreShownWhenWished()
{
    auto *country = child<QComboBox>(u"chartCountry"_s);
    auto *category = child<QComboBox>(u"chartCategory"_s);
    QVERIFY(!country->isVisible());
    QSignalSpy wished(m_page.get(), &DiscoverPage::chartsWished);
    auto *button = child<EmptyState>(u"discoverState"_s)->findChild<QPushButton *>();
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(wished.size(), 1);

    m_page->showChartChoice(u"de"_s, 1533);
    QVERIFY(country->isVisible());
    QCOMPARE(country->currentText(), u"Germany"_s);
    QCOMPARE(category->currentText(), u"Science"_s);
    QSignalSpy chosen(m_page.get(), &DiscoverPage::chartChosen);
    category->setFocus();
    QTest::keyClick(category, Qt::Key_Down);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"de"_s);
}

void TestDiscover::theKeyboardReachesEveryRow()
{
    m_page->showEntries(entries(3));
    QSignalSpy opened(m_page.get(), &DiscoverPage::openWished);
    QSignalSpy subscribed(m_page.get(), &DiscoverPage::subscribeWished);
    QTest::keyClick(field(), Qt::Key_Down);
    QVERIFY(list()->hasFocus());
    QTest::keyClick(list(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().value<DirectoryEntry>().title, u"Podcast 1"_s);
    QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(subscribed.size(), 1);
    QTest::keyClick(list(), Qt::Key_Up);
    QTest::keyClick(list(), Qt::Key_Up);
    QVERIFY(field()->hasFocus());
}

void TestDiscover::theButtonOfARowSubscribes()
{
    m_page->showEntries(entries(2));
    m_page->model().setSubscribed({u"//a.example/1"_s});
    QSignalSpy opened(m_page.get(), &DiscoverPage::openWished);
    QSignalSpy subscribed(m_page.get(), &DiscoverPage::subscribeWished);
    const auto click = [this](int row, bool onButton) {
        const QModelIndex index = m_page->model().index(row);
        const QRect place = list()->visualRect(index);
        const QPoint at = onButton ? QPoint(place.right() - 40, place.center().y())
                                   : QPoint(place.x() + 120, place.center().y());
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at);
    };
    click(0, true);
    QCOMPARE(subscribed.size(), 1);
    QCOMPARE(opened.size(), 0);
    click(0, false);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(m_page->model().standing(entries(2).at(1)), DiscoverModel::Standing::Subscribed);
    click(1, true);
    QCOMPARE(subscribed.size(), 1);
    QCOMPARE(opened.size(), 2);
}

void TestDiscover::whatAppleAloneHasIsExplained()
{
    DirectoryEntries all = entries(1);
    all.first().feed.clear();
    all.first().appleId = 3;
    m_page->showEntries(all);
    QSignalSpy opened(m_page.get(), &DiscoverPage::openWished);
    QSignalSpy subscribed(m_page.get(), &DiscoverPage::subscribeWished);
    QTest::keyClick(field(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_Return);
    QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(opened.isEmpty() && subscribed.isEmpty());
    const QModelIndex row = m_page->model().index(0);
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains(elsewhereText()));
}

void TestDiscover::theChoiceStaysWhileAnswersCome()
{
    DirectoryEntries all = entries(4);
    m_page->showEntries(all.mid(1));
    QTest::keyClick(field(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(list()->currentIndex().data().toString(), u"Podcast 2"_s);
    m_page->showEntries(all);
    QCOMPARE(list()->currentIndex().data().toString(), u"Podcast 2"_s);
    QCOMPARE(list()->currentIndex().row(), 2);
}

void TestDiscover::theModelsKeepTheContract()
{
    DiscoverModel found;
    QAbstractItemModelTester tester(&found, QAbstractItemModelTester::FailureReportingMode::QtTest);
    found.setEntries(entries(3));
    found.setSubscribed({u"//a.example/1"_s});
    found.setEntries({});
    PreviewModel heard;
    QAbstractItemModelTester other(&heard, QAbstractItemModelTester::FailureReportingMode::QtTest);
    heard.setEpisodes(preview().episodes);
    heard.setCurrent(u"1"_s, true);
    QVERIFY(heard.isPlaying(1));
    heard.setEpisodes({});
}

void TestDiscover::aPreviewThatFailsCanBeTriedAgain()
{
    m_page->preview().showLoading(u"The show"_s, u"Ann"_s, {});
    m_page->showPreview(true);
    QVERIFY(!child<QPushButton>(u"previewSubscribe"_s)->isEnabled());
    m_page->preview().showFailure(u"The server refuses."_s, u"Try again"_s);
    QCOMPARE(sentence(u"previewState"_s), u"The server refuses."_s);
    QSignalSpy retried(&m_page->preview(), &PreviewPage::retryWished);
    child<EmptyState>(u"previewState"_s)->findChild<QPushButton *>()->click();
    QCOMPARE(retried.size(), 1);
    QTest::keyClick(&m_page->preview(), Qt::Key_Escape);
    QVERIFY(!m_page->isPreviewShown());
}

void TestDiscover::aPreviewListsAndPlays()
{
    m_page->preview().showLoading(u"The show"_s, {}, {});
    m_page->showPreview(true);
    m_page->preview().showPreview(preview());
    QCOMPARE(child<TextLabel>(u"previewTitle"_s)->text(), u"The show"_s);
    QVERIFY(child<TextLabel>(u"previewFacts"_s)->text().startsWith(u"Ann · 2 "_s));
    QSignalSpy played(&m_page->preview(), &PreviewPage::playWished);
    const auto rowAt = [this](int row) {
        return episodes()->visualRect(episodes()->model()->index(row, 0));
    };
    QTest::mouseClick(episodes()->viewport(), Qt::LeftButton, {},
                      rowAt(1).topLeft() + QPoint(23, 22));
    QCOMPARE(played.size(), 1);
    QCOMPARE(played.first().first().value<Episode>().guid, u"1"_s);
    QTest::mouseClick(episodes()->viewport(), Qt::LeftButton, {}, rowAt(0).center());
    QCOMPARE(played.size(), 1);
    episodes()->setFocus();
    QTest::keyClick(episodes(), Qt::Key_Return);
    QCOMPARE(played.size(), 2);
    QCOMPARE(played.last().first().value<Episode>().guid, u"0"_s);
}

void TestDiscover::thePreviewKnowsHowItStands()
{
    PreviewPage &page = m_page->preview();
    page.showPreview(preview());
    m_page->showPreview(true);
    auto *button = child<QPushButton>(u"previewSubscribe"_s);
    QSignalSpy subscribed(&page, &PreviewPage::subscribeWished);
    QSignalSpy shown(&page, &PreviewPage::showWished);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(subscribed.size(), 1);
    page.setStanding(PreviewPage::Standing::Subscribing);
    QVERIFY(!button->isEnabled());
    page.setStanding(PreviewPage::Standing::Subscribed);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(subscribed.size(), 1);
}

void TestDiscover::directoriesAreSwitchedOff()
{
    DirectorySettings settings;
    settings.podcastIndex = false;
    DirectoriesBox box(settings);
    box.show();
    QSignalSpy changed(&box, &DirectoriesBox::changed);
    QTest::keyClick(box.findChild<QCheckBox *>(u"askFyyd"_s), Qt::Key_Space);
    QCOMPARE(changed.size(), 1);
    auto *key = box.findChild<QLineEdit *>(u"podcastIndexKey"_s);
    QVERIFY(!key->isEnabled());
    box.findChild<QCheckBox *>(u"askPodcastIndex"_s)->click();
    QVERIFY(key->isEnabled());
    QTest::keyClicks(key, u"KEY"_s);
    QTest::keyClick(key, Qt::Key_Return);
    const auto last = changed.last().first().value<DirectorySettings>();
    QVERIFY(last.itunes && !last.fyyd && last.podcastIndex);
    QCOMPARE(last.podcastIndexKey, u"KEY"_s);
}

void TestDiscover::everyControlHasItsName()
{
    m_page->showEntries(entries(1));
    m_page->showChartChoice(u"us"_s, 0);
    const auto widgets = m_page->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty()
                || (button != nullptr && (!button->text().isEmpty() || !button->isVisible()))
                || widget->inherits("QComboBoxPrivateContainer")
                || widget->inherits("QComboBoxListView") || widget->focusProxy() != nullptr;
        QVERIFY2(isNamed,
                 qPrintable(QLatin1StringView(widget->metaObject()->className()) + u' '
                            + widget->objectName()));
    }
}

QTEST_MAIN(TestDiscover)
#include "tst_discover.moc"
