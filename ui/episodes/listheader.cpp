// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/listheader.h"

#include "ui/common/chip.h"
#include "ui/common/coverlabel.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/textlabel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int CoverSide = 84;
}

ListHeader::ListHeader(QWidget *parent)
    : QWidget(parent), m_cover(new CoverLabel(this)), m_title(new TextLabel(this)),
      m_facts(new TextLabel(this)), m_chips(new QWidget(this)), m_all(new Chip(tr("All"), m_chips)),
      m_unplayed(new Chip(m_chips)), m_downloaded(new Chip(tr("Downloaded"), m_chips)),
      m_more(new QToolButton(this)), m_panel(new QToolButton(this))
{
    setObjectName(u"listHeader"_s);
    m_cover->setSide(CoverSide, Radius::Card);
    m_title->setObjectName(u"listTitle"_s);
    m_title->setLook(TextSize::PodcastTitle, QFont::Bold);
    m_facts->setObjectName(u"listFacts"_s);
    m_facts->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_all->setObjectName(u"allChip"_s);
    m_unplayed->setObjectName(u"unplayedChip"_s);
    m_all->setChecked(true);
    auto *group = new QButtonGroup(this);
    group->addButton(m_all);
    group->addButton(m_unplayed);
    group->addButton(m_downloaded);
    m_downloaded->setObjectName(u"downloadedChip"_s);

    m_more->setObjectName(u"podcastMore"_s);
    m_more->setIcon(themedIcon(u"more"_s));
    m_more->setToolTip(tr("More for this podcast"));
    m_more->setAccessibleName(tr("More for this podcast"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_panel->setObjectName(u"showPanel"_s);
    m_panel->setIcon(themedIcon(u"panel"_s));
    m_panel->setToolTip(tr("Show the episode"));
    m_panel->setAccessibleName(tr("Show the episode"));
    m_panel->hide();
    buildLayout();

    connect(group, &QButtonGroup::buttonToggled, this,
            [this](const QAbstractButton *chip, bool isChosen) {
                if (isChosen)
                    Q_EMIT filterWished(chip == m_unplayed             ? Filter::Unplayed
                                                : chip == m_downloaded ? Filter::Downloaded
                                                                       : Filter::All);
            });
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ListHeader::fillMenu);
    connect(m_panel, &QToolButton::clicked, this, &ListHeader::panelWished);
}

void ListHeader::buildLayout()
{
    auto *chips = new QHBoxLayout(m_chips);
    chips->setContentsMargins(0, Space::Xs, 0, 0);
    chips->setSpacing(Space::S);
    chips->addWidget(m_all);
    chips->addWidget(m_unplayed);
    chips->addWidget(m_downloaded);
    chips->addStretch();

    auto *column = new QVBoxLayout;
    column->setSpacing(Space::Xs);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_chips);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::Xl, Space::Xl, Space::Xl, Space::M + 2);
    row->setSpacing(Space::L);
    row->addWidget(m_cover, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addWidget(m_more);
    buttons->addWidget(m_panel);
    row->addLayout(buttons);
}

void ListHeader::setCovers(CoverSource *covers)
{
    m_cover->setCovers(covers);
}

QString ListHeader::placeTitle(Place place)
{
    switch (place) {
    case Place::Episodes:
        return tr("Episodes");
    case Place::Queue:
        return tr("Queue");
    case Place::InProgress:
        return tr("In progress");
    case Place::Favourites:
        return tr("Favourites");
    case Place::Archive:
        return tr("Archive");
    case Place::Podcast:
        return tr("Podcast");
    }
    return {};
}

void ListHeader::showPodcast(const Podcast &podcast)
{
    m_podcast = podcast;
    m_cover->show();
    m_more->show();
    m_chips->show();
    m_cover->setCover(podcast.title, podcast.image);
    m_title->setText(podcast.title);
    QStringList facts{podcast.author, tr("%n episode(s)", nullptr, podcast.episodes)};
    facts.removeAll(QString());
    m_facts->setText(facts.join(u" · "_s));
    setUnplayed(podcast.unplayed);
}

void ListHeader::showPlace(Place place, int unplayed)
{
    m_podcast = {};
    m_cover->hide();
    m_more->hide();
    m_title->setText(placeTitle(place));
    m_facts->setText(QString());
    m_chips->setVisible(unplayed >= 0);
    setUnplayed(unplayed);
}

void ListHeader::setUnplayed(int unplayed)
{
    m_unplayed->setText(unplayed > 0 ? tr("Unplayed %1").arg(formatCount(unplayed))
                                     : tr("Unplayed"));
    m_unplayed->updateGeometry();
}

void ListHeader::setCount(int count)
{
    if (!m_podcast.id.isValid())
        m_facts->setText(count > 0 ? tr("%n episode(s)", nullptr, count) : QString());
}

void ListHeader::setFilter(Filter filter)
{
    const QSignalBlocker blocker(m_all->group());
    Chip *const chips[]{m_all, m_unplayed, m_downloaded};
    chips[int(filter)]->setChecked(true);
}

void ListHeader::setPanelHidden(bool hidden)
{
    m_panel->setVisible(hidden);
}

void ListHeader::fillMenu()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    const auto add = [&](const QString &icon, const QString &text, void (ListHeader::*wish)()) {
        connect(menu->addAction(themedIcon(icon, IconTone::Second), text), &QAction::triggered,
                this, wish);
    };
    add(u"refresh"_s, tr("Refresh"), &ListHeader::refreshWished);
    if (!m_podcast.nextPage.isEmpty())
        add(u"down"_s, tr("Load older episodes"), &ListHeader::olderWished);
    add(u"podcast"_s, tr("Details…"), &ListHeader::detailsWished);
    add(u"copy"_s, tr("Copy the feed's address"), &ListHeader::copyAddressWished);
    if (!m_podcast.site.isEmpty())
        add(u"external"_s, tr("Open the podcast's page"), &ListHeader::openSiteWished);
    QAction *images = menu->addAction(themedIcon(u"image"_s, IconTone::Second),
                                      tr("Show images in its notes"));
    images->setCheckable(true);
    images->setChecked(m_podcast.imagesAllowed);
    connect(images, &QAction::toggled, this, &ListHeader::imagesWished);
    menu->addSeparator();
    add(u"remove"_s, tr("Unsubscribe"), &ListHeader::unsubscribeWished);
}

void ListHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colorsOf(palette()).hairline);
}

} // namespace Earmark
