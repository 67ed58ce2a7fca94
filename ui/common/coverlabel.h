// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"

#include <QPointer>
#include <QWidget>

namespace Earmark {

/// A podcast's or episode's artwork as a widget.
class CoverLabel : public QWidget
{
    Q_OBJECT

public:
    explicit CoverLabel(QWidget *parent = nullptr);

    /// side and radius in device independent pixels.
    void setSide(int side, int radius);
    void setCovers(CoverSource *covers);
    void setCover(const Cover &cover);
    void setCover(const QString &title, const QUrl &address) { setCover({title, {address}}); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPointer<CoverSource> m_covers;
    Cover m_cover;
    int m_radius = 0;
};

} // namespace Earmark
