// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/episodeanalyser.h"
#include "storage/analysisrepository.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"
#include "support/windowbench.h"
#include "ui/common/messagebar.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/episode/chapterlistview.h"
#include "ui/episodes/episodelistview.h"
#include "ui/shell/undobar.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;
using namespace std::chrono_literals;

/// Chapters of notes that are put in their place, by keys in the whole window; the episode stands
/// still at 3:20 of 11:00, the feed says 10:00, its notes say 0:00, 3:00, 6:00.
class TestChapterPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup()
    {
        m_bench.reset();
        m_server.reset();
    }

    void aLongerFileSaysThatTimesMayBeOff();
    void thisChapterBeginsHereMovesTheRestAndIsUndone();
    void allChaptersGoBackToWhereThePodcastSays();
    void chaptersOfAnotherEpisodeThanThePlayersStay();
    void aMovedChapterTellsWhy();
    void theSettingPutsThemBack();

private:
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    ChapterListView *chapters() const { return child<ChapterListView>(u"chapterList"_s); }
    MessageBar *message() const { return child<MessageBar>(u"timesMessage"_s); }
    QString starts() const;
    QAction *menuAction(int row, const QString &text);
    void choose(int row, const QString &text);
    void giveItAnAnalysis();

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<WindowBench> m_bench;
    EpisodeId m_episode;
};

void TestChapterPlaces::init()
{
    failOnAnyWarning();
    m_server = std::make_unique<TestHttpServer>();
    QByteArray feed = feedXml(u"Pod"_s, 1, m_server->url(u"/%1.mp3"_s).toString(),
                              u"<itunes:duration>600</itunes:duration>"_s);
    feed.replace("<rss ", "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" ");
    feed.replace("Notes 0", "0:00 One&lt;br&gt;3:00 Two&lt;br&gt;6:00 Three");
    m_server->serve("/feed", {.body = feed, .headers = {}});
    m_bench = std::make_unique<WindowBench>();
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    QVERIFY(resultOf(m_bench->services.library().subscribe(m_server->url(u"/feed"_s))));
    auto *list = child<EpisodeListView>(u"episodeListView"_s);
    QTRY_COMPARE(list->model() != nullptr ? list->model()->rowCount() : 0, 1);
    EpisodeService &episodes = m_bench->services.episodes();
    m_episode = resultOf(episodes.newest({}, 1))->first().row.id;
    QVERIFY(resultOf(episodes.saveDuration(m_episode, 11min)));
    QVERIFY(resultOf(episodes.savePosition(m_episode, 200s, 11min, PositionCause::Seek)));
    QVERIFY(resultOf(episodes.setCurrent(m_episode)));
    m_bench->playback.restoreLast();
    QTRY_COMPARE(m_bench->playback.position(), 200s);
    list->setFocus();
    list->choose(m_episode);
    QTRY_COMPARE(starts(), u"0 180 360"_s);
    QTRY_VERIFY(chapters()->isVisible());
}

QString TestChapterPlaces::starts() const
{
    QStringList all;
    for (const Chapter &chapter : chapters()->chapterModel()->chapters())
        all.append(QString::number(double(chapter.start.count()) / 1'000));
    return all.join(u' ');
}

/// Of the menu that the menu key brings up; null when it has no such line.
QAction *TestChapterPlaces::menuAction(int row, const QString &text)
{
    chapters()->setFocus();
    chapters()->setCurrentIndex(chapters()->model()->index(row, 0));
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, {}, {}, Qt::NoModifier);
    QApplication::sendEvent(chapters()->viewport(), &asked);
    const auto menus = chapters()->findChildren<QMenu *>(u"chapterMenu"_s);
    for (QAction *action : menus.isEmpty() ? QList<QAction *>() : menus.last()->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

void TestChapterPlaces::choose(int row, const QString &text)
{
    QAction *action = menuAction(row, text);
    QVERIFY(action != nullptr && action->isEnabled());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    menu->setActiveAction(action);
    QTest::keyClick(menu, Qt::Key_Return);
}

void TestChapterPlaces::giveItAnAnalysis()
{
    const FileIdentity file{.size = 1, .head = "h", .digest = "d"};
    const EpisodeAnalysis analysis{.length = 11min,
                                   .loudness = -20,
                                   .noiseFloor = -60,
                                   .pauses = {{179s, 180'550ms}},
                                   .waveform = "x"};
    QVERIFY(resultOf(m_bench->services.storage().write([&](Database &database) {
        AnalysisRepository repository(database);
        const auto now = QDateTime::currentDateTimeUtc();
        const auto kept = repository.keep(file, analysis, AnalysisMethod, now);
        return kept ? repository.use(m_episode, file, now) : kept;
    })));
    Q_EMIT m_bench->stack.analysis.kept(m_episode);
}

void TestChapterPlaces::aLongerFileSaysThatTimesMayBeOff()
{
    QVERIFY(message()->isVisible());
    QVERIFY(message()->sentence().contains(u"Times may be off"_s));
    QVERIFY(message()->sentence().contains(u"1:00 longer"_s));
    QVERIFY(message()->toolTip().contains(u"This chapter begins here"_s));
    QVERIFY(resultOf(m_bench->services.episodes().saveDuration(m_episode, 620s)));
    m_bench->services.chapters().tellMoved(m_episode);
    QTRY_VERIFY(!message()->isVisible());
}

void TestChapterPlaces::thisChapterBeginsHereMovesTheRestAndIsUndone()
{
    choose(1, u"This chapter begins here"_s);
    QTRY_COMPARE(starts(), u"0 200 380"_s);
    QTRY_COMPARE(m_bench->playback.chapters().chapters.at(1).start, 200s);
    QVERIFY(!message()->isVisible());
    QCOMPARE(child<UndoBar>(u"undoBar"_s)->sentence(), u"\"Two\" and what follows moved"_s);
    QTest::keyClick(chapters(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(starts(), u"0 180 360"_s);
    QTRY_VERIFY(message()->isVisible());
}

void TestChapterPlaces::allChaptersGoBackToWhereThePodcastSays()
{
    const QString back = u"All chapters where the podcast says"_s;
    QVERIFY(menuAction(1, back) == nullptr);
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
    choose(2, u"This chapter begins here"_s);
    QTRY_COMPARE(starts(), u"0 180 200"_s);
    choose(0, back);
    QTRY_COMPARE(starts(), u"0 180 360"_s);
}

void TestChapterPlaces::chaptersOfAnotherEpisodeThanThePlayersStay()
{
    m_bench->services.library().subscribeDemo();
    QList<Episode> all;
    QTRY_COMPARE((all = *resultOf(m_bench->services.episodes().newest({}, 5))).size(), 3);
    for (const Episode &episode : all) {
        if (episode.row.id != m_episode)
            QVERIFY(resultOf(m_bench->services.episodes().setCurrent(episode.row.id)));
    }
    m_bench->playback.restoreLast();
    QTRY_VERIFY(m_bench->playback.episode()->row.id != m_episode);
    QAction *here = menuAction(1, u"This chapter begins here"_s);
    QVERIFY(here != nullptr && !here->isEnabled());
}

void TestChapterPlaces::aMovedChapterTellsWhy()
{
    giveItAnAnalysis();
    QTRY_COMPARE(starts(), u"0 180.5 360"_s);
    QTRY_COMPARE(m_bench->playback.chapters().chapters.at(1).start, 180'500ms);
    const QModelIndex second = chapters()->model()->index(1, 0);
    QVERIFY(second.data(Qt::ToolTipRole).toString().contains(u"0.5 s after 3:00"_s));
    QVERIFY(second.data(Qt::AccessibleTextRole).toString().contains(u"where speech begins"_s));
    const QModelIndex first = chapters()->model()->index(0, 0);
    QVERIFY(!first.data(Qt::ToolTipRole).toString().contains(u"speech"_s));
}

void TestChapterPlaces::theSettingPutsThemBack()
{
    giveItAnAnalysis();
    QTRY_COMPARE(starts(), u"0 180.5 360"_s);
    QTest::keyClick(m_bench->window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(child<SettingsDialog>() != nullptr && child<SettingsDialog>()->isVisible());
    auto *box = child<SettingsDialog>()->findChild<QCheckBox *>(u"chaptersAtPauses"_s);
    QVERIFY(box->isChecked());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_COMPARE(starts(), u"0 180 360"_s);
    QTRY_COMPARE(m_bench->playback.chapters().chapters.at(1).start, 180s);
    QVERIFY(!m_bench->services.settings().chaptersAtPauses());
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_COMPARE(starts(), u"0 180.5 360"_s);
    child<SettingsDialog>()->close();
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication app(argc, argv);
    TestChapterPlaces test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_chapterplaces.moc"
