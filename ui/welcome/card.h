// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace Earmark {

/// A way to begin: icon, title and two lines, as one big button.
class Card : public QAbstractButton
{
    Q_OBJECT
    Q_PROPERTY(QString about READ about WRITE setAbout)

public:
    explicit Card(QWidget *parent = nullptr);

    void setPicture(const QString &icon);
    QString about() const { return m_about; }
    void setAbout(const QString &about);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {150, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_about;
};

} // namespace Earmark
