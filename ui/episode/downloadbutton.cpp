// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/downloadbutton.h"

#include "core/amounts.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/ring.h"
#include "ui/common/theme.h"
#include "ui/episodes/episodeactions.h"
#include "ui/episodes/mediatext.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

QIcon iconOf(MediaSign sign)
{
    switch (sign) {
    case MediaSign::Waiting:
    case MediaSign::Running:
        return {}; // a ring instead
    case MediaSign::Failed:
        return themedIcon(u"warning"_s);
    case MediaSign::Whole:
        return themedIcon(u"downloaded"_s, IconTone::Accent);
    case MediaSign::None:
    case MediaSign::Partly:
    case MediaSign::Paused:
        break;
    }
    return themedIcon(u"download"_s);
}

} // namespace

DownloadButton::DownloadButton(QWidget *parent) : QToolButton(parent)
{
    setObjectName(u"download"_s);
    showMedia({});
}

bool DownloadButton::hasRing() const
{
    const MediaSign sign = mediaSign(m_media);
    return sign == MediaSign::Running || sign == MediaSign::Waiting;
}

void DownloadButton::showMedia(const MediaStatus &media, qint64 declared)
{
    if (media == m_media && declared == m_declared && !toolTip().isEmpty())
        return;
    m_media = media;
    m_declared = declared;
    const MediaSign sign = mediaSign(media);
    setIcon(iconOf(sign));
    const QString wish = downloadWishText(media);
    QString tip = mediaSentence(media);
    if (sign == MediaSign::Whole)
        tip = tr("%1. Shift+D deletes the file.").arg(tip);
    else if (sign == MediaSign::None)
        tip = declared > 0 ? tr("%1 (D), %2").arg(wish, sizeInWords(declared))
                           : tr("%1 (D)").arg(wish);
    else
        tip = tr("%1 (D). %2").arg(wish, tip);
    setToolTip(tipText(tip));
    setAccessibleName(sign == MediaSign::Whole ? tr("Downloaded") : wish);
    setAccessibleDescription(mediaSentence(media));
    update();
}

void DownloadButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    if (!hasRing())
        return;
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    QRectF square(0, 0, iconSize().width(), iconSize().height());
    square.moveCenter(QRectF(rect()).center());
    if (mediaSign(m_media) == MediaSign::Running)
        paintRing(&painter, square, presentShare(m_media), colors.second, colors.accent);
    else
        paintWaitingRing(&painter, square, colors.second);
    QRectF cross(0, 0, square.width() / 2, square.height() / 2);
    cross.moveCenter(square.center());
    paintIcon(&painter, cross, u"close"_s, colors.text);
}

} // namespace Earmark
