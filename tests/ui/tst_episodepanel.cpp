// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/messagebar.h"
#include "ui/common/textlabel.h"
#include "ui/episode/chapterlistview.h"
#include "ui/episode/episodepanel.h"
#include "ui/episode/notesview.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::milliseconds;

class TestEpisodePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void notesLoadNothingByThemselves();
    void allowedPicturesComeFromTheCoversOnly();
    void aPictureKeepsItsShape();
    void aPictureThatArrivesLeavesTheReadersPlace();
    void aScrollBarThatComesDoesNotDisturbTheLayout();
    void linksOfNotesGoOutAsWishes();
    void aTimeInTheNotesSeeks_data();
    void aTimeInTheNotesSeeks();
    void hugeNotesAreShownInTwoSteps();
    void notesLeaveThePlayersKeys();
    void imagesAreAskedAbout();
    void aClickOnAChapterPlaysFromThere();
    void enterOnAChapterPlaysFromThere();
    void theKeysStayWhereTimesAreMended();
    void theChapterThatPlaysIsMarked();
    void chapterModelKeepsTheContract();
    void theSourceIsShownAndCanBeChanged();
    void anEpisodeWithoutChaptersShowsItsNotes();
    void aChosenTabStays();
    void buttonsAreWishes();
    void whatItSavedIsAFactOfTheEpisode();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    void showChapters(const QList<ChapterSource> &choices = {ChapterSource::Notes});

    std::unique_ptr<EpisodePanel> m_panel;
};

namespace {

/// Counts what is asked of it.
class CountingCovers : public CoverSource
{
public:
    QPixmap cover(const QUrl &address, int) override
    {
        asked += address;
        return {};
    }
    QPixmap picture(const QUrl &address, int side) override
    {
        asked += address;
        lastSide = side;
        QPixmap picture(size);
        picture.fill(Qt::red);
        return picture;
    }
    QList<QUrl> asked;
    int lastSide = 0; ///< Device pixels.
    QSize size{8, 8}; ///< Of every picture; nothing: it has not come yet.
};

} // namespace

void TestEpisodePanel::init()
{
    failOnAnyWarning();
    m_panel = std::make_unique<EpisodePanel>();
    m_panel->resize(400, 640);
    m_panel->showEpisode(SampleLibrary::row(0));
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestEpisodePanel::showChapters(const QList<ChapterSource> &choices)
{
    ChaptersView view;
    view.chapters = SampleLibrary::chapters();
    view.choices = choices;
    m_panel->showChapters(view);
}

void TestEpisodePanel::notesLoadNothingByThemselves()
{
    QFile secret(QDir::temp().filePath(u"earmark-test-picture.png"_s));
    QPixmap picture(4, 4);
    picture.fill(Qt::blue);
    QVERIFY(picture.save(secret.fileName()));
    NotesView notes;

    for (const QString &address :
         {QUrl::fromLocalFile(secret.fileName()).toString(), u"http://127.0.0.1:1/a.png"_s,
          u"qrc:/icons/play.svg"_s, u":/icons/play.svg"_s, secret.fileName()}) {
        notes.setNotes(u"<p>a<img src=\"%1\">b</p>"_s.arg(address), false);
        QVERIFY(!notes.loadResource(QTextDocument::ImageResource, QUrl(address)).isValid());
        QVERIFY(!notes.loadResource(QTextDocument::HtmlResource, QUrl(address)).isValid());
        QVERIFY(!notes.loadResource(QTextDocument::StyleSheetResource, QUrl(address)).isValid());
        notes.setSource(QUrl(address));
        QVERIFY(notes.toPlainText().startsWith(u'a'));
    }
    QVERIFY(secret.remove());
}

void TestEpisodePanel::allowedPicturesComeFromTheCoversOnly()
{
    CountingCovers covers;
    NotesView notes;
    notes.setCovers(&covers);
    const QUrl address(u"https://example.org/a.png"_s);

    notes.setNotes(u"<p><img src=\"https://example.org/a.png\"></p>"_s, false);
    notes.resize(300, 300);
    notes.grab();
    QCOMPARE(covers.asked, QList<QUrl>());

    notes.setNotes(u"<p><img src=\"https://example.org/a.png\"></p>"_s, true);
    notes.grab();
    QVERIFY(covers.asked.contains(address));
}

void TestEpisodePanel::aPictureKeepsItsShape()
{
    CountingCovers covers;
    covers.size = {200, 50};
    NotesView notes;
    notes.setCovers(&covers);
    notes.resize(300, 300);

    notes.setNotes(u"<p><img src=\"https://example.org/a.png\"></p>"_s, true);

    const QPixmap shown
            = notes.loadResource(QTextDocument::ImageResource, QUrl(u"https://example.org/a.png"_s))
                      .value<QPixmap>();
    QCOMPARE(shown.deviceIndependentSize(), QSizeF(200, 50));
}

void TestEpisodePanel::aPictureThatArrivesLeavesTheReadersPlace()
{
    CountingCovers covers;
    covers.size = {};
    NotesView notes;
    notes.setCovers(&covers);
    notes.resize(300, 300);
    notes.show();
    const QString line = u"<p>A line of these notes.</p>"_s;
    notes.setNotes(line.repeated(100)
                           + u"<p><img src=\"https://example.org/a.png?w=9&amp;h=9\"></p>"_s,
                   true);
    notes.grab();
    const int place = notes.verticalScrollBar()->maximum() / 2;
    QVERIFY(place > 0);
    notes.verticalScrollBar()->setValue(place);
    const double before = notes.document()->size().height();

    covers.size = {200, 150};
    Q_EMIT covers.coverArrived(QUrl(u"https://example.org/a.png?w=9&h=9"_s));

    QTRY_VERIFY(notes.document()->size().height() > before);
    QCOMPARE(notes.verticalScrollBar()->value(), place);
}

void TestEpisodePanel::aScrollBarThatComesDoesNotDisturbTheLayout()
{
    CountingCovers covers;
    covers.size = {300, 300};
    NotesView notes;
    notes.setCovers(&covers);
    const QString html = u"<p>A line.</p><p><img src=\"https://example.org/a.png\"></p>"_s;
    notes.setNotes(html, true);
    notes.show();
    QVERIFY(QTest::qWaitForWindowExposed(&notes));
    // Each of these makes the bar come or go, one of them amid the layout of the picture.
    for (int height = 400; height > 200; height -= 5) {
        notes.resize(240, height);
        notes.setNotes(html + u"<p>Another line.</p>"_s.repeated((height / 5) % 7), true);
        notes.grab();
    }
    const int before = covers.lastSide;
    notes.resize(200, 300);
    QTRY_VERIFY(covers.lastSide > 0 && covers.lastSide < before); // a narrower page
}

void TestEpisodePanel::linksOfNotesGoOutAsWishes()
{
    QSignalSpy link(m_panel.get(), &EpisodePanel::linkWished);
    auto *notes = child<NotesView>(u"notes"_s);
    notes->setNotes(u"<p><a href=\"https://example.org/x\">a link of some length</a></p>"_s, false);
    m_panel->showTab(EpisodePanel::Tab::NotesTab);
    const QString before = notes->toPlainText();

    QTest::mouseClick(notes->viewport(), Qt::LeftButton, {}, {20, 8});

    QCOMPARE(link.count(), 1);
    QCOMPARE(link.first().first().toUrl(), QUrl(u"https://example.org/x"_s));
    QCOMPARE(notes->toPlainText(), before);
}

void TestEpisodePanel::aTimeInTheNotesSeeks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("seconds"); // -1: no wish at all
    QTest::newRow("time") << u"earmark:seek?t=750"_s << 750;
    QTest::newRow("none") << u"earmark:seek?t="_s << -1;
    QTest::newRow("negative") << u"earmark:seek?t=-3"_s << -1;
    QTest::newRow("huge") << u"earmark:seek?t=1e300"_s << -1;
    QTest::newRow("not a number") << u"earmark:seek?t=nan"_s << -1;
}

void TestEpisodePanel::aTimeInTheNotesSeeks()
{
    QFETCH(QString, address);
    QFETCH(int, seconds);
    QSignalSpy play(m_panel.get(), &EpisodePanel::playFromWished);
    QSignalSpy link(m_panel.get(), &EpisodePanel::linkWished);

    Q_EMIT child<NotesView>(u"notes"_s)->anchorClicked(QUrl(address));

    QCOMPARE(link.count(), 0);
    QCOMPARE(play.count(), seconds < 0 ? 0 : 1);
    if (seconds >= 0)
        QCOMPARE(play.first().at(1).value<milliseconds>(), milliseconds(seconds * 1000));
}

void TestEpisodePanel::hugeNotesAreShownInTwoSteps()
{
    const QString paragraph = u"<p>"_s % QString(u"word "_s).repeated(60) % u"</p>"_s;
    const QString html = paragraph.repeated(1000) % u"<p>The end</p>"_s;
    auto *notes = child<NotesView>(u"notes"_s);

    notes->setNotes(html, false);
    const QString first = notes->toPlainText();
    QVERIFY(first.size() < 45000);
    QVERIFY(first.endsWith(u"Show the rest of these notes"_s));
    Q_EMIT notes->anchorClicked(QUrl(u"earmark:notes?all"_s));

    QVERIFY(notes->toPlainText().endsWith(u"The end"_s));
}

void TestEpisodePanel::notesLeaveThePlayersKeys()
{
    auto *notes = child<NotesView>(u"notes"_s);
    for (const int key : {Qt::Key_Space, Qt::Key_Left, Qt::Key_Right, Qt::Key_Q}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(notes, &event);
        QVERIFY(!event.isAccepted());
    }
}

void TestEpisodePanel::imagesAreAskedAbout()
{
    QSignalSpy wished(m_panel.get(), &EpisodePanel::imagesWished);
    m_panel->showNotes(SampleLibrary::notes(), true, false);
    auto *message = child<MessageBar>(u"message"_s);
    QVERIFY(message->isVisible());
    QTest::mouseClick(message->findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(wished.first().at(0).value<PodcastId>(), SampleLibrary::row(0).podcastId);
    m_panel->showNotes(SampleLibrary::notes(), true, true);
    QVERIFY(!message->isVisible());
}

void TestEpisodePanel::aClickOnAChapterPlaysFromThere()
{
    showChapters();
    QSignalSpy play(m_panel.get(), &EpisodePanel::playFromWished);
    auto *list = child<ChapterListView>(u"chapterList"_s);
    QVERIFY(list->isVisible());

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(4, 0)).center());

    QCOMPARE(play.count(), 1);
    QCOMPARE(play.first().at(0).value<EpisodeId>(), EpisodeId(1));
    QCOMPARE(play.first().at(1).value<milliseconds>(), milliseconds(7min + 30s));
}

void TestEpisodePanel::enterOnAChapterPlaysFromThere()
{
    showChapters();
    QSignalSpy play(m_panel.get(), &EpisodePanel::playFromWished);
    auto *list = child<ChapterListView>(u"chapterList"_s);
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(play.first().at(1).value<milliseconds>(), milliseconds(2min));
}

void TestEpisodePanel::theKeysStayWhereTimesAreMended()
{
    showChapters();
    auto *list = child<ChapterListView>(u"chapterList"_s);
    list->setCurrentIndex(list->model()->index(3, 0));
    Chapters mended = SampleLibrary::chapters();
    mended[3].start += 400ms;
    list->setChapters(mended, 31min);
    QCOMPARE(list->currentIndex().row(), 3);
    mended[3].title = u"Another"_s;
    list->setChapters(mended, 31min);
    QVERIFY(!list->currentIndex().isValid());
}

void TestEpisodePanel::theChapterThatPlaysIsMarked()
{
    showChapters();
    auto *list = child<ChapterListView>(u"chapterList"_s);
    m_panel->showPlaying(true, 4, 8min + 2s);
    const QModelIndex now = list->model()->index(4, 0);
    QVERIFY(now.data(ChapterModel::CurrentRole).toBool());
    QCOMPARE(now.data(ChapterModel::LeftRole).value<milliseconds>(), milliseconds(78s));
    QCOMPARE(child<QPushButton>(u"play"_s)->text(), u"Pause"_s);
    m_panel->setPace(1.5, {{9min, 9min + 18s}}); // of the listener's time
    m_panel->showPlaying(true, 4, 8min + 2s);
    QCOMPARE(now.data(ChapterModel::LeftRole).value<milliseconds>(), milliseconds(40s));
    QCOMPARE(now.data(ChapterModel::LengthRole).value<milliseconds>(), milliseconds(110s));
    m_panel->showNotPlaying();
    QVERIFY(!now.data(ChapterModel::CurrentRole).toBool());
    QCOMPARE(child<QPushButton>(u"play"_s)->text(), u"Play"_s);
}

void TestEpisodePanel::chapterModelKeepsTheContract()
{
    ChapterModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setChapters(SampleLibrary::chapters(), 30min);
    model.setPosition(3, 6min);
    model.setPosition(99, 6min);
    QVERIFY(!model.current());
    QCOMPARE(model.index(12).data(ChapterModel::LengthRole).value<milliseconds>(),
             milliseconds(11min));
    model.setChapters({}, 0ms);
    QCOMPARE(model.rowCount(), 0);
}

void TestEpisodePanel::theSourceIsShownAndCanBeChanged()
{
    showChapters({ChapterSource::File, ChapterSource::Notes});
    QVERIFY(child<TextLabel>(u"sourceText"_s)->text().endsWith(u", from the show notes"_s));
    auto *change = child<QPushButton>(u"changeSource"_s);
    QVERIFY(change->isVisible());
    QSignalSpy wished(m_panel.get(), &EpisodePanel::sourceWished);

    Q_EMIT change->menu()->aboutToShow();
    change->menu()->actions().last()->trigger();
    change->menu()->actions().first()->trigger();

    QCOMPARE(wished.at(0).at(1).value<std::optional<ChapterSource>>(), ChapterSource::Notes);
    QCOMPARE(wished.at(1).at(1).value<std::optional<ChapterSource>>(), std::nullopt);
    showChapters({ChapterSource::Notes});
    QVERIFY(!change->isVisible());
}

void TestEpisodePanel::anEpisodeWithoutChaptersShowsItsNotes()
{
    showChapters();
    QCOMPARE(child<QTabBar>(u"tabs"_s)->currentIndex(), 1);
    m_panel->showEpisode(SampleLibrary::row(1));
    m_panel->showChapters({});
    QCOMPARE(child<QTabBar>(u"tabs"_s)->currentIndex(), 0);
}

void TestEpisodePanel::aChosenTabStays()
{
    auto *tabs = child<QTabBar>(u"tabs"_s);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    showChapters();
    QCOMPARE(tabs->currentIndex(), 0);
}

void TestEpisodePanel::buttonsAreWishes()
{
    QSignalSpy wished(m_panel.get(), &EpisodePanel::wished);
    QSignalSpy paused(m_panel.get(), &EpisodePanel::pauseWished);
    QTest::mouseClick(child<QPushButton>(u"play"_s), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>(u"queue"_s), Qt::LeftButton);
    QTest::mouseClick(child<QToolButton>(u"favourite"_s), Qt::LeftButton);
    m_panel->showPlaying(true, std::nullopt, 0ms);
    QTest::keyClick(child<QPushButton>(u"play"_s), Qt::Key_Space);

    QCOMPARE(wished.count(), 3);
    QCOMPARE(wished.at(0).first().value<EpisodeWish>(), EpisodeWish::Play);
    QCOMPARE(wished.at(1).first().value<EpisodeWish>(), EpisodeWish::QueueLast);
    QCOMPARE(wished.at(2).first().value<EpisodeWish>(), EpisodeWish::Favourite);
    QCOMPARE(paused.count(), 1);
}

void TestEpisodePanel::whatItSavedIsAFactOfTheEpisode()
{
    const auto *facts = child<TextLabel>(u"facts"_s);
    const QString without = facts->text();
    m_panel->showSaved({.bySpeed = 4min, .bySkipping = 10s});
    QCOMPARE(facts->text(), QString(without % u" · 4:10 saved"_s));
    m_panel->showEpisode(SampleLibrary::row(0)); // the same one, with other data
    QVERIFY(facts->text().endsWith(u"saved"_s));
    m_panel->showEpisode(SampleLibrary::row(1));
    QVERIFY(!facts->text().contains(u"saved"_s));
}

QTEST_MAIN(TestEpisodePanel)
#include "tst_episodepanel.moc"
