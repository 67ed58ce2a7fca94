// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/paneltabs.h"

#include "ui/common/format.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace Earmark {

namespace {
constexpr int Between = Space::Xl;
constexpr int Underline = 2;
} // namespace

PanelTabs::PanelTabs(QWidget *parent) : QTabBar(parent)
{
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(false);
    setMouseTracking(true);
}

void PanelTabs::setCount(int tab, int count)
{
    setTabData(tab, count);
    setAccessibleTabName(
            tab, count > 0 ? QString(tabText(tab) % u' ' % formatCount(count)) : tabText(tab));
    updateGeometry();
    setTabText(tab, tabText(tab)); // the only way to make the bar lay its tabs out again
    update();
}

QString PanelTabs::countText(int tab) const
{
    const int count = tabData(tab).toInt();
    return count > 0 ? formatCount(count) : QString();
}

QSize PanelTabs::tabSizeHint(int tab) const
{
    const QFontMetrics metrics(scaledFont(font(), TextSize::Body, QFont::DemiBold));
    const QString count = countText(tab);
    int width = metrics.horizontalAdvance(tabText(tab)) + Space::Xs;
    if (!count.isEmpty())
        width += metrics.horizontalAdvance(count) + Space::Xs + 2;
    return {width + Between, metrics.height() + Space::L};
}

void PanelTabs::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.hairline);
    for (int tab = 0; tab < count(); ++tab) {
        const bool chosen = tab == currentIndex();
        QRect place = tabRect(tab);
        place.setWidth(place.width() - Between);
        painter.setFont(
                scaledFont(font(), TextSize::Body, chosen ? QFont::DemiBold : QFont::Normal));
        painter.setPen(chosen ? colors.text : colors.second);
        const QRect text = place.adjusted(2, 0, 0, -Underline);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, tabText(tab));
        const int used = painter.fontMetrics().horizontalAdvance(tabText(tab)) + Space::Xs + 2;
        painter.setFont(font());
        painter.setPen(colors.second);
        painter.drawText(text.adjusted(used, 0, Space::S, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         countText(tab));
        if (chosen)
            painter.fillRect(QRect(place.x(), height() - Underline, place.width(), Underline),
                             colors.accent);
        if (chosen && hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            paintFocusRing(&painter, place.adjusted(-2, 2, 2, -4), Radius::Art, colors.accent);
    }
}

} // namespace Earmark
