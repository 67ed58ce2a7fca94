// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include "ui/common/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(QString name, IconTone tone) : m_name(std::move(name)), m_tone(tone) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(painter, rect, m_name, color(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    /// size is in device pixels.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const int side = std::min(size.width(), size.height());
        return iconPixmap(m_name, color(mode), int(std::lround(side / scale)), scale);
    }
    QIconEngine *clone() const override { return new ThemedIconEngine(m_name, m_tone); }
    QString key() const override { return u"earmark"_s; }
    bool isNull() override { return m_name.isEmpty(); }

private:
    QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        const Colors colors = colorsOf(palette);
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        switch (m_tone) {
        case IconTone::Text:
            return colors.text;
        case IconTone::Second:
            return colors.second;
        case IconTone::Accent:
            return colors.accent;
        case IconTone::OnAccent:
            return colors.onAccent;
        }
        return colors.text;
    }

    QString m_name;
    IconTone m_tone;
};

} // namespace

QIcon themedIcon(const QString &name, IconTone tone)
{
    return QIcon(new ThemedIconEngine(name, tone));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const QString key = u"earmark-icon/"_s % name % u'/' % QString::number(color.rgba(), 16) % u'/'
            % QString::number(size) % u'/' % QString::number(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const QString file = u":/icons/"_s % name % u".svg"_s;
    if (!QFile::exists(file))
        return {};
    QSvgRenderer renderer(file);
    if (!renderer.isValid() || size <= 0)
        return {};
    const int side = int(std::ceil(size * devicePixelRatio));
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, side, side));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const int size = int(std::lround(std::min(rect.width(), rect.height())));
    const QPixmap pixmap = iconPixmap(name, color, size, ratio);
    // On whole pixels, or the strokes blur.
    const QPointF corner(std::round(rect.center().x() - size / 2.0),
                         std::round(rect.center().y() - size / 2.0));
    painter->drawPixmap(corner, pixmap);
}

} // namespace Earmark
