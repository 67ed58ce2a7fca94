// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace Earmark {

/// One of several choices in a row, as a pill: "All", "Unplayed 3". Checkable; put chips that
/// exclude each other into a QButtonGroup.
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Chip(const QString &text, QWidget *parent = nullptr);
    explicit Chip(QWidget *parent = nullptr) : Chip(QString(), parent) { }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Earmark
