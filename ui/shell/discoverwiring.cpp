// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/discoverwiring.h"

#include "core/async.h"
#include "core/directorymerge.h"
#include "core/ownnetwork.h"
#include "services/directoryservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/playbackservice.h"
#include "services/previewservice.h"
#include "services/settingsservice.h"
#include "ui/discover/discovermodel.h"
#include "ui/discover/discoverpage.h"
#include "ui/discover/previewpage.h"
#include "ui/shell/accesswiring.h"
#include "ui/shell/librarywiring.h"
#include "ui/shell/previewpanelwiring.h"
#include "ui/shell/windowservices.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

DiscoverWiring::DiscoverWiring(DiscoverPage &page, const WindowServices &services,
                               LibraryWiring &library, QObject *parent)
    : QObject(parent), m_page(page), m_services(services), m_library(library),
      m_panel(new PreviewPanelWiring(page.preview().panel(), services, this))
{
    connect(m_panel, &PreviewPanelWiring::linkWished, this, &DiscoverWiring::linkWished);
    connect(m_panel, &PreviewPanelWiring::addressCopied, this, &DiscoverWiring::addressCopied);
    connectPage();
    connect(&services.directories, &DirectoryService::changed, this, &DiscoverWiring::showFound);
    connect(&services.playback, &PlaybackService::episodeChanged, this,
            &DiscoverWiring::showCurrent);
    connect(&services.playback, &PlaybackService::stateChanged, this, &DiscoverWiring::showCurrent);
    libraryChanged();
}

void DiscoverWiring::connectPage()
{
    connect(&m_page, &DiscoverPage::textWished, this, &DiscoverWiring::look);
    connect(&m_page, &DiscoverPage::textCleared, this, &DiscoverWiring::showStart);
    connect(&m_page, &DiscoverPage::chartsWished, this,
            [this] { showChart(m_services.settings.directories().country, m_genre); });
    connect(&m_page, &DiscoverPage::chartChosen, this, &DiscoverWiring::showChart);
    connect(&m_page, &DiscoverPage::hintActionWished, this, [this] {
        if (m_shown == Shown::Search)
            search(m_words);
        else if (m_shown == Shown::Chart)
            showChart(m_services.settings.directories().country, m_genre);
        else
            Q_EMIT settingsWished();
    });
    connect(&m_page, &DiscoverPage::openWished, this, &DiscoverWiring::openEntry);
    connect(&m_page, &DiscoverPage::subscribeWished, this,
            [this](const DirectoryEntry &entry) { subscribe(entry.feed, entry.title, false); });
    const PreviewPage &preview = m_page.preview();
    connect(&preview, &PreviewPage::subscribeWished, this,
            [this] { subscribe(m_preview.feed, m_preview.title, m_preview.byListener); });
    connect(&preview, &PreviewPage::showWished, this,
            [this] { Q_EMIT podcastWished(known(m_preview.feed)); });
    connect(&preview, &PreviewPage::retryWished, this, [this] {
        if (m_preview.isQuestion && m_preview.byListener)
            m_library.addInput(m_preview.input);
        else if (m_preview.isQuestion)
            m_library.addNamed(m_preview.feed);
        else if (m_preview.feed.isEmpty())
            openInput(m_preview.input);
        else
            readPreview(m_preview.feed, m_preview.byListener);
    });
    connect(&preview, &PreviewPage::playWished, this, &DiscoverWiring::play);
    connect(&preview, &PreviewPage::linkWished, this, &DiscoverWiring::linkWished);
}

void DiscoverWiring::look(const QString &text, bool isEntered)
{
    const FindInput input = findInput(text);
    switch (input.kind) {
    case FindKind::Words:
        search(input.words);
        return;
    case FindKind::Nothing:
        m_services.directories.stop();
        m_shown = Shown::Hint;
        if (isEntered) {
            m_page.showHint(u"warning"_s, tr("Nothing to look for"),
                            tr("This is neither words nor an address that Earmark can open. Paste "
                               "one that begins with https://, from the podcast's own page."));
        }
        return;
    default:
        break;
    }
    m_services.directories.stop();
    m_shown = Shown::Hint;
    m_page.showTroubles({});
    m_page.showHint(u"link"_s, tr("This is an address"),
                    tr("Press Enter to look at what is there. It is shown to no directory."));
    if (isEntered)
        openInput(input);
}

void DiscoverWiring::search(const QString &words)
{
    m_words = words;
    m_shown = Shown::Search;
    m_page.hideChartChoice();
    m_services.directories.search(words);
}

void DiscoverWiring::showChart(const QString &country, int genre)
{
    m_genre = genre;
    DirectorySettings settings = m_services.settings.directories();
    settings.country = country;
    m_services.settings.setDirectories(settings);
    m_shown = Shown::Chart;
    m_chart.clear();
    m_page.showChartChoice(country, genre);
    m_services.directories.showChart({.country = country, .genre = genre});
}

/// The field is empty.
void DiscoverWiring::showStart()
{
    m_services.directories.stop();
    if (m_chart.isEmpty()) {
        m_shown = Shown::Start;
        m_page.showStart();
        return;
    }
    m_shown = Shown::Chart;
    m_page.showTroubles({});
    m_page.showChartChoice(m_services.settings.directories().country, m_genre);
    m_page.showEntries(m_chart);
}

void DiscoverWiring::showFound()
{
    if (m_shown != Shown::Search && m_shown != Shown::Chart)
        return;
    const DirectoryService &directories = m_services.directories;
    m_page.showTroubles(directories.troubles());
    if (m_shown == Shown::Chart && !directories.entries().isEmpty())
        m_chart = directories.entries();
    if (!directories.entries().isEmpty())
        m_page.showEntries(directories.entries());
    else if (directories.isAsking())
        m_page.showAsking();
    else if (m_shown == Shown::Search || m_chart.isEmpty())
        showNothingFound();
}

void DiscoverWiring::showNothingFound()
{
    using Progress = DirectoryService::Progress;
    const DirectoryService &directories = m_services.directories;
    const auto is = [&directories](Progress progress) {
        return [&directories, progress](Directory one) {
            return directories.progress(one) == progress;
        };
    };
    constexpr Directory All[]{Directory::Itunes, Directory::Fyyd, Directory::PodcastIndex};
    const bool hasAnswer = std::ranges::any_of(All, is(Progress::Answered));
    if (std::ranges::all_of(All, is(Progress::Off))) {
        m_shown = Shown::Hint;
        m_page.showHint(u"settings"_s, tr("No directory is switched on"),
                        tr("Words are looked up in public directories. Switch one on in the "
                           "settings, or paste the podcast's address here."),
                        tr("Settings"));
    } else if (!directories.troubles().isEmpty()) {
        m_page.showHint(u"warning"_s, hasAnswer ? tr("Nothing found") : tr("No directory answered"),
                        tr("The line above says why. A podcast's own address works all the same."),
                        tr("Try again"));
    } else if (m_shown == Shown::Chart) {
        m_page.showHint(u"discover"_s, tr("No charts here"),
                        tr("Apple keeps none for this country and category. Choose others."));
    } else {
        m_page.showHint(u"search"_s, tr("Nothing found"),
                        tr("No directory knows a podcast of these words. Try fewer or other words, "
                           "or paste its address."));
    }
}

void DiscoverWiring::openEntry(const DirectoryEntry &entry)
{
    m_preview = {.feed = entry.feed, .title = entry.title, .input = {}, .byListener = false};
    m_page.preview().showLoading(entry.title, entry.author, entry.image);
    m_page.showPreview(true);
    readPreview(entry.feed, false);
}

void DiscoverWiring::openInput(const FindInput &input)
{
    m_preview = {.feed = {}, .title = input.address.host(), .input = input, .byListener = true};
    m_page.preview().showLoading(input.address.host(), {}, {});
    m_page.showPreview(true);
    if (input.kind == FindKind::Address) {
        readPreview(input.address, true, input.isGuess);
        return;
    }
    const quint64 wish = ++m_wish;
    showStanding();
    onResult(m_services.directories.feedOf(input), this, [this, wish](const Result<QUrl> &feed) {
        if (wish != m_wish)
            return;
        if (feed)
            readPreview(*feed, false);
        else
            showFailure(feed.error());
    });
}

void DiscoverWiring::readPreview(const QUrl &feed, bool byListener, bool isGuess)
{
    using Named = PreviewService::Named;
    const quint64 wish = ++m_wish;
    m_preview.byListener = byListener;
    m_preview.isQuestion = false;
    if (!byListener)
        m_preview.feed = feed;
    showStanding();
    const auto named = byListener ? Named::ByListener : Named::ByDirectory;
    onResult(m_services.previews.open(feed, named, isGuess), this,
             [this, wish](const Result<FeedPreview> &preview) { showPreview(wish, preview); });
}

void DiscoverWiring::showFailure(const Error &error)
{
    m_preview.isQuestion = AccessWiring::isQuestion(error);
    m_page.preview().showFailure(error.sentence,
                                 m_preview.isQuestion ? tr("Subscribe…") : tr("Try again"));
}

void DiscoverWiring::showPreview(quint64 wish, const Result<FeedPreview> &preview)
{
    if (wish != m_wish)
        return;
    if (!preview) {
        // "node.js" was no host: it may be a name.
        const QString words = m_preview.input.words;
        if (!words.isEmpty() && m_page.isPreviewShown()) {
            m_page.showPreview(false);
            search(words);
            Q_EMIT told(tr("There is no podcast at %1; it is looked up as a word.").arg(words));
            return;
        }
        showFailure(preview.error());
        return;
    }
    m_preview.feed = preview->podcast.url;
    m_preview.title = preview->podcast.title;
    m_page.preview().showPreview(*preview);
    m_panel->setFeed(m_preview.feed);
    showStanding();
    showCurrent();
}

PodcastId DiscoverWiring::known(const QUrl &feed) const
{
    const QString key = feedKey(feed);
    const PodcastList &all = m_library.podcasts();
    const auto it = std::ranges::find_if(
            all, [&key](const Podcast &podcast) { return feedKey(podcast.url) == key; });
    return it == all.end() || key.isEmpty() ? PodcastId() : it->id;
}

void DiscoverWiring::subscribe(const QUrl &feed, const QString &title, bool byListener)
{
    const QString key = feedKey(feed);
    if (key.isEmpty() || m_subscribing.contains(key) || known(feed).isValid())
        return;
    m_subscribing.insert(key);
    showStanding();
    // What a directory or a page names is asked from the internet alone, unless that is here too.
    const bool isHere = isSameHost(feed.host(), m_services.directories.ownHost())
            || (byListener && isSameHost(feed.host(), m_preview.input.address.host()));
    onResult(m_services.library.subscribe(
                     feed, {.isOwnNetworkAllowed = isHere && isOwnNetwork(feed.host())}),
             this, [this, feed, title](const Result<Subscription> &done) {
                 subscribed(feed, title, done);
             });
}

void DiscoverWiring::subscribed(const QUrl &feed, const QString &title,
                                const Result<Subscription> &done)
{
    m_subscribing.remove(feedKey(feed));
    showStanding();
    if (!done && AccessWiring::isQuestion(done.error())) {
        m_library.addNamed(feed); // there the listener is asked
        return;
    }
    if (!done) {
        if (m_page.isPreviewShown())
            showFailure(done.error());
        else
            m_page.showFailure(u"%1: %2"_s.arg(title, done.error().sentence));
        return;
    }
    Q_EMIT told(tr("Subscribed to %1").arg(title));
    adoptPlaying(feed, done->outcome.url);
}

/// What was begun in the preview is kept from here on.
void DiscoverWiring::adoptPlaying(const QUrl &previewed, const QUrl &stored)
{
    PlaybackService &playback = m_services.playback;
    if (!playback.isPreview() || feedKey(playback.episode()->podcastUrl) != feedKey(previewed))
        return;
    const auto found = m_services.episodes.find(stored, playback.episode()->guid);
    const auto episode = then(found, this, [this](const Result<EpisodeId> &id) {
        return id ? m_services.episodes.episode(*id) : readyFuture(Result<Episode>(id.error()));
    });
    onResult(episode, this, [this](const Result<Episode> &whole) {
        if (whole)
            m_services.playback.adopt(*whole);
    });
}

void DiscoverWiring::play(const Episode &episode)
{
    PlaybackService &playback = m_services.playback;
    if (playback.episode() && playback.episode()->guid == episode.guid
        && feedKey(playback.episode()->podcastUrl) == feedKey(episode.podcastUrl)) {
        playback.togglePlay();
        return;
    }
    const PodcastId podcast = known(m_preview.feed);
    if (!podcast.isValid()) {
        playback.playPreview(episode);
        return;
    }
    const auto found = m_services.episodes.find(m_library.podcast(podcast).url, episode.guid);
    onResult(found, this, [this, episode](const Result<EpisodeId> &id) {
        if (id)
            m_services.playback.play(*id);
        else
            m_services.playback.playPreview(episode);
    });
}

bool DiscoverWiring::showPlaying()
{
    const PlaybackService &playback = m_services.playback;
    if (!playback.isPreview() || feedKey(playback.episode()->podcastUrl) != feedKey(m_preview.feed))
        return false;
    m_page.showPreview(true);
    m_panel->reopen();
    return true;
}

void DiscoverWiring::libraryChanged()
{
    QSet<QString> feeds;
    for (const Podcast &podcast : m_library.podcasts())
        feeds.insert(feedKey(podcast.url));
    m_page.model().setSubscribed(feeds);
    showStanding();
}

void DiscoverWiring::showStanding()
{
    using Standing = PreviewPage::Standing;
    m_page.model().setSubscribing(m_subscribing);
    const bool isComing = m_subscribing.contains(feedKey(m_preview.feed));
    m_page.preview().setStanding(known(m_preview.feed).isValid() ? Standing::Subscribed
                                         : isComing              ? Standing::Subscribing
                                                                 : Standing::Offered);
}

void DiscoverWiring::showCurrent()
{
    const PlaybackService &playback = m_services.playback;
    const auto &episode = playback.episode();
    const bool isOurs = episode && !m_preview.feed.isEmpty()
            && feedKey(episode->podcastUrl) == feedKey(m_preview.feed);
    using State = PlaybackService::State;
    const bool sounds = playback.state() == State::Playing || playback.state() == State::Loading
            || playback.state() == State::Buffering;
    m_page.preview().setCurrent(isOurs ? episode->guid : QString(), sounds);
}

} // namespace Earmark
