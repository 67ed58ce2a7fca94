// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace Earmark {

/// A button over a moving picture: white on a dark disc, so that it can be seen on any, in a light
/// window too. Fades as its owner says.
class VideoButton : public QAbstractButton
{
    Q_OBJECT

public:
    /// icon: one of ours, by its file's name. Without a disc where something dark lies below.
    explicit VideoButton(const QString &objectName, QWidget *parent, bool hasDisc = true);

    /// text: its name; key: how it is done by the keyboard, for the tool tip.
    void setShows(const QString &icon, const QString &text, const QString &key = {});
    void setCaption(const QString &caption); ///< Inside its icon: a number of two digits.
    void setOpacity(double opacity); ///< 0 to 1
    QSize sizeHint() const override { return {36, 36}; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_caption;
    bool m_hasDisc;
    double m_opacity = 1;
};

} // namespace Earmark
