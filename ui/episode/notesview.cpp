// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/notesview.h"

#include "ui/common/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int WidestPicture = 320; ///< Device independent pixels.
/// What is laid out at once: far more than show notes are, and done in some 30 ms.
constexpr qsizetype ShownAtOnce = 40000;
const auto RestAddress = "earmark:notes?all"_L1;
const auto SeekPrefix = "earmark:seek?"_L1;
} // namespace

NotesView::NotesView(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName(u"notes"_s);
    setAccessibleName(tr("Show notes"));
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    document()->setDocumentMargin(0);
    document()->setIndentWidth(Space::Xl);
    setViewportMargins(Space::Xl, Space::M, Space::M, Space::S);
    m_rendering.setSingleShot(true);
    m_rendering.setInterval(0);
    connect(&m_rendering, &QTimer::timeout, this, &NotesView::render);
    connect(this, &QTextBrowser::anchorClicked, this, &NotesView::follow);
}

void NotesView::setCovers(CoverSource *covers)
{
    m_covers = covers;
    if (covers != nullptr) {
        connect(covers, &CoverSource::coverArrived, this, [this](const QUrl &address) {
            if (m_pictures.contains(address))
                m_rendering.start();
        });
        connect(covers, &CoverSource::coverRefused, this, [this](const QUrl &address) {
            if (m_pictures.contains(address))
                Q_EMIT pictureRefused(address);
        });
    }
}

void NotesView::setNotes(const QString &html, bool allowImages)
{
    m_html = html;
    m_allowImages = allowImages;
    m_showsAll = false;
    m_pictures.clear();
    render();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
}

/// The room of a picture is that beside a scroll bar, there or not: a picture never makes the room
/// that makes the picture.
int NotesView::pictureRoom() const
{
    const QMargins margins = viewportMargins();
    const int bar = verticalScrollBar()->sizeHint().width();
    return std::clamp(width() - margins.left() - margins.right() - bar, 1, WidestPicture);
}

void NotesView::render()
{
    m_rendering.stop();
    const Colors colors = colorsOf(palette());
    const int at = verticalScrollBar()->value(); // a picture that arrives moves nobody's place
    m_pictureSide = pictureRoom();
    document()->setDefaultStyleSheet(
            u"a { color: %1; text-decoration: none; } "
            "p, ul, ol, blockquote { margin-top: 0px; margin-bottom: 9px; } "
            "li { margin-bottom: 3px; }"_s.arg(colors.accent.name()));
    // A feed's text may be as wide as a page: lines stay readable, the text wraps.
    document()->clear();
    setHtml(shownPart());
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    QTextBlockFormat lines;
    constexpr double LineHeight = 130; // per cent
    lines.setLineHeight(LineHeight, QTextBlockFormat::ProportionalHeight);
    cursor.mergeBlockFormat(lines);
    verticalScrollBar()->setValue(at);
}

/// The sanitiser's HTML may be cut behind any of its tags: the reader of the document closes what
/// is open.
QString NotesView::shownPart() const
{
    if (m_showsAll || m_html.size() <= ShownAtOnce)
        return m_html;
    const qsizetype end = m_html.lastIndexOf("</p>"_L1, ShownAtOnce);
    const qsizetype tag = m_html.lastIndexOf(u'<', ShownAtOnce);
    const qsizetype cut = end > ShownAtOnce / 2 ? end : tag > 0 ? tag : ShownAtOnce;
    return m_html.left(cut) % u"<p><a href=\""_s % RestAddress % u"\">"_s
            % tr("Show the rest of these notes").toHtmlEscaped() % u"</a></p>"_s;
}

QVariant NotesView::loadResource(int type, const QUrl &name)
{
    if (type != QTextDocument::ImageResource || !m_allowImages || m_covers == nullptr)
        return {};
    m_pictures.insert(name);
    if (m_covers->isRefused(name))
        Q_EMIT pictureRefused(name);
    const qreal ratio = devicePixelRatioF();
    QPixmap picture = m_covers->picture(name, int(std::lround(m_pictureSide * ratio)));
    if (picture.isNull())
        return {};
    // One that is smaller than its room keeps its size.
    const qreal longest = std::max(picture.width(), picture.height());
    picture.setDevicePixelRatio(std::clamp(longest / m_pictureSide, 1.0, std::max(1.0, ratio)));
    return picture;
}

void NotesView::doSetSource(const QUrl &, QTextDocument::ResourceType)
{
    // There is no document but the one that was set.
}

void NotesView::follow(const QUrl &url)
{
    const QString text = url.toString();
    if (text == RestAddress) {
        m_showsAll = true;
        render();
        return;
    }
    if (!text.startsWith(SeekPrefix)) {
        Q_EMIT linkWished(url);
        return;
    }
    bool isNumber = false;
    const double seconds = QUrlQuery(url).queryItemValue(u"t"_s).toDouble(&isNumber);
    constexpr double LongestSeconds = 1000 * 3600.0; // as core/earmarkaddress.h
    if (isNumber && seconds >= 0 && seconds <= LongestSeconds)
        Q_EMIT seekWished(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

void NotesView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        QTextBrowser::keyPressEvent(event);
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy) || event->matches(QKeySequence::SelectAll))
        QTextBrowser::keyPressEvent(event);
    else
        event->ignore(); // the player's keys
}

void NotesView::contextMenuEvent(QContextMenuEvent *event)
{
    // Not QTextEdit's: it offers to copy a link's inner address under another name.
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QUrl link(anchorAt(event->pos()));
    QAction *copy = menu->addAction(tr("Copy"));
    copy->setEnabled(textCursor().hasSelection());
    connect(copy, &QAction::triggered, this, &QTextEdit::copy);
    if (!link.isEmpty() && link.scheme() != "earmark"_L1) {
        connect(menu->addAction(tr("Copy the link's address")), &QAction::triggered, this, [link] {
            QGuiApplication::clipboard()->setText(link.toString(QUrl::FullyEncoded));
        });
    }
    connect(menu->addAction(tr("Select all")), &QAction::triggered, this, &QTextEdit::selectAll);
    menu->popup(event->globalPos());
}

void NotesView::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    // Not at once: a scroll bar that comes or goes resizes the view amid its document's layout.
    if (!m_pictures.isEmpty() && pictureRoom() != m_pictureSide)
        m_rendering.start();
}

void NotesView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_html.isEmpty())
        render();
}

} // namespace Earmark
