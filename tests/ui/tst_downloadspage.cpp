// SPDX-License-Identifier: GPL-3.0-or-later
#include "downloadsamples.h"
#include "support/failonwarning.h"
#include "ui/common/emptystate.h"
#include "ui/common/textlabel.h"
#include "ui/downloads/downloadsdelegate.h"
#include "ui/downloads/downloadslist.h"
#include "ui/downloads/downloadspage.h"
#include "ui/downloads/downloadtexts.h"

#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Earmark;
using namespace Earmark::DownloadSamples;

using Kind = DownloadsModel::Kind;
using Section = DownloadsModel::Section;

class TestDownloadsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nothingThereSaysWhatToDo();
    void aFailureIsASentenceWithItsReason();
    void filesAreToldWithTheRoomThatIsLeft();
    void fiveThousandFilesAreNotReadAnew();
    void theChoiceFollowsItsEpisode();
    void theChoiceGoesOnWhenItsRowGoes();
    void arrowsPassHeadings();
    void enterPlaysAndDeleteDeletes();
    void keysOfADownload_data();
    void keysOfADownload();
    void theKeyboardGoesToTheListAsSoonAsThereIsOne();
    void spaceIsLeftToThePlayer();
    void buttonsOfARow();
    void aPointAtNoButtonOnlyChooses();
    void theMenuOffersWhatTheKeysDo();
    void aPodcastsRowLeadsToIt();
    void whatCanBeDoneWithAll();
    void theFolderMoves();
    void everythingHasItsName();

private:
    void fill();
    void choose(int id);
    int rowOf(int id) const { return m_page->model().rowOf(EpisodeId(id)); }
    QModelIndex at(int row) const { return m_page->model().index(row); }
    DownloadsList *list() const { return m_page->list(); }
    QString text(const QString &label) const
    {
        return m_page->findChild<TextLabel *>(label)->text();
    }
    QPushButton *button(const QString &name) const
    {
        return m_page->findChild<QPushButton *>(name);
    }
    QPoint buttonCentre(int id, int fromRight) const;

    std::unique_ptr<DownloadsPage> m_page;
};

void TestDownloadsPage::init()
{
    failOnAnyWarning();
    QLocale::setDefault(QLocale::c());
    m_page = std::make_unique<DownloadsPage>();
    m_page->resize(700, 640);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

/// 1 runs, 2 waits, 3 failed, 4 is paused; 5, 6 and 7 are there.
void TestDownloadsPage::fill()
{
    DownloadRows rows;
    for (int id = 1; id <= 7; ++id)
        rows.append(row(id, id < 5 ? MediaPresence::Partly : MediaPresence::Whole));
    m_page->showFiles(rows);
    m_page->showDownloads({view(1, DownloadState::Running), view(2, DownloadState::Waiting),
                           view(4, DownloadState::Paused), view(3, DownloadState::Failed)},
                          false);
    m_page->showUsage({{.podcast = PodcastId(2),
                        .title = u"Podcast 2"_s,
                        .files = 12,
                        .parts = 1,
                        .bytes = 900'000'000},
                       {.podcast = PodcastId(), .title = {}, .files = 1, .bytes = 45'000'000}},
                      {.episodes = 5, .bytes = 120'000'000});
}

void TestDownloadsPage::choose(int id)
{
    list()->setFocus();
    list()->setCurrentIndex(at(rowOf(id)));
}

/// The second from the right is 1.
QPoint TestDownloadsPage::buttonCentre(int id, int fromRight) const
{
    QStyleOptionViewItem option;
    option.rect = list()->visualRect(at(rowOf(id)));
    option.state = QStyle::State_MouseOver;
    int found = -1;
    std::optional<DownloadWish> last;
    for (int x = option.rect.right(); x > option.rect.x(); --x) {
        const QPoint point(x, option.rect.center().y());
        const auto wish = DownloadsDelegate::wishAt(option, at(rowOf(id)), point);
        if (wish && wish != last && ++found == fromRight)
            return point - QPoint(4, 0);
        last = wish;
    }
    return {};
}

void TestDownloadsPage::nothingThereSaysWhatToDo()
{
    const auto *empty = m_page->findChild<EmptyState *>(u"downloadsEmpty"_s);
    QVERIFY(empty->isVisible());
    QVERIFY(empty->findChild<TextLabel *>(u"emptySentence"_s)->text().contains(u"Press D"_s));
    QVERIFY(!button(u"downloadsAll"_s)->isVisible());
    QVERIFY(!button(u"downloadsCancelAll"_s)->isVisible());
    fill();
    QVERIFY(!empty->isVisible());
    m_page->showFiles({});
    m_page->showDownloads({}, false);
    m_page->showUsage({}, {});
    QVERIFY(empty->isVisible());
}

void TestDownloadsPage::aFailureIsASentenceWithItsReason()
{
    fill();
    const QString said = at(rowOf(3)).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(said.contains(u"answered that the file is not there (404)"_s), qPrintable(said));
    m_page->showFailure(u"The disk is full."_s);
    QVERIFY(list()->isVisible());
}

void TestDownloadsPage::filesAreToldWithTheRoomThatIsLeft()
{
    QCOMPARE(filesText(41, 1'900'000'000, 120'000'000'000), u"41 file(s), 1.9 GB · 120 GB free"_s);
    QCOMPARE(filesText(0, 0, 120'000'000'000), u"120 GB free"_s);
    QCOMPARE(filesText(0, 0, {}), QString());
    fill();
    m_page->setFree(2'000'000'000);
    QCOMPARE(text(u"downloadsFiles"_s), u"3 file(s), 180 MB · 2 GB free"_s);
}

void TestDownloadsPage::fiveThousandFilesAreNotReadAnew()
{
    constexpr int Files = 5000;
    constexpr int Ticks = 200;
    DownloadRows rows{row(Files + 1, MediaPresence::Partly), row(Files + 2, MediaPresence::Partly)};
    rows += files(Files);
    m_page->showFiles(rows);
    DownloadView one = view(Files + 1, DownloadState::Running);
    DownloadView other = view(Files + 2, DownloadState::Running);
    m_page->showDownloads({one, other}, false);
    list()->grab();

    int told = 0;
    connect(&m_page->model(), &QAbstractItemModel::dataChanged, this,
            [&told](const QModelIndex &first, const QModelIndex &last) {
                told += last.row() - first.row() + 1;
            });
    const QSignalSpy inserted(&m_page->model(), &QAbstractItemModel::rowsInserted);
    const QSignalSpy removed(&m_page->model(), &QAbstractItemModel::rowsRemoved);
    const QSignalSpy reset(&m_page->model(), &QAbstractItemModel::modelReset);
    for (int tick = 0; tick < Ticks; ++tick) {
        one.present += 1000;
        other.present += 1000;
        m_page->updateDownloads({one, other});
    }
    QCOMPARE(told, 2 * Ticks);
    QCOMPARE(inserted.count() + removed.count() + reset.count(), 0);

    // One that comes moves what is between its two places, not the thousands below.
    m_page->showDownloads({other}, false);
    QCOMPARE(removed.count(), 1);
    QVERIFY(removed.first().at(2).toInt() - removed.first().at(1).toInt() < 4);
    QCOMPARE(m_page->model().files(), Files);
}

void TestDownloadsPage::theChoiceFollowsItsEpisode()
{
    fill();
    choose(2);
    QSignalSpy chosen(m_page.get(), &DownloadsPage::chosen);
    m_page->showDownloads({view(1, DownloadState::Running), view(2, DownloadState::Running),
                           view(4, DownloadState::Paused), view(3, DownloadState::Failed)},
                          false);
    QCOMPARE(list()->currentEpisode(), EpisodeId(2));
    DownloadRows rows{row(2), row(1, MediaPresence::Partly), row(5)};
    m_page->showFiles(rows);
    m_page->showDownloads({view(1, DownloadState::Running)}, false);
    QCOMPARE(list()->currentEpisode(), EpisodeId(2));
    QCOMPARE(at(rowOf(2)).data(DownloadsModel::SectionRole).value<Section>(), Section::Files);
    QVERIFY(chosen.isEmpty());
}

void TestDownloadsPage::theChoiceGoesOnWhenItsRowGoes()
{
    fill();
    choose(6);
    QSignalSpy chosen(m_page.get(), &DownloadsPage::chosen);
    DownloadRows rows;
    for (const int id : {1, 2, 3, 4})
        rows += row(id, MediaPresence::Partly);
    rows += {row(5), row(7)};
    m_page->showFiles(rows);
    QCOMPARE(list()->currentEpisode(), EpisodeId(7));
    QCOMPARE(chosen.count(), 1);
    rows.removeLast();
    m_page->showFiles(rows);
    QVERIFY(list()->currentIndex().isValid());
    QVERIFY(m_page->model().keyAt(list()->currentIndex().row()).kind != Kind::Heading);
}

void TestDownloadsPage::arrowsPassHeadings()
{
    fill();
    list()->setFocus(Qt::TabFocusReason);
    QCOMPARE(list()->currentEpisode(), EpisodeId(1));
    for (const int id : {2, 3, 4, 5, 6, 7}) {
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(list()->currentEpisode(), EpisodeId(id));
    }
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(list()->currentIndex().row(), m_page->model().rowCount() - 1);
    QTest::keyClick(list(), Qt::Key_Home);
    QCOMPARE(list()->currentEpisode(), EpisodeId(1));
    QTest::keyClick(list(), Qt::Key_Up);
    QCOMPARE(list()->currentEpisode(), EpisodeId(1));
    QTest::keyClick(list(), Qt::Key_End);
    QCOMPARE(list()->currentIndex().row(), m_page->model().rowCount() - 1);
    QTest::keyClick(list(), Qt::Key_PageUp);
    QVERIFY(list()->currentIndex().row() < m_page->model().rowCount() - 1);
    QVERIFY(m_page->model().keyAt(list()->currentIndex().row()).kind != Kind::Heading);
}

void TestDownloadsPage::enterPlaysAndDeleteDeletes()
{
    fill();
    choose(6);
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    QTest::keyClick(list(), Qt::Key_Return);
    QTest::keyClick(list(), Qt::Key_Delete);
    QTest::keyClick(list(), Qt::Key_P);
    QTest::keyClick(list(), Qt::Key_D);
    QCOMPARE(wished.count(), 2);
    QTest::keyClick(list(), Qt::Key_D, Qt::ShiftModifier);
    QCOMPARE(wished.last().first().value<DownloadWish>(), DownloadWish::DeleteFile);
    QCOMPARE(wished.at(0).at(0).value<DownloadWish>(), DownloadWish::Play);
    QCOMPARE(wished.at(0).at(1).value<EpisodeId>(), EpisodeId(6));
    QCOMPARE(wished.at(1).at(0).value<DownloadWish>(), DownloadWish::DeleteFile);
}

void TestDownloadsPage::keysOfADownload_data()
{
    QTest::addColumn<int>("id");
    QTest::addColumn<int>("key");
    QTest::addColumn<DownloadWish>("expected");
    QTest::newRow("running") << 1 << int(Qt::Key_P) << DownloadWish::Pause;
    QTest::newRow("waiting") << 2 << int(Qt::Key_P) << DownloadWish::Pause;
    QTest::newRow("failed") << 3 << int(Qt::Key_P) << DownloadWish::Resume;
    QTest::newRow("paused") << 4 << int(Qt::Key_P) << DownloadWish::Resume;
    QTest::newRow("running, D") << 1 << int(Qt::Key_D) << DownloadWish::Cancel;
    QTest::newRow("failed, D") << 3 << int(Qt::Key_D) << DownloadWish::Resume;
    QTest::newRow("cancel") << 3 << int(Qt::Key_Delete) << DownloadWish::Cancel;
    QTest::newRow("play") << 1 << int(Qt::Key_Return) << DownloadWish::Play;
}

void TestDownloadsPage::keysOfADownload()
{
    QFETCH(const int, id);
    QFETCH(const int, key);
    fill();
    choose(id);
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    QTest::keyClick(list(), Qt::Key(key), Qt::ControlModifier);
    QVERIFY(wished.isEmpty() || key == Qt::Key_Return);
    wished.clear();
    QTest::keyClick(list(), Qt::Key(key));
    QCOMPARE(wished.count(), 1);
    QTEST(wished.first().at(0).value<DownloadWish>(), "expected");
    QCOMPARE(wished.first().at(1).value<EpisodeId>(), EpisodeId(id));
}

void TestDownloadsPage::theKeyboardGoesToTheListAsSoonAsThereIsOne()
{
    m_page->focusList();
    QVERIFY(m_page->findChild<QToolButton *>(u"downloadsMore"_s)->hasFocus());
    fill();
    QTRY_VERIFY(list()->hasFocus());
    QVERIFY(list()->currentEpisode().isValid());
    button(u"downloadsAll"_s)->setFocus();
    m_page->showFiles({});
    fill();
    QVERIFY(!list()->hasFocus());
    m_page->focusList();
    QVERIFY(list()->hasFocus());
}

void TestDownloadsPage::spaceIsLeftToThePlayer()
{
    fill();
    choose(5);
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Left, Qt::Key_E}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(list(), &event);
        QVERIFY(!event.isAccepted());
    }
    QVERIFY(wished.isEmpty());
}

void TestDownloadsPage::buttonsOfARow()
{
    fill();
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    const auto click = [this](int id, int fromRight) {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, buttonCentre(id, fromRight));
    };
    click(1, 0);
    click(1, 1);
    click(3, 1);
    click(5, 0);
    click(5, 1);
    QList<DownloadWish> wishes;
    for (const QVariantList &one : std::as_const(wished))
        wishes += one.first().value<DownloadWish>();
    QCOMPARE(wishes,
             (QList{DownloadWish::Cancel, DownloadWish::Pause, DownloadWish::Resume,
                    DownloadWish::DeleteFile, DownloadWish::Play}));
}

void TestDownloadsPage::aPointAtNoButtonOnlyChooses()
{
    fill();
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    QSignalSpy chosen(m_page.get(), &DownloadsPage::chosen);
    const QRect place = list()->visualRect(at(rowOf(5)));
    const QPoint title = place.topLeft() + QPoint(120, 20);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, title);
    QVERIFY(wished.isEmpty());
    QCOMPARE(chosen.count(), 1);
    QTest::mouseDClick(list()->viewport(), Qt::LeftButton, {}, title);
    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished.first().first().value<DownloadWish>(), DownloadWish::Play);
}

void TestDownloadsPage::theMenuOffersWhatTheKeysDo()
{
    fill();
    choose(3);
    QSignalSpy wished(m_page.get(), &DownloadsPage::wished);
    QSignalSpy podcast(m_page.get(), &DownloadsPage::podcastWished);
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QCoreApplication::sendEvent(list()->viewport(), &byKey);
    auto *menu = list()->findChild<QMenu *>(u"downloadMenu"_s);
    QVERIFY(menu != nullptr);
    QStringList texts;
    for (QAction *action : menu->actions()) {
        if (!action->isSeparator())
            texts += action->text().section(u'\t', 0, 0);
        action->trigger();
    }
    menu->close();
    QCOMPARE(texts,
             (QStringList{u"Play"_s, u"Try again"_s, u"Cancel the download"_s,
                          u"Show the podcast"_s}));
    QCOMPARE(wished.count(), 3);
    QCOMPARE(podcast.first().first().value<PodcastId>(), PodcastId(1));
}

void TestDownloadsPage::aPodcastsRowLeadsToIt()
{
    fill();
    QSignalSpy podcast(m_page.get(), &DownloadsPage::podcastWished);
    QAction *action = m_page->findChild<QAction *>(u"goToStorage"_s);
    QVERIFY(action->isEnabled());
    action->trigger();
    QVERIFY(list()->hasFocus());
    const QModelIndex row = list()->currentIndex();
    QCOMPARE(row.data().toString(), u"Podcast 2"_s);
    QCOMPARE(row.data(DownloadsModel::FactsRole).toString(), u"12 file(s), 1 part(s) · 900 MB"_s);
    QCOMPARE(row.data(DownloadsModel::ShareRole).toDouble(), 1.0);
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(podcast.count(), 1);
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(list()->currentIndex().data().toString(), nobodysText());
    QTest::keyClick(list(), Qt::Key_Return);
    QTest::keyClick(list(), Qt::Key_Delete);
    QCOMPARE(podcast.count(), 1);
}

void TestDownloadsPage::whatCanBeDoneWithAll()
{
    using AllWish = DownloadsHeader::AllWish;
    fill();
    QSignalSpy wished(m_page->header(), &DownloadsHeader::allWished);
    const auto press = [&](const QList<DownloadView> &views, bool areAllPaused) {
        m_page->showDownloads(views, areAllPaused);
        button(u"downloadsAll"_s)->setFocus();
        QTest::keyClick(button(u"downloadsAll"_s), Qt::Key_Space);
        return wished.last().first().value<AllWish>();
    };
    const DownloadView waits = view(2, DownloadState::Waiting);
    const DownloadView failed = view(3, DownloadState::Failed);
    QCOMPARE(press({waits, failed}, false), AllWish::Pause);
    QCOMPARE(press({waits, failed}, true), AllWish::Resume);
    QCOMPARE(press({view(4, DownloadState::Paused), failed}, false), AllWish::Resume);
    QCOMPARE(press({failed}, false), AllWish::TryAgain);
    QSignalSpy cancelled(m_page->header(), &DownloadsHeader::cancelAllWished);
    button(u"downloadsCancelAll"_s)->click();
    QCOMPARE(cancelled.count(), 1);
    m_page->showDownloads({}, false);
    QVERIFY(!button(u"downloadsAll"_s)->isVisible());
    QVERIFY(!button(u"downloadsCancelAll"_s)->isVisible());
}

void TestDownloadsPage::theFolderMoves()
{
    auto *cancel = button(u"cancelMoving"_s);
    auto *move = m_page->findChild<QAction *>(u"moveFolder"_s);
    QVERIFY(!cancel->isVisible() && !move->isVisible());
    m_page->header()->setCanMove(true);
    QVERIFY(move->isVisible() && move->isEnabled());
    m_page->header()->showMoving(12, 41);
    QVERIFY(cancel->isVisible() && !move->isEnabled());
    QCOMPARE(text(u"movingText"_s), u"Moving 12 of 41 file(s)…"_s);
    QCOMPARE(m_page->findChild<QProgressBar *>()->value(), 12);
    QSignalSpy cancelled(m_page->header(), &DownloadsHeader::cancelMovingWished);
    QTest::keyClick(cancel, Qt::Key_Space);
    QCOMPARE(cancelled.count(), 1);
    m_page->header()->showMoving(0, 0);
    QVERIFY(!cancel->isVisible() && move->isEnabled());
}

void TestDownloadsPage::everythingHasItsName()
{
    fill();
    for (int row = 0; row < m_page->model().rowCount(); ++row) {
        const bool isRead = (at(row).flags() & Qt::ItemIsEnabled) != 0;
        const QString name = at(row).data(Qt::AccessibleTextRole).toString();
        QVERIFY(!isRead || !name.isEmpty() || !at(row).data().toString().isEmpty());
    }
    const auto widgets = m_page->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty()
                         || (button != nullptr
                             && (!button->text().isEmpty() || !button->isVisible())),
                 qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestDownloadsPage)
#include "tst_downloadspage.moc"
