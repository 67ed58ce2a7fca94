// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/outputmenu.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr qsizetype NameLength = 60; // letters; a menu does not cut them itself

/// For a menu, where & marks a key.
QString menuText(QString name)
{
    if (name.size() > NameLength)
        name = name.left(NameLength - 1).trimmed() + u'…';
    return name.replace(u'&', u"&&"_s);
}

} // namespace

OutputButton::OutputButton(QWidget *parent) : QToolButton(parent), m_menu(new QMenu(this))
{
    setAutoRaise(true);
    setIcon(themedIcon(u"up"_s, IconTone::Second));
    setIconSize({14, 14});
    setFixedSize(20, 30);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the list and the player
    m_menu->setObjectName(u"outputMenu"_s);
    connect(this, &QAbstractButton::clicked, this, &OutputButton::openMenu);
    connect(m_menu, &QMenu::aboutToHide, this, [this] { setDown(false); });
    describe();
}

void OutputButton::showOutputs(const OutputView &view)
{
    m_view = view;
    describe();
}

void OutputButton::describe()
{
    const QString name = m_view.chosen.id.isEmpty()
            ? tr("Sound output: the system's default")
            : tr("Sound output: %1").arg(m_view.chosen.name);
    setAccessibleName(name);
    setToolTip(name);
}

void OutputButton::openMenu()
{
    Q_EMIT viewWished();
    fillMenu();
    const QSize size = m_menu->sizeHint();
    m_menu->popup(mapToGlobal(QPoint(width() - size.width(), -size.height() - Space::Xs)));
    setDown(true);
}

void OutputButton::fillMenu()
{
    m_menu->clear();
    auto *group = new QActionGroup(m_menu);
    const auto add = [&](const QString &text, const OutputDevice &output) {
        QAction *action = m_menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(output.id == m_view.chosen.id);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, output] { Q_EMIT outputWished(output); });
        return action;
    };
    const auto standard = std::find_if(m_view.outputs.begin(), m_view.outputs.end(),
                                       [](const OutputDevice &output) { return output.isDefault; });
    add(standard == m_view.outputs.end() ? tr("System default (none at the moment)")
                                         : tr("System default (%1)").arg(menuText(standard->name)),
        {});
    m_menu->addSeparator();
    bool isChosenThere = m_view.chosen.id.isEmpty();
    for (const OutputDevice &output : m_view.outputs) {
        add(menuText(output.name), output);
        isChosenThere = isChosenThere || output.id == m_view.chosen.id;
    }
    if (!isChosenThere)
        add(tr("%1 (not connected)").arg(menuText(m_view.chosen.name)), m_view.chosen);
}

void OutputButton::keyPressEvent(QKeyEvent *event)
{
    // Enter and the way the menu lies too; Space it presses itself.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        openMenu();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        event->ignore(); // they are the player's
    else
        QToolButton::keyPressEvent(event);
}

} // namespace Earmark
