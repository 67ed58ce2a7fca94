// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/episodepanel.h"

#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/episodes/episodetext.h"
#include "ui/episodes/mediatext.h"
#include "ui/player/savedtext.h"
#include "ui/video/videoshape.h"
#include "ui/video/videoview.h"
#include "ui_episodepanel.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

EpisodePanel::EpisodePanel(QWidget *parent)
    : QWidget(parent), m_ui(std::make_unique<Ui::EpisodePanel>())
{
    m_ui->setupUi(this);
    setObjectName(u"episodePanel"_s);
    setMinimumWidth(270);
    m_ui->video->hide();
    connect(m_ui->video, &VideoView::naturalSizeChanged, this, &EpisodePanel::shapeVideo);
    updateGround();
    dress();
    connectWishes();
    showNothing();
}

EpisodePanel::~EpisodePanel() = default;

void EpisodePanel::dress()
{
    m_ui->nothing->tell(u"podcast"_s, tr("No episode chosen"),
                        tr("Choose one in the list to see its notes and chapters."));
    m_ui->noChapters->tell(u"episodes"_s, tr("No chapters"), QString());
    m_ui->facts->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_ui->title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_ui->title->setMaximumLines(3);
    m_ui->sourceText->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_ui->sourceText->setMaximumLines(2);
    m_ui->facts->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_ui->footer->setMinimumHeight(36);
    m_ui->footerRow->setStretch(0, 1);
    m_ui->play->setProperty("filled", true);
    m_ui->play->setIconSize({16, 16});
    m_ui->queue->setIconSize({18, 18});
    m_ui->queue->setIcon(themedIcon(u"queue"_s));
    m_ui->favourite->setIcon(themedIcon(u"star"_s));
    m_ui->more->setIcon(themedIcon(u"more"_s));
    m_ui->close->setIcon(themedIcon(u"close"_s, IconTone::Second));
    m_ui->close->setAutoRaise(true);
    m_ui->close->setIconSize({14, 14});
    m_ui->close->setFixedSize(22, 22);
    for (QToolButton *button :
         std::initializer_list<QToolButton *>{m_ui->download, m_ui->favourite, m_ui->more})
        button->setIconSize({18, 18});
    m_ui->more->setMenu(new QMenu(m_ui->more));
    m_ui->more->setPopupMode(QToolButton::InstantPopup);
    m_ui->changeSource->setFlat(true);
    m_ui->changeSource->setMenu(new QMenu(m_ui->changeSource));
    m_ui->tabs->addTab(tr("Notes"));
    m_ui->tabs->addTab(tr("Chapters"));
    m_ui->tabs->setAccessibleName(tr("Notes and chapters"));
}

void EpisodePanel::connectWishes()
{
    connect(m_ui->play, &QPushButton::clicked, this, [this] {
        if (m_playing)
            Q_EMIT pauseWished();
        else
            Q_EMIT wished(EpisodeWish::Play, m_row.id);
    });
    connect(m_ui->queue, &QPushButton::clicked, this,
            [this] { Q_EMIT wished(queueWish(m_row, false), m_row.id); });
    connect(m_ui->download, &QToolButton::clicked, this,
            [this] { Q_EMIT wished(downloadWish(m_media), m_row.id); });
    connect(m_ui->favourite, &QToolButton::clicked, this,
            [this] { Q_EMIT wished(favouriteWish(m_row), m_row.id); });
    connect(m_ui->more->menu(), &QMenu::aboutToShow, this, [this] {
        m_ui->more->menu()->clear();
        fillEpisodeMenu(m_ui->more->menu(), m_row, m_media,
                        [this](EpisodeWish wish) { Q_EMIT wished(wish, m_row.id); });
    });
    connect(m_ui->close, &QToolButton::clicked, this, &EpisodePanel::closeWished);
    connect(m_ui->tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_ui->tabPages->setCurrentIndex(tab);
        updateFooter();
    });
    connect(m_ui->tabs, &QTabBar::tabBarClicked, this, [this] { m_tabChosen = true; });
    connect(m_ui->notes, &NotesView::seekWished, this,
            [this](milliseconds at) { Q_EMIT playFromWished(m_row.id, at); });
    connect(m_ui->notes, &NotesView::linkWished, this, &EpisodePanel::linkWished);
    connect(m_ui->chapterList, &ChapterListView::playWished, this,
            [this](milliseconds at) { Q_EMIT playFromWished(m_row.id, at); });
    connect(m_ui->chapterList, &ChapterListView::copyAddressWished, this,
            [this](milliseconds at) { Q_EMIT copyMomentWished(m_row.id, at); });
    connect(m_ui->chapterList, &ChapterListView::linkWished, this, &EpisodePanel::linkWished);
    connect(m_ui->chapterList, &ChapterListView::tickWished, this,
            [this](int row, bool play) { Q_EMIT tickWished(m_row.id, row, play); });
    connect(m_ui->chapterList, &ChapterListView::beginHereWished, this,
            [this](int row) { Q_EMIT beginHereWished(m_row.id, row); });
    connect(m_ui->chapterList, &ChapterListView::unshiftWished, this,
            [this] { Q_EMIT unshiftWished(m_row.id); });
    // Found out while the notes are laid out, which the message would begin anew.
    connect(m_ui->notes, &NotesView::pictureRefused, this, &EpisodePanel::tellRefused,
            Qt::QueuedConnection);
    connect(m_ui->message, &MessageBar::actionWished, this, [this] {
        if (m_refused.isEmpty())
            Q_EMIT imagesWished(m_row.podcastId, true);
        else
            Q_EMIT ownPicturesWished(m_row.podcastId, m_refused.host());
    });
    connect(m_ui->changeSource->menu(), &QMenu::aboutToShow, this, &EpisodePanel::fillSourceMenu);
}

void EpisodePanel::setCovers(CoverSource *covers)
{
    m_covers = covers;
    m_ui->notes->setCovers(covers);
    if (covers == nullptr)
        return;
    connect(covers, &CoverSource::coverRefused, this, [this](const QUrl &picture) {
        if (picture == m_row.image)
            tellRefused(picture);
    });
    connect(covers, &CoverSource::coverArrived, this, &EpisodePanel::forgetRefused);
}

void EpisodePanel::setForPreviews()
{
    m_isForPreviews = true;
    for (QWidget *button :
         std::initializer_list<QWidget *>{m_ui->queue, m_ui->download, m_ui->favourite, m_ui->more})
        button->hide();
}

void EpisodePanel::tellRefused(const QUrl &picture)
{
    if (!m_row.podcastId.isValid() || m_covers == nullptr || !m_covers->isRefused(picture))
        return;
    m_refused = picture;
    m_ui->message->tell(MessageBar::Kind::Notice,
                        tr("A picture lies on your own network, at %1").arg(picture.host()),
                        tr("Show…"));
}

void EpisodePanel::forgetRefused(const QUrl &picture)
{
    if (m_refused.isEmpty() || picture != m_refused || m_covers->isRefused(picture))
        return;
    m_refused.clear();
    m_ui->message->clear();
}

void EpisodePanel::showNothing()
{
    m_row = {};
    m_chapters = {};
    m_playing = false;
    m_ui->pages->setCurrentWidget(m_ui->nothing);
    Q_EMIT episodeChanged();
}

void EpisodePanel::showEpisode(const EpisodeRow &row)
{
    const bool another = row.id != m_row.id
            || (m_isForPreviews && (row.title != m_row.title || row.published != m_row.published));
    m_row = row;
    m_ui->title->setText(row.title);
    if (another) {
        m_tabChosen = false;
        m_saved = {};
        m_size = 0;
        showMedia(mediaOf(row));
        m_refused.clear();
        m_ui->message->clear();
        m_ui->notes->setNotes(QString(), false);
        showChapters({});
        showNotPlaying();
    }
    m_ui->queue->setAccessibleName(row.queued ? tr("Queued") : tr("Queue"));
    m_ui->queue->setIcon(themedIcon(row.queued ? u"check"_s : u"queue"_s));
    m_ui->queue->setToolTip(row.queued ? tr("Remove from the queue (Q)")
                                       : tr("Add to the queue (Q)"));
    m_ui->favourite->setIcon(row.state.favourite ? themedIcon(u"starfilled"_s, IconTone::Accent)
                                                 : themedIcon(u"star"_s));
    m_ui->favourite->setAccessibleName(row.state.favourite ? tr("Remove from favourites")
                                                           : tr("Favourite"));
    updateFacts();
    fitButtons();
    m_ui->pages->setCurrentWidget(m_ui->shown);
    if (another)
        Q_EMIT episodeChanged();
}

VideoView &EpisodePanel::videoView() const
{
    return *m_ui->video;
}

void EpisodePanel::shapeVideo()
{
    m_ui->video->setFixedHeight(heightInPanel(m_ui->video->naturalSize(), width(), height()));
}

void EpisodePanel::showSaved(const TimeSaved &saved)
{
    m_saved = saved;
    updateFacts();
}

void EpisodePanel::showMedia(const MediaStatus &media)
{
    m_media = media;
    m_ui->download->showMedia(m_media, m_size);
}

void EpisodePanel::showSize(qint64 declared)
{
    m_size = declared;
    m_ui->download->showMedia(m_media, m_size);
}

void EpisodePanel::updateFacts()
{
    QStringList facts{formatLongDate(m_row.published), formatLength(m_row.duration)};
    if (m_row.state.play == PlayState::InProgress && m_row.duration.count() > 0)
        facts += lengthText(m_row);
    else if (m_row.state.play == PlayState::Played)
        facts += tr("played");
    facts += savedFactText(m_saved);
    facts.removeAll(QString());
    m_ui->facts->setText(facts.join(u" · "_s));
}

void EpisodePanel::showNotes(const QString &html, bool hasRemoteImages, bool imagesAllowed)
{
    m_ui->notes->setNotes(html.isEmpty()
                                  ? QString(u"<p>"_s % tr("This episode has no notes.") % u"</p>"_s)
                                  : html,
                          imagesAllowed);
    m_refused.clear();
    if (hasRemoteImages && !imagesAllowed)
        m_ui->message->tell(MessageBar::Kind::Notice, tr("Images are off"),
                            tr("Show for this podcast"));
    else
        m_ui->message->clear();
    if (m_covers != nullptr && m_covers->isRefused(m_row.image) && m_ui->message->isHidden())
        tellRefused(m_row.image);
}

void EpisodePanel::showFailure(const QString &sentence)
{
    m_ui->message->tell(MessageBar::Kind::Error, sentence);
    m_ui->tabs->setCurrentIndex(int(Tab::NotesTab));
}

void EpisodePanel::showChapters(const ChaptersView &view)
{
    const milliseconds excess = std::exchange(m_chapters, view).excess;
    tellExcess(excess);
    const bool some = !view.chapters.isEmpty();
    m_ui->chapterList->setChapters(view.chapters, m_row.duration);
    m_ui->chapterList->setSkipped(view.skipped);
    m_ui->chapterList->setShifting(view.canShift && view.source != ChapterSource::File,
                                   view.isShifted);
    m_ui->chapterList->setVisible(some);
    m_ui->noChapters->setVisible(!some);
    m_ui->noChapters->tell(
            u"episodes"_s, view.isGathering ? tr("Looking for chapters…") : tr("No chapters"),
            view.isGathering ? tr("In the sound file and where the feed says they are.")
                             : tr("Neither the file nor the feed nor the notes have any."));
    m_ui->tabs->setCount(int(Tab::ChaptersTab), int(view.chapters.size()));
    if (!m_tabChosen)
        m_ui->tabs->setCurrentIndex(int(some ? Tab::ChaptersTab : Tab::NotesTab));
    updateFooter();
}

/// What was closed stays closed, until there is something else to say.
void EpisodePanel::tellExcess(milliseconds before)
{
    const milliseconds excess = m_chapters.excess;
    if (excess == milliseconds(0)) {
        m_ui->timesMessage->clear();
        return;
    }
    if (excess == before)
        return;
    m_ui->timesMessage->tell(MessageBar::Kind::Notice,
                             tr("Times may be off: this file is %1 longer than its podcast says")
                                     .arg(formatTimecode(excess)));
    if (!m_chapters.canShift)
        return;
    m_ui->timesMessage->setToolTip(tipText(
            tr("Something was put into this file, advertisements mostly, that whoever wrote down "
               "the chapters did not know of. To put them right, play from where a chapter really "
               "begins and choose \"This chapter begins here\" in the menu of that chapter; those "
               "after it follow.")));
}

void EpisodePanel::updateFooter()
{
    const auto sourceName = [](ChapterSource source) {
        switch (source) {
        case ChapterSource::File:
            return tr("from the sound file");
        case ChapterSource::Json:
            return tr("from the podcast's chapter file");
        case ChapterSource::Podlove:
            return tr("from the feed");
        case ChapterSource::Notes:
            return tr("from the show notes");
        }
        return QString();
    };
    const bool chapters = m_ui->tabs->currentIndex() == int(Tab::ChaptersTab);
    m_ui->footer->setVisible(chapters && !m_chapters.chapters.isEmpty());
    const auto skipped = std::ranges::count_if(
            m_chapters.skipped, [](const QString &reason) { return !reason.isEmpty(); });
    QString count = chaptersText(int(m_chapters.chapters.size()));
    if (skipped > 0)
        count += u", "_s % tr("%1 skipped").arg(skipped);
    m_ui->sourceText->setText(count % u", "_s % sourceName(m_chapters.source));
    m_ui->changeSource->setVisible(m_chapters.choices.size() > 1);
}

void EpisodePanel::fillSourceMenu()
{
    QMenu *menu = m_ui->changeSource->menu();
    menu->clear();
    const auto add = [&](const QString &text, bool checked, std::optional<ChapterSource> source) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        connect(action, &QAction::triggered, this,
                [this, source] { Q_EMIT sourceWished(m_row.id, source); });
    };
    add(tr("The best one"), !m_chapters.isChosen, std::nullopt);
    menu->addSeparator();
    for (const ChapterSource source : std::as_const(m_chapters.choices)) {
        const bool checked = m_chapters.isChosen && source == m_chapters.source;
        switch (source) {
        case ChapterSource::File:
            add(tr("The sound file"), checked, source);
            break;
        case ChapterSource::Json:
            add(tr("The podcast's chapter file"), checked, source);
            break;
        case ChapterSource::Podlove:
            add(tr("The feed"), checked, source);
            break;
        case ChapterSource::Notes:
            add(tr("The show notes"), checked, source);
            break;
        }
    }
}

void EpisodePanel::showPlaying(bool playing, std::optional<qsizetype> current,
                               milliseconds position)
{
    if (playing != m_playing || m_ui->play->accessibleName().isEmpty()) {
        m_playing = playing;
        m_ui->play->setIcon(themedIcon(playing ? u"pause"_s : u"play"_s, IconTone::OnAccent));
        m_ui->play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
        fitButtons();
    }
    m_ui->chapterList->setPosition(current, position);
    m_ui->chapterList->setHere(true);
}

void EpisodePanel::setPace(double speed, const MediaRanges &skips)
{
    m_ui->chapterList->chapterModel()->setPace(speed, skips);
}

void EpisodePanel::showNotPlaying()
{
    showPlaying(false, std::nullopt, milliseconds(0));
    m_ui->chapterList->setHere(false);
}

void EpisodePanel::showTab(Tab tab)
{
    m_tabChosen = true;
    m_ui->tabs->setCurrentIndex(int(tab));
}

void EpisodePanel::updateGround()
{
    setGround(this, colorsOf(palette()).panel);
}

void EpisodePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateGround();
}

void EpisodePanel::resizeEvent(QResizeEvent *)
{
    shapeVideo();
    fitButtons();
}

/// Where there is no room for all their words, the queue's goes first, then the player's.
void EpisodePanel::fitButtons()
{
    const QMargins margins = m_ui->headColumn->contentsMargins();
    const int room = width() - margins.left() - margins.right();
    const auto fits = [&](bool isPlayNamed, bool isQueueNamed) {
        m_ui->play->setText(isPlayNamed ? m_ui->play->accessibleName() : QString());
        m_ui->queue->setText(isQueueNamed ? m_ui->queue->accessibleName() : QString());
        m_ui->buttons->setSpacing(isQueueNamed ? Space::S : Space::Xs);
        int wide = 0;
        for (const QWidget *button : std::initializer_list<QWidget *>{
                     m_ui->play, m_ui->queue, m_ui->download, m_ui->favourite, m_ui->more})
            wide += button->isHidden() ? 0 : button->sizeHint().width() + m_ui->buttons->spacing();
        return wide - m_ui->buttons->spacing() <= room;
    };
    if (!fits(true, true) && !fits(true, false))
        fits(false, false);
}

void EpisodePanel::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    if (m_ui->footer->isVisible()) {
        const int y = m_ui->footer->mapTo(this, QPoint(0, 0)).y();
        painter.fillRect(QRect(0, y, width(), 1), colors.hairline);
    }
}

} // namespace Earmark
