// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace Earmark {

/// What plays, as a button around its cover and its lines: looks like them alone until it is
/// hovered or has the keyboard's focus. Whoever fills it names it (accessibleName).
class AboutButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit AboutButton(QWidget *parent = nullptr);

    /// That of its contents.
    QSize sizeHint() const override { return QWidget::sizeHint(); }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Earmark
