// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/previewpage.h"

#include "ui/common/coverlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/icons.h"
#include "ui/common/textlabel.h"
#include "ui/discover/previewlist.h"
#include "ui/episode/episodepanel.h"
#include "ui/episode/notesview.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStringList>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int ArtSide = 96;
constexpr int LeastPanel = 270; ///< px
constexpr int MostPanel = 400;
constexpr int DescriptionLines = 5; ///< The rest is scrolled to.
constexpr QMargins NotesMargins(Space::Xl, Space::M, Space::M, Space::S); ///< NotesView's own.
} // namespace

PreviewPage::PreviewPage(QWidget *parent)
    : QWidget(parent), m_back(new QPushButton(this)), m_cover(new CoverLabel(this)),
      m_title(new TextLabel(this)), m_facts(new TextLabel(this)),
      m_subscribe(new QPushButton(this)), m_description(new NotesView(this)),
      m_stack(new QStackedWidget(this)), m_model(new PreviewModel(this)), m_list(new PreviewList),
      m_state(new EmptyState), m_panel(new EpisodePanel(this))
{
    setObjectName(u"previewPage"_s);
    m_panel->setObjectName(u"previewPanel"_s);
    m_panel->hide();
    m_panel->installEventFilter(this);
    buildHead();
    m_list->setEpisodes(m_model);
    m_state->setObjectName(u"previewState"_s);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_state);
    connect(m_back, &QPushButton::clicked, this, &PreviewPage::backWished);
    connect(m_subscribe, &QPushButton::clicked, this, [this] {
        if (m_standing == Standing::Subscribed)
            Q_EMIT showWished();
        else
            Q_EMIT subscribeWished();
    });
    connect(m_state, &EmptyState::actionWished, this, &PreviewPage::retryWished);
    connect(m_list, &PreviewList::playWished, this, &PreviewPage::playWished);
    connect(m_description, &NotesView::linkWished, this, &PreviewPage::linkWished);
    setStanding(Standing::Offered);
}

void PreviewPage::buildHead()
{
    m_back->setObjectName(u"previewBack"_s);
    m_back->setText(tr("Back"));
    m_back->setIcon(themedIcon(u"left"_s, IconTone::Second));
    m_back->setFlat(true);
    m_back->setToolTip(tr("Back to what was found (Esc)"));
    m_cover->setSide(ArtSide, Radius::Card);
    m_title->setObjectName(u"previewTitle"_s);
    m_title->setLook(TextSize::PodcastTitle, QFont::Bold);
    m_title->setMaximumLines(2);
    m_facts->setObjectName(u"previewFacts"_s);
    m_facts->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_subscribe->setObjectName(u"previewSubscribe"_s);
    m_description->setObjectName(u"previewDescription"_s);
    m_description->setAccessibleName(tr("About this podcast"));
    m_description->setFrameShape(QFrame::NoFrame);
    m_description->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_description->viewport()->setBackgroundRole(QPalette::Window);

    auto *words = new QVBoxLayout;
    words->setSpacing(Space::Xs);
    words->addStretch(1);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    words->addSpacing(Space::Xs);
    words->addWidget(m_subscribe, 0, Qt::AlignLeft);
    words->addStretch(1);
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::L);
    head->addWidget(m_cover, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto *beside = new QHBoxLayout(this);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(1); // the line before the panel
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    beside->addLayout(column, 1);
    beside->addWidget(m_panel);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(Space::Xl, Space::M, Space::Xl, 0);
    top->setSpacing(Space::S);
    top->addWidget(m_back, 0, Qt::AlignLeft);
    top->addLayout(head);
    column->addLayout(top);
    column->addWidget(m_description); // it brings its own margins
    column->addSpacing(Space::Xs);
    column->addWidget(m_stack, 1);
}

void PreviewPage::setCovers(CoverSource *covers)
{
    m_panel->setCovers(covers);
    m_cover->setCovers(covers);
}

void PreviewPage::showHead(const QString &title, const QString &facts, const QUrl &image)
{
    m_title->setText(title);
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
    m_cover->setCover(title, image);
}

void PreviewPage::showLoading(const QString &title, const QString &author, const QUrl &image)
{
    m_isRead = false;
    m_panel->hide();
    showHead(title, author, image);
    m_description->hide();
    m_model->setEpisodes({});
    m_state->tell(u"podcast"_s, tr("Reading the podcast…"),
                  tr("Its episodes appear here as soon as its feed has come."));
    m_stack->setCurrentWidget(m_state);
    setStanding(m_standing);
    m_back->setFocus();
}

void PreviewPage::showFailure(const QString &sentence, const QString &action)
{
    m_isRead = false;
    m_state->tell(u"warning"_s, tr("It could not be read"), sentence, action);
    m_stack->setCurrentWidget(m_state);
    setStanding(m_standing);
}

void PreviewPage::showPreview(const FeedPreview &preview)
{
    m_isRead = true;
    QStringList facts;
    if (!preview.podcast.author.isEmpty())
        facts += preview.podcast.author;
    facts += tr("%n episode(s)", nullptr, preview.count);
    showHead(preview.podcast.title, facts.join(u" · "_s), preview.podcast.image);
    m_description->setNotes(preview.descriptionHtml, false);
    m_description->setVisible(!m_description->document()->isEmpty());
    fitDescription();
    m_model->setEpisodes(preview.episodes);
    m_list->scrollToTop();
    if (preview.episodes.isEmpty()) {
        m_state->tell(u"podcast"_s, tr("No episodes"), tr("This podcast offers none now."));
        m_stack->setCurrentWidget(m_state);
    } else {
        m_stack->setCurrentWidget(m_list);
    }
    setStanding(m_standing);
    if (isVisible() && m_back->hasFocus())
        m_subscribe->setFocus();
}

void PreviewPage::setStanding(Standing standing)
{
    m_standing = standing;
    const bool isDone = standing == Standing::Subscribed;
    m_subscribe->setEnabled(isDone || (m_isRead && standing == Standing::Offered));
    m_subscribe->setProperty("filled", !isDone);
    m_subscribe->setText(isDone                                      ? tr("Open in the library")
                                 : standing == Standing::Subscribing ? tr("Adding…")
                                                                     : tr("Subscribe"));
    m_subscribe->update();
}

void PreviewPage::setCurrent(const QString &guid, bool isPlaying)
{
    m_model->setCurrent(guid, isPlaying);
}

void PreviewPage::paintEvent(QPaintEvent *)
{
    if (!m_panel->isHidden())
        QPainter(this).fillRect(m_panel->x() - 1, 0, 1, height(), colorsOf(palette()).hairline);
}

/// As high as what is said, and no higher than a few lines.
void PreviewPage::fitDescription()
{
    const int most = DescriptionLines * QFontMetrics(m_description->font()).lineSpacing();
    // Of a copy: the view lays its own out by itself.
    const std::unique_ptr<QTextDocument> copy(m_description->document()->clone());
    const int beside = m_panel->isHidden() ? 0 : m_panel->width();
    copy->setTextWidth(
            std::max(100, width() - beside - NotesMargins.left() - NotesMargins.right()));
    const int wanted = int(std::ceil(copy->size().height())) + 1;
    m_description->setFixedHeight(std::min(wanted, most) + NotesMargins.top()
                                  + NotesMargins.bottom());
    m_description->verticalScrollBar()->setValue(0);
}

void PreviewPage::keyPressEvent(QKeyEvent *event)
{
    const bool isBack = event->key() == Qt::Key_Escape
            || (event->key() == Qt::Key_Left && event->modifiers() == Qt::AltModifier);
    if (isBack)
        Q_EMIT backWished();
    else
        QWidget::keyPressEvent(event);
}

/// The panel takes from the width of what is beside it.
bool PreviewPage::eventFilter(QObject *watched, QEvent *event)
{
    const bool isShown = event->type() == QEvent::ShowToParent;
    if (watched == m_panel && (isShown || event->type() == QEvent::HideToParent)) {
        fitDescription();
        update();
    }
    return QWidget::eventFilter(watched, event);
}

void PreviewPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_panel->setFixedWidth(std::clamp(width() / 3, LeastPanel, MostPanel));
    fitDescription();
}

} // namespace Earmark
