// SPDX-License-Identifier: GPL-3.0-or-later

// ui_gallery FOLDER: every page with made-up values, as pictures to look at. Not installed, not a
// test: run it under tests/support/launch.sh --display after a change of looks.

#include "downloadsamples.h"
#include "samplelibrary.h"
#include "ui/common/appearance.h"
#include "ui/dialogs/addpodcastdialog.h"
#include "ui/dialogs/downloadrulesform.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/dialogs/editaddressdialog.h"
#include "ui/dialogs/failingdialog.h"
#include "ui/dialogs/importreportdialog.h"
#include "ui/dialogs/mediaeventsdialog.h"
#include "ui/dialogs/podcastdetailsdialog.h"
#include "ui/dialogs/podcastdownloadspage.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/dialogs/skipspage.h"
#include "ui/downloads/downloadslist.h"
#include "ui/downloads/downloadspage.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodespage.h"
#include "ui/player/playerbar.h"
#include "ui/player/seekbar.h"
#include "ui/shell/undobar.h"
#include "ui/sidebar/sidebar.h"
#include "ui/welcome/welcomepage.h"

#include <QApplication>
#include <QDir>
#include <QSplitter>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

namespace {

MediaStatus aDownload(DownloadState state, const QString &text = {})
{
    DownloadView view;
    view.item.state = state;
    view.text = text;
    view.speed = state == DownloadState::Running ? 2'100'000 : 0;
    if (state == DownloadState::Running)
        view.left = 17s;
    return {.presence = MediaPresence::Partly,
            .present = 19'000'000,
            .size = 54'000'000,
            .download = view};
}

/// Of the episodes with ids from 1 on.
QList<MediaStatus> everyMedia()
{
    using State = DownloadState;
    const MediaStatus whole{
            .presence = MediaPresence::Whole, .present = 54000000, .size = 54000000};
    MediaStatus part = aDownload(State::Waiting);
    part.download.reset();
    return {aDownload(State::Running),
            aDownload(State::Waiting, u"Waiting: 2 others are on their way."_s),
            aDownload(State::Paused, u"Paused by you."_s),
            whole,
            aDownload(State::Failed, u"Failed: the server said that it is not there (404)."_s),
            part,
            whole};
}

struct Scene : public QWidget
{
    explicit Scene(bool empty)
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        splitter = new QSplitter(this);
        column->addWidget(splitter, 1);
        player = new PlayerBar(this);
        column->addWidget(player);
        sidebar = new Sidebar(this);
        splitter->addWidget(sidebar);
        if (empty) {
            welcome = new WelcomePage(this);
            splitter->addWidget(welcome);
            splitter->setStretchFactor(1, 1);
            return;
        }
        page = new EpisodesPage(library, this);
        panel = new EpisodePanel(this);
        splitter->addWidget(page);
        splitter->addWidget(panel);
        splitter->setStretchFactor(1, 1);
        undo = new UndoBar(page);
        fill();
    }

    void fill()
    {
        sidebar->setPodcasts(SampleLibrary::podcasts());
        sidebar->setCount(Place::Episodes, 12);
        sidebar->setCount(Place::Queue, 5);
        sidebar->setCount(Place::InProgress, 2);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        sidebar->showRefreshed(now.addSecs(-240), now);
        sidebar->showFailing(2);
        showPodcast();
        panel->showEpisode(SampleLibrary::row(0));
        panel->showNotes(SampleLibrary::notes(), true, false);
        ChaptersView chapters;
        chapters.chapters = SampleLibrary::chapters();
        chapters.choices = {ChapterSource::File, ChapterSource::Notes};
        chapters.skipped = QStringList(5)
                << u"Chapter \"SSD ignores the flush\": you unticked it"_s;
        panel->showChapters(chapters);
        panel->showPlaying(true, 4, 8min + 2s);
        const QList<MediaStatus> media = everyMedia();
        for (qsizetype i = 0; i < media.size(); ++i)
            page->model().setMedia(EpisodeId(i + 1), media.at(i));
        panel->showMedia(media.first());
        PlayerView view;
        view.state = PlayerView::State::Playing;
        view.title = SampleLibrary::row(0).title;
        view.podcast = SampleLibrary::row(0).podcastTitle;
        view.chapters = SampleLibrary::chapters();
        view.chapter = 4;
        view.link = QUrl(u"https://example.org"_s);
        view.duration = 30min;
        player->showPlayer(view);
        player->setPosition(8min + 2s);
        player->seekBar().setPresent(RangeMap({{0, 16'000'000}, {30'000'000, 33'000'000}}),
                                     54'000'000);
        player->setVolume(0.7);
    }

    void showPodcast()
    {
        Podcast podcast = SampleLibrary::podcasts().first();
        page->showPodcast(podcast);
        sidebar->showPodcast(podcast.id);
        if (QTest::qWaitFor([this] { return page->model().rowCount() > 0; }))
            page->view()->setCurrentIndex(page->model().index(0));
    }

    SampleLibrary library;
    QSplitter *splitter = nullptr;
    Sidebar *sidebar = nullptr;
    EpisodesPage *page = nullptr;
    EpisodePanel *panel = nullptr;
    PlayerBar *player = nullptr;
    WelcomePage *welcome = nullptr;
    UndoBar *undo = nullptr;
};

void save(QWidget &widget, const QString &path)
{
    // What was asked for arrives with the next turns of the event loop.
    const auto *page = widget.findChild<EpisodesPage *>();
    int turns = 0;
    const bool settled = QTest::qWaitFor([&] {
        return ++turns > 4
                && (page == nullptr || page->findChild<EpisodeListView *>()->model()->rowCount() > 0
                    || !page->findChild<EpisodeListView *>()->isVisible());
    });
    if (!settled || !widget.grab().save(path))
        qWarning("%s was not saved", qPrintable(path));
}

void showAt(Scene &scene, QSize size)
{
    scene.resize(size);
    const int side = size.width() < 1000 ? 190 : 230;
    const int panel = size.width() < 1000 ? 290 : 400;
    if (scene.panel != nullptr)
        scene.splitter->setSizes({side, size.width() - side - panel, panel});
    else
        scene.splitter->setSizes({side, size.width() - side});
    scene.show();
}

void savePages(const QString &folder, const QString &name)
{
    const QDir dir(folder);
    Scene scene(false);
    showAt(scene, {1440, 900});
    save(scene, dir.filePath(name % u"-main.png"_s));
    scene.panel->showTab(EpisodePanel::Tab::NotesTab);
    scene.sidebar->showPlace(Place::Episodes);
    scene.page->showPlace(Place::Episodes, 12, 24);
    scene.sidebar->showProgress(3, 20);
    scene.undo->offer(u"Archived “The trouble with small teams”"_s);
    save(scene, dir.filePath(name % u"-notes.png"_s));
    scene.library.setCount(900);
    scene.page->showPlace(Place::Archive, -1, 900);
    PlayerView failed = scene.player->view();
    failed.state = PlayerView::State::Failed;
    failed.failure = u"The server stopped answering. Press play to try again."_s;
    scene.player->showPlayer(failed);
    scene.panel->showNothing();
    save(scene, dir.filePath(name % u"-compact.png"_s));
    scene.library.setCount(0);
    scene.page->showPlace(Place::Queue, -1, 0);
    scene.player->showPlayer({});
    save(scene, dir.filePath(name % u"-queue.png"_s));
    scene.library.setCount(24);
    scene.fill();
    showAt(scene, {900, 600});
    save(scene, dir.filePath(name % u"-small.png"_s));
    Scene welcome(true);
    showAt(welcome, {1440, 900});
    welcome.sidebar->showPlace(Place::Episodes);
    save(welcome, dir.filePath(name % u"-welcome.png"_s));
}

void saveDialogs(const QString &folder, const QString &name)
{
    const QDir dir(folder);
    AddPodcastDialog add;
    add.setAddress(u"https://example.org/nothing"_s);
    add.showFailure(u"There is no podcast at this address: the page names no feed. Look for a link "
                    "called RSS on the podcast's own page and paste that."_s);
    add.show();
    save(add, dir.filePath(name % u"-add.png"_s));
    ImportReportDialog import;
    import.show();
    import.showProgress(7, 20, u"Salt and Signal"_s);
    save(import, dir.filePath(name % u"-importing.png"_s));
    import.showReport(
            18, 2,
            {{u"Tall Chimneys"_s, u"https://example.org/a"_s, u"The server did not answer."_s},
             { u"Old Rope"_s,
               u"https://example.org/b"_s,
               u"There is a web page at this address, and no podcast."_s }});
    save(import, dir.filePath(name % u"-imported.png"_s));
    SettingsDialog settings(ColourScheme::System, false);
    settings.show();
    save(settings, dir.filePath(name % u"-settings.png"_s));
    auto *downloads = new DownloadSettingsPage;
    downloads->showFolder(u"/home/ada/.local/share/earmark/downloads"_s);
    downloads->setCanMove(true);
    downloads->rules().showSettings({.fetch = AutomaticDownload::Newest});
    SettingsDialog more(ColourScheme::System, false);
    more.addPage(u"Downloads"_s, downloads);
    more.showPage(1);
    more.show();
    save(more, dir.filePath(name % u"-settings-downloads.png"_s));
    ShortcutsDialog keys;
    keys.show();
    save(keys, dir.filePath(name % u"-keys.png"_s));
}

DownloadRows downloadRows(int count)
{
    DownloadRows rows;
    for (int id = 1; id <= count; ++id) {
        const EpisodeRow sample = SampleLibrary::row(id);
        DownloadRow row
                = DownloadSamples::row(id, id < 7 ? MediaPresence::Partly : MediaPresence::Whole);
        row.title = sample.title;
        row.podcastTitle = sample.podcastTitle;
        row.image = sample.image;
        row.bytes = row.size / (id % 4 + 1);
        if (id % 3 == 0)
            row.reason = u"Downloaded: the newest of 3 kept for this podcast."_s;
        rows.append(row);
    }
    return rows;
}

void fillDownloads(DownloadsPage &page)
{
    using DownloadSamples::view;
    page.showFiles(downloadRows(24));
    DownloadView begun = view(2, DownloadState::Running);
    begun.present = 2'000'000;
    begun.left = std::chrono::seconds(290);
    DownloadView untouched = view(4, DownloadState::Waiting);
    untouched.present = 0;
    page.showDownloads({view(1, DownloadState::Running), begun, view(3, DownloadState::Waiting),
                        untouched, view(6, DownloadState::Paused), view(5, DownloadState::Failed)},
                       false);
    QList<PodcastStorage> usage;
    const PodcastList podcasts = SampleLibrary::podcasts();
    for (const Podcast &podcast : podcasts) {
        const auto number = int(usage.size());
        usage.append({.podcast = podcast.id,
                      .title = podcast.title,
                      .image = podcast.image,
                      .files = 12 - 2 * number,
                      .parts = number % 2,
                      .bytes = 1'200'000'000 / (number + 1)});
    }
    usage.append(
            {.podcast = {}, .title = {}, .image = {}, .files = 2, .parts = 0, .bytes = 90'000'000});
    page.showUsage(usage, {.episodes = 5, .bytes = 120'000'000});
    page.setFree(120'000'000'000);
    page.list()->setCurrentIndex(page.model().index(page.model().rowOf(EpisodeId(5))));
}

void saveDownloads(const QString &folder, const QString &name)
{
    const QDir dir(folder);
    Scene scene(false);
    DownloadsPage page;
    scene.splitter->replaceWidget(1, &page);
    page.show();
    scene.sidebar->showDownloads();
    scene.sidebar->setDownloads(6);
    showAt(scene, {1440, 900});
    save(scene, dir.filePath(name % u"-downloads-empty.png"_s));
    fillDownloads(page);
    save(scene, dir.filePath(name % u"-downloads.png"_s));
    page.header()->showMoving(12, 41);
    page.header()->setPanelHidden(true);
    showAt(scene, {900, 620});
    save(scene, dir.filePath(name % u"-downloads-small.png"_s));
    page.list()->goTo(DownloadsModel::Section::Failed);
    save(scene, dir.filePath(name % u"-downloads-failed.png"_s));
    page.header()->showMoving(0, 0);
    page.list()->goTo(DownloadsModel::Section::Storage);
    save(scene, dir.filePath(name % u"-downloads-storage.png"_s));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    MediaEventsDialog events({{now.addSecs(-600), EpisodeId(1), SampleLibrary::row(1).title,
                               u"Deleted: played 3 days ago, and the rule says 2 days."_s},
                              {now.addSecs(-90000), EpisodeId(2), SampleLibrary::row(2).title,
                               u"Deleted: newer ones took its place among the 3 newest kept for "
                               u"this podcast, and it "
                               "was neither begun nor queued."_s}});
    events.show();
    save(events, dir.filePath(name % u"-events.png"_s));
    page.setParent(nullptr); // it goes before the scene
}

PodcastList failingPodcasts(const QDateTime &now)
{
    PodcastList podcasts = SampleLibrary::podcasts();
    const QStringList sentences{
            u"media.example.org answered that the podcast is not there (404); check its address."_s,
            u"No safe connection to feeds.example.net could be made, so nothing was read."_s,
            {}};
    for (qsizetype i = 0; i < std::min(podcasts.size(), sentences.size()); ++i) {
        Podcast &podcast = podcasts[i];
        podcast.error = sentences.at(i);
        podcast.failures = int(i) * 4 + 1;
        podcast.lastRefreshed = now.addSecs(-90000 * (i + 1));
        podcast.isEnded = i == 2;
    }
    return podcasts;
}

void savePodcastDialogs(const QString &folder, const QString &name)
{
    const QDir dir(folder);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const PodcastList podcasts = failingPodcasts(now);
    FailingDialog failing;
    failing.setPodcasts(podcasts, now);
    failing.show();
    save(failing, dir.filePath(name % u"-failing.png"_s));
    EditAddressDialog edit;
    edit.showPodcast(podcasts.first().title, u"https://example.org/feed"_s);
    edit.showFailure(
            u"There is another podcast at this address, \"Old Rope\", without an episode in "
            "common. Subscribe to it instead, or use it all the same if you know that it is "
            "the same."_s,
            true);
    edit.show();
    save(edit, dir.filePath(name % u"-address.png"_s));
    PodcastDetailsDialog details;
    Podcast podcast = SampleLibrary::podcasts().first();
    podcast.lastRefreshed = now.addSecs(-300);
    podcast.site = QUrl(u"https://example.org/show"_s);
    details.showPodcast(podcast, u"https://example.org/…"_s, now);
    details.showDescription(SampleLibrary::notes());
    using LogResult = FetchAttempt::Result;
    details.showAttempts({{.at = now.addSecs(-300),
                           .result = LogResult::Updated,
                           .status = 200,
                           .took = 420ms,
                           .bytes = 48213,
                           .inserted = 2,
                           .repairs = {u"A bare & was read as the letter it is."_s}},
                          {.at = now.addSecs(-7500),
                           .result = LogResult::NotModified,
                           .status = 304,
                           .took = 160ms},
                          {.at = now.addSecs(-15000),
                           .result = LogResult::Failed,
                           .took = 15s,
                           .error = u"example.org could not be reached in time."_s}},
                         now);
    details.show();
    save(details, dir.filePath(name % u"-details.png"_s));
    details.showPage(PodcastDetailsDialog::Options);
    save(details, dir.filePath(name % u"-details-options.png"_s));
    details.skips().showSettings(
            {.first = std::chrono::seconds(30), .words = {u"ad"_s, u"sponsor"_s}});
    details.showPage(PodcastDetailsDialog::Skips);
    save(details, dir.filePath(name % u"-details-skips.png"_s));
    details.downloads().showSettings({.fetch = AutomaticDownload::Newest, .newest = 5}, {});
    details.showPage(PodcastDetailsDialog::Downloads);
    save(details, dir.filePath(name % u"-details-downloads.png"_s));
    details.showPage(PodcastDetailsDialog::Log);
    save(details, dir.filePath(name % u"-details-log.png"_s));
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s;
    QDir().mkpath(folder);
    Appearance appearance(ColourScheme::Light, false);
    savePages(folder, u"light"_s);
    saveDialogs(folder, u"light"_s);
    saveDownloads(folder, u"light"_s);
    savePodcastDialogs(folder, u"light"_s);
    appearance.setChoice(ColourScheme::Dark);
    savePages(folder, u"dark"_s);
    saveDialogs(folder, u"dark"_s);
    saveDownloads(folder, u"dark"_s);
    savePodcastDialogs(folder, u"dark"_s);
    return 0;
}
