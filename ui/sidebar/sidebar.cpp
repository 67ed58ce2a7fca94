// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar/sidebar.h"

#include "ui/common/covers.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/textlabel.h"
#include "ui/sidebar/sidebardelegate.h"
#include "ui/sidebar/sidebarmodel.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

void calm(QListView *view, SidebarDelegate *delegate)
{
    view->setItemDelegate(delegate);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformItemSizes(true);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setMouseTracking(true);
    view->viewport()->setAttribute(Qt::WA_Hover);
    view->viewport()->setBackgroundRole(QPalette::Window);
}

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QWidget(parent), m_placesModel(new PlacesModel(this)),
      m_podcastsModel(new PodcastsModel(this)), m_places(new QListView(this)),
      m_podcasts(new QListView(this)),
      m_podcastDelegate(new SidebarDelegate(SidebarDelegate::Kind::Podcasts, this)),
      m_heading(new TextLabel(this)), m_none(new TextLabel(this)), m_menu(new QToolButton(this)),
      m_add(new QToolButton(this)), m_failing(new QPushButton(this)),
      m_refreshed(new TextLabel(this)), m_progressPlace(new QWidget(this)),
      m_progressText(new TextLabel(m_progressPlace)), m_progress(new QProgressBar(m_progressPlace)),
      m_cancel(new QPushButton(m_progressPlace))
{
    setObjectName(u"sidebar"_s);
    setMinimumWidth(170);
    updateGround();
    buildLists();

    m_heading->setText(tr("Podcasts"));
    m_heading->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    m_none->setText(tr("None yet"));
    m_none->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_none->setContentsMargins(0, 0, 0, 0);
    m_add->setObjectName(u"addPodcast"_s);
    m_add->setAutoRaise(true);
    m_add->setIcon(themedIcon(u"plus"_s, IconTone::Second));
    m_add->setToolTip(tr("Add a podcast (Ctrl+N)"));
    m_add->setAccessibleName(tr("Add a podcast"));
    m_menu->setObjectName(u"libraryMenu"_s);
    m_menu->setAutoRaise(true);
    m_menu->setIcon(themedIcon(u"more"_s, IconTone::Second));
    m_menu->setToolTip(tr("Refresh, import, settings"));
    m_menu->setAccessibleName(tr("Library menu"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->hide();
    m_failing->setObjectName(u"failing"_s);
    m_failing->setIcon(themedIcon(u"warning"_s, IconTone::Second));
    m_failing->setFlat(true);
    m_failing->setAutoDefault(false);
    m_failing->hide();
    m_refreshed->setObjectName(u"refreshed"_s);
    m_refreshed->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_refreshed->setMaximumLines(2);
    m_refreshed->setMinimumHeight(Space::Xxl + Space::Xl);
    m_progressText->setObjectName(u"refreshProgress"_s);
    m_progressText->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Refresh progress"));
    m_cancel->setObjectName(u"cancelRefresh"_s);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setFlat(true);
    buildLayout();
    showProgress(0, 0);
    setPodcasts({});
    showRefreshed({}, {});

    connect(m_add, &QToolButton::clicked, this, &Sidebar::addWished);
    connect(m_cancel, &QPushButton::clicked, this, &Sidebar::cancelRefreshWished);
    connect(m_failing, &QPushButton::clicked, this, &Sidebar::failingWished);
}

void Sidebar::buildLists()
{
    m_places->setObjectName(u"places"_s);
    m_places->setAccessibleName(tr("Places"));
    m_places->setModel(m_placesModel);
    calm(m_places, new SidebarDelegate(SidebarDelegate::Kind::Places, this));
    m_places->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_podcasts->setObjectName(u"podcasts"_s);
    m_podcasts->setAccessibleName(tr("Podcasts"));
    m_podcasts->setModel(m_podcastsModel);
    calm(m_podcasts, m_podcastDelegate);
    m_podcasts->setContextMenuPolicy(Qt::CustomContextMenu);
    for (QListView *view : {m_places, m_podcasts})
        view->installEventFilter(this);

    connect(m_places->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &Sidebar::choosePlace);
    connect(m_podcasts->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &Sidebar::choosePodcast);
    connect(m_podcasts, &QListView::clicked, this,
            [this](const QModelIndex &index) { m_podcastsModel->toggleFolder(index.row()); });
    connect(m_podcasts, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        const auto podcast = m_podcasts->indexAt(at).data(PodcastsModel::PodcastRole);
        if (podcast.isValid())
            Q_EMIT podcastMenuWished(podcast.value<Podcast>().id,
                                     m_podcasts->viewport()->mapToGlobal(at));
    });
    connect(m_podcastsModel, &QAbstractItemModel::modelReset, this,
            [this] { showPodcast(m_shown); });
}

void Sidebar::buildLayout()
{
    constexpr int Left = Space::Xl;
    auto *heading = new QHBoxLayout;
    heading->setContentsMargins(Left, Space::M, Space::M, 0);
    heading->setSpacing(0);
    heading->addWidget(m_heading, 1);
    heading->addWidget(m_menu);
    heading->addWidget(m_add);
    auto *none = new QHBoxLayout;
    none->setContentsMargins(Left, Space::Xs, Left, 0);
    none->addWidget(m_none);

    auto *progress = new QGridLayout(m_progressPlace);
    progress->setContentsMargins(Left, Space::S, Space::M, Space::S);
    progress->setVerticalSpacing(Space::Xs);
    progress->addWidget(m_progressText, 0, 0, 1, 2);
    progress->addWidget(m_progress, 1, 0);
    progress->addWidget(m_cancel, 1, 1);
    progress->setColumnStretch(0, 1);
    auto *refreshed = new QHBoxLayout;
    refreshed->setContentsMargins(Left, 0, Left, 0);
    refreshed->addWidget(m_refreshed);

    auto *failing = new QHBoxLayout;
    failing->setContentsMargins(Left - Space::S, 0, Left, 0);
    failing->addWidget(m_failing);
    failing->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Space::M, 1, 0);
    column->setSpacing(0);
    column->addWidget(m_places);
    column->addLayout(heading);
    column->addLayout(none);
    column->addSpacing(Space::Xs);
    column->addWidget(m_podcasts, 1);
    column->addLayout(failing);
    column->addWidget(m_progressPlace);
    column->addLayout(refreshed);
    updatePlacesHeight();
}

void Sidebar::updatePlacesHeight()
{
    m_places->setFixedHeight(m_places->sizeHintForRow(0) * m_placesModel->rowCount());
}

void Sidebar::setCovers(CoverSource *covers)
{
    m_podcastDelegate->setCovers(covers);
    if (covers != nullptr)
        connect(covers, &CoverSource::coverArrived, m_podcasts->viewport(),
                qOverload<>(&QWidget::update));
}

void Sidebar::setPodcasts(const PodcastList &podcasts)
{
    m_podcastsModel->setPodcasts(podcasts);
    m_none->setVisible(podcasts.isEmpty());
}

void Sidebar::setCount(Place place, int count)
{
    m_placesModel->setCount(place, count);
}

void Sidebar::setDownloads(int count)
{
    m_placesModel->setDownloads(count);
}

void Sidebar::setMenu(QMenu *menu)
{
    m_menu->setMenu(menu);
    m_menu->setVisible(menu != nullptr);
}

void Sidebar::showPlace(Place place)
{
    showRow(m_placesModel->rowOf(place));
}

void Sidebar::showDiscover()
{
    showRow(PlacesModel::discoverRow());
}

void Sidebar::showDownloads()
{
    showRow(PlacesModel::downloadsRow());
}

void Sidebar::showRow(int row)
{
    m_quiet = true;
    m_shown = {};
    m_podcasts->setCurrentIndex({});
    m_places->setCurrentIndex(m_placesModel->index(row));
    m_quiet = false;
    updateTabStops();
}

void Sidebar::showPodcast(PodcastId podcast)
{
    m_quiet = true;
    m_shown = podcast;
    if (podcast.isValid())
        m_places->setCurrentIndex({});
    const int row = m_podcastsModel->rowOf(podcast);
    m_podcasts->setCurrentIndex(row >= 0 ? m_podcastsModel->index(row) : QModelIndex());
    m_quiet = false;
    updateTabStops();
}

/// The two lists are one to the keyboard: Tab stops where the choice is, and the arrows cross over.
void Sidebar::updateTabStops()
{
    const bool atPodcasts = m_podcasts->currentIndex().isValid();
    m_places->setFocusPolicy(atPodcasts ? Qt::ClickFocus : Qt::StrongFocus);
    m_podcasts->setFocusPolicy(atPodcasts ? Qt::StrongFocus : Qt::ClickFocus);
}

void Sidebar::choosePlace(const QModelIndex &index)
{
    if (m_quiet || !index.isValid())
        return;
    if (index.row() == PlacesModel::discoverRow()) {
        showDiscover();
        Q_EMIT discoverWished();
        return;
    }
    if (index.row() == PlacesModel::downloadsRow()) {
        showDownloads();
        Q_EMIT downloadsWished();
        return;
    }
    const auto place = Place(index.data(PlacesModel::PlaceRole).toInt());
    showPlace(place);
    Q_EMIT placeWished(place);
}

void Sidebar::choosePodcast(const QModelIndex &index)
{
    if (m_quiet || !index.isValid() || index.data(PodcastsModel::FolderRole).toBool())
        return;
    const PodcastId podcast = index.data(PodcastsModel::PodcastRole).value<Podcast>().id;
    m_quiet = true;
    m_shown = podcast;
    m_places->setCurrentIndex({});
    m_quiet = false;
    updateTabStops();
    Q_EMIT podcastWished(podcast);
}

bool Sidebar::crossOver(QListView *from, int key)
{
    const int row = from->currentIndex().row();
    if (from == m_places && key == Qt::Key_Down && row == m_placesModel->rowCount() - 1
        && m_podcastsModel->rowCount() > 0) {
        m_podcasts->setFocus(Qt::TabFocusReason);
        m_podcasts->setCurrentIndex(m_podcastsModel->index(0));
        return true;
    }
    if (from == m_podcasts && key == Qt::Key_Up && row <= 0) {
        m_places->setFocus(Qt::TabFocusReason);
        m_places->setCurrentIndex(m_placesModel->index(m_placesModel->rowCount() - 1));
        return true;
    }
    return false;
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    auto *view = qobject_cast<QListView *>(watched);
    if (view == nullptr || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        return crossOver(view, key->key());
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return false;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_podcastsModel->toggleFolder(view == m_podcasts ? view->currentIndex().row() : -1);
        return true;
    default: // the player's keys go on to the window
        event->ignore();
        if (QWidget *above = parentWidget())
            QCoreApplication::sendEvent(above, event);
        return true;
    }
}

void Sidebar::showRefreshed(const QDateTime &last, const QDateTime &now)
{
    m_ago = last.isValid() ? tr("Refreshed %1").arg(formatAgo(last, now))
                           : tr("Nothing to refresh");
    updateRefreshed();
}

void Sidebar::showNotice(const QString &notice)
{
    m_notice = notice;
    updateRefreshed();
}

void Sidebar::updateRefreshed()
{
    m_refreshed->setMaximumLines(m_notice.isEmpty() ? 2 : 4);
    m_refreshed->setText(m_notice.isEmpty() ? m_ago : m_notice);
}

void Sidebar::showFailing(int count)
{
    m_failing->setText(tr("%n podcast(s) failing", nullptr, count));
    m_failing->setVisible(count > 0);
}

void Sidebar::showProgress(int done, int total)
{
    const bool runs = total > 0;
    m_progressPlace->setVisible(runs);
    m_refreshed->setVisible(!runs);
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    m_progressText->setText(tr("Refreshing %1 of %2").arg(done).arg(total));
}

void Sidebar::updateGround()
{
    setGround(this, colorsOf(palette()).side);
}

void Sidebar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateGround();
    else if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updatePlacesHeight();
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), colorsOf(palette()).side);
}

} // namespace Earmark
