// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodespage.h"

#include "ui/common/emptystate.h"
#include "ui/common/messagebar.h"
#include "ui/episodes/listheader.h"

#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int LongList = 200; ///< From here on a list is scanned, not read (interface.md).
constexpr int OlderHeight = 40;
} // namespace

EpisodesPage::EpisodesPage(EpisodeSource &source, QWidget *parent)
    : QWidget(parent), m_model(source), m_header(new ListHeader(this)),
      m_message(new MessageBar(this)), m_stack(new QStackedWidget(this)),
      m_view(new EpisodeListView), m_empty(new EmptyState), m_older(new QPushButton(this))
{
    setObjectName(u"episodesPage"_s);
    m_message->setObjectName(u"listMessage"_s);
    m_empty->setObjectName(u"listEmpty"_s);
    m_view->setEpisodes(&m_model);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    column->addWidget(m_older);
    m_older->setObjectName(u"older"_s);
    m_older->setFlat(true);
    m_older->setFixedHeight(OlderHeight);
    m_older->hide();
    connect(m_older, &QPushButton::clicked, m_header, &ListHeader::olderWished);
    const QScrollBar *bar = m_view->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, &EpisodesPage::updateOlder);
    connect(bar, &QScrollBar::rangeChanged, this, &EpisodesPage::updateOlder);

    connect(m_header, &ListHeader::filterWished, this, &EpisodesPage::filter);
    connect(m_view, &EpisodeListView::wished, this, &EpisodesPage::wished);
    connect(m_view, &EpisodeListView::chosen, this, &EpisodesPage::chosen);
    connect(m_view, &EpisodeListView::moveWished, this, &EpisodesPage::moveWished);
    connect(&m_model, &EpisodeListModel::moveWished, this, &EpisodesPage::moveWished);
    connect(&m_model, &EpisodeListModel::stateChanged, this, &EpisodesPage::updateState);
    connect(&m_model, &EpisodeListModel::counted, this, [this](int count) {
        m_header->setCount(count);
        updateLook(count);
        updateState();
    });
    connect(m_message, &MessageBar::actionWished, this, [this] {
        if (m_model.state() == EpisodeListModel::State::Failed)
            m_model.reload();
        else
            Q_EMIT m_header->refreshWished();
    });
    connect(m_empty, &EmptyState::actionWished, this, [this] {
        if (m_model.query().unplayedOnly || m_model.query().downloadedOnly)
            filter(ListHeader::Filter::All);
        else
            Q_EMIT addPodcastWished();
    });
}

void EpisodesPage::setCovers(CoverSource *covers)
{
    m_header->setCovers(covers);
    m_view->setCovers(covers);
}

void EpisodesPage::setLoadingOlder(const QSet<PodcastId> &podcasts)
{
    m_loadingOlder = podcasts;
    updateOlder();
}

/// Seen when the list is read to its end. Coming and going it changes the list's room: it goes
/// later than it comes, or it would do both at once.
void EpisodesPage::updateOlder()
{
    const bool isLoading = m_loadingOlder.contains(podcast());
    m_older->setText(isLoading ? tr("Loading older episodes…") : tr("Load older episodes"));
    m_older->setEnabled(!isLoading);
    QScrollBar *bar = m_view->verticalScrollBar();
    if (std::exchange(m_keepsEnd, false))
        bar->setValue(bar->maximum());
    const bool wasHidden = m_older->isHidden();
    const int nearEnd = wasHidden ? OlderHeight : 2 * OlderHeight;
    const bool isAtEnd = bar->value() >= bar->maximum() - nearEnd;
    const bool isShown = m_hasOlder && isAtEnd && m_stack->currentWidget() == m_view;
    m_keepsEnd = wasHidden && isShown && bar->value() == bar->maximum();
    m_older->setVisible(isShown);
}

void EpisodesPage::showPlace(Place place, int unplayed, int expected)
{
    m_podcastError.clear();
    m_hasOlder = false;
    m_header->showPlace(place, unplayed);
    EpisodeQuery query;
    query.place = place;
    showQuery(query, expected);
}

void EpisodesPage::showPodcast(const Podcast &podcast)
{
    m_podcastError = podcast.error;
    m_hasOlder = !podcast.nextPage.isEmpty();
    m_header->showPodcast(podcast);
    EpisodeQuery query;
    query.place = Place::Podcast;
    query.podcast = podcast.id;
    query.oldestFirst = podcast.serial;
    showQuery(query, podcast.episodes);
}

void EpisodesPage::updatePlace(int unplayed)
{
    if (m_model.query().place == Place::Episodes)
        m_header->setUnplayed(unplayed);
}

void EpisodesPage::updatePodcast(const Podcast &podcast)
{
    if (podcast.id != m_model.query().podcast)
        return;
    m_podcastError = podcast.error;
    m_hasOlder = !podcast.nextPage.isEmpty();
    m_header->showPodcast(podcast);
    updateState();
}

void EpisodesPage::showQuery(EpisodeQuery query, int expected)
{
    using Filter = ListHeader::Filter;
    m_header->setFilter(query.downloadedOnly         ? Filter::Downloaded
                                : query.unplayedOnly ? Filter::Unplayed
                                                     : Filter::All);
    m_model.setQuery(query);
    updateLook(expected);
    m_view->scrollToTop();
    updateState();
}

void EpisodesPage::filter(ListHeader::Filter filter)
{
    EpisodeQuery query = m_model.query();
    query.unplayedOnly = filter == ListHeader::Filter::Unplayed;
    query.downloadedOnly = filter == ListHeader::Filter::Downloaded;
    showQuery(query, m_model.rowCount());
}

void EpisodesPage::updateLook(int rows)
{
    const bool mixed = m_model.query().place != Place::Podcast;
    m_view->setLook(mixed, rows > LongList);
}

void EpisodesPage::updateState()
{
    using State = EpisodeListModel::State;
    if (m_model.state() == State::Failed)
        m_message->tell(MessageBar::Kind::Error, m_model.error().sentence, tr("Try again"));
    else if (!m_podcastError.isEmpty())
        m_message->tell(MessageBar::Kind::Error, m_podcastError, tr("Try again"));
    else
        m_message->clear();

    const bool isEmpty = m_model.state() == State::Ready && m_model.rowCount() == 0;
    if (isEmpty)
        tellEmpty();
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_view);
    updateOlder();
}

void EpisodesPage::tellEmpty()
{
    if (m_model.query().downloadedOnly) {
        m_empty->tell(u"download"_s, tr("Nothing downloaded"),
                      tr("Press D on an episode to have it on this computer, for when there is no "
                         "network."),
                      tr("Show all episodes"));
        return;
    }
    if (m_model.query().unplayedOnly) {
        m_empty->tell(u"check"_s, tr("All played"), tr("There is nothing left to hear here."),
                      tr("Show all episodes"));
        return;
    }
    switch (m_model.query().place) {
    case Place::Episodes:
        m_empty->tell(u"episodes"_s, tr("No episodes yet"),
                      tr("Paste a podcast's address, or drop an OPML file on this window."),
                      tr("Add a podcast"));
        break;
    case Place::Queue:
        m_empty->tell(u"queue"_s, tr("The queue is empty"),
                      tr("Press Q on an episode to add it here, or Shift+Q to play it next. The "
                         "queue goes on by itself when an episode ends."));
        break;
    case Place::InProgress:
        m_empty->tell(u"inprogress"_s, tr("Nothing in progress"),
                      tr("Episodes you have begun wait here until they are heard to the end."));
        break;
    case Place::Favourites:
        m_empty->tell(u"star"_s, tr("No favourites yet"),
                      tr("Press F on an episode, or the star beside its title, to keep it here."));
        break;
    case Place::Archive:
        m_empty->tell(u"archive"_s, tr("The archive is empty"),
                      tr("Press E on an episode to put it out of the way. Nothing is deleted."));
        break;
    case Place::Podcast:
        m_empty->tell(u"podcast"_s, tr("No episodes"),
                      tr("This podcast offers none now. Press F5 to look again."));
        break;
    }
}

} // namespace Earmark
