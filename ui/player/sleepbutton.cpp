// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/sleepbutton.h"

#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {

constexpr int IconSide = 18;
constexpr QSize Resting{34, 30}; ///< As buttons with an icon and a frame are.
constexpr int TitleLength = 44; ///< Letters of a chapter's title; a menu does not cut them itself.
constexpr qsizetype MostChapters = 20; ///< In the menu.
constexpr std::array<int, 6> Minutes{5, 10, 15, 30, 45, 60};

/// For a menu, where & marks a key and a tab begins the column on the right.
QString menuText(QString title, milliseconds left)
{
    title.replace(u'\t', u' ');
    if (title.size() > TitleLength)
        title = title.left(TitleLength - 1).trimmed() + u'…';
    return title.replace(u'&', u"&&"_s) % u'\t' % formatSleepTime(left);
}

} // namespace

QString formatSleepTime(milliseconds left)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::max(0ms, left));
    if (seconds < 60s)
        return SleepButton::tr("%1 s").arg(seconds.count());
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(seconds).count();
    if (minutes < 100)
        return SleepButton::tr("%1 min").arg(minutes);
    return SleepButton::tr("%1:%2 h").arg(minutes / 60).arg(minutes % 60, 2, 10, QChar(u'0'));
}

SleepButton::SleepButton(QWidget *parent) : QAbstractButton(parent), m_menu(new QMenu(this))
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the list and the player
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_menu->setObjectName(u"sleepMenu"_s);
    connect(this, &QAbstractButton::clicked, this, &SleepButton::openMenu);
    connect(m_menu, &QMenu::aboutToHide, this, [this] { setDown(false); });
    describe();
}

void SleepButton::showTimer(const SleepView &view)
{
    if (view == m_view)
        return;
    m_view = view;
    describe();
    update();
}

void SleepButton::describe()
{
    const QString left = m_view.left ? formatSleepTime(*m_view.left) : tr("end");
    setText(m_view.runs ? left : QString());
    const QString name = !m_view.runs ? tr("Sleep timer")
            : m_view.left             ? tr("Sleep timer: %1 left").arg(left)
                                      : tr("Sleep timer: until the end of the episode");
    setAccessibleName(name);
    setToolTip(name);
}

void SleepButton::openMenu()
{
    Q_EMIT viewWished();
    fillMenu();
    const QSize size = m_menu->sizeHint();
    m_menu->popup(mapToGlobal(QPoint(width() - size.width(), -size.height() - Space::Xs)));
    setDown(true);
}

void SleepButton::addGoal(QMenu *menu, const QString &text, const SleepGoal &goal)
{
    connect(menu->addAction(text), &QAction::triggered, this,
            [this, goal] { Q_EMIT goalWished(goal); });
}

void SleepButton::fillMenu()
{
    m_menu->clear();
    if (m_view.runs)
        addRunning();
    for (const int minutes : Minutes) {
        addGoal(m_menu, tr("%1 minutes").arg(minutes),
                {.kind = SleepGoal::Kind::Time, .time = std::chrono::minutes(minutes)});
    }
    QAction *other = m_menu->addAction(tr("Other time…"));
    other->setObjectName(u"sleepOther"_s);
    connect(other, &QAction::triggered, this, &SleepButton::otherTimeWished);
    m_menu->addSeparator();
    addEnds();
}

void SleepButton::addRunning()
{
    const bool isTime = *m_view.runs == SleepGoal::Kind::Time;
    if (*m_view.runs != SleepGoal::Kind::Episode) {
        QAction *more = m_menu->addAction(themedIcon(u"plus"_s, IconTone::Second),
                                          isTime ? tr("5 minutes more") : tr("1 chapter more"));
        more->setObjectName(u"sleepMore"_s);
        more->setEnabled(m_view.canExtend);
        connect(more, &QAction::triggered, this, &SleepButton::extensionWished);
    }
    QAction *end = m_menu->addAction(themedIcon(u"close"_s, IconTone::Second), tr("Turn off"));
    end->setObjectName(u"sleepOff"_s);
    connect(end, &QAction::triggered, this, &SleepButton::endWished);
    m_menu->addSeparator();
}

void SleepButton::addEnds()
{
    const auto chapter = [](qsizetype n) {
        return SleepGoal{.kind = SleepGoal::Kind::Chapter, .time = {}, .chapters = int(n)};
    };
    if (!m_view.chapters.isEmpty()) {
        addGoal(m_menu, menuText(tr("End of this chapter"), m_view.chapters.first().left),
                chapter(1));
    }
    if (m_view.chapters.size() > 1) {
        QMenu *later = m_menu->addMenu(tr("End of a later chapter"));
        later->setObjectName(u"sleepLater"_s);
        const qsizetype count = std::min(m_view.chapters.size(), MostChapters);
        for (qsizetype i = 1; i < count; ++i)
            addGoal(later, menuText(m_view.chapters.at(i).title, m_view.chapters.at(i).left),
                    chapter(i + 1));
    }
    const QString episode = tr("End of the episode");
    addGoal(m_menu, m_view.episodeLeft ? menuText(episode, *m_view.episodeLeft) : episode,
            {.kind = SleepGoal::Kind::Episode, .time = {}});
}

QSize SleepButton::sizeHint() const
{
    const QFontMetrics metrics(scaledFont(font(), TextSize::Meta));
    const int text = std::max(metrics.horizontalAdvance(tr("%1 min").arg(88)),
                              metrics.horizontalAdvance(tr("%1:%2 h").arg(8).arg(88)));
    return {std::max(Resting.width(), text + Space::M), IconSide + metrics.height() + Space::S + 2};
}

void SleepButton::keyPressEvent(QKeyEvent *event)
{
    // Enter and Down too; Space it presses itself.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Down)
        openMenu();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        event->ignore(); // they are the player's
    else
        QAbstractButton::keyPressEvent(event);
}

void SleepButton::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    const bool runs = m_view.runs.has_value();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRect ground(QPoint(), runs ? size() : Resting);
    ground.moveCenter(rect().center());
    const bool isTouched = underMouse() || isDown();
    painter.setPen(colors.hairline);
    painter.setBrush(isTouched ? colors.selection : runs ? colors.accentTint : colors.panel);
    painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control,
                            Radius::Control);
    QRect icon(0, 0, IconSide, IconSide);
    icon.moveCenter(ground.center());
    if (runs) {
        icon.moveTop(Space::Xs);
        painter.setFont(scaledFont(font(), TextSize::Meta));
        painter.setPen(colors.accent);
        painter.drawText(rect().adjusted(0, icon.bottom(), 0, -Space::Xs + 1), Qt::AlignCenter,
                         text());
    }
    paintIcon(&painter, icon, u"moon"_s, runs ? colors.accent : colors.text);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, ground, Radius::Control, colors.accent);
}

} // namespace Earmark
