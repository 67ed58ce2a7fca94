// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace Earmark {

/// "Notes   Chapters 17": tabs as underlined words, with a number where there is one.
class PanelTabs : public QTabBar
{
    Q_OBJECT

public:
    explicit PanelTabs(QWidget *parent = nullptr);
    /// 0: none is shown.
    void setCount(int tab, int count);

protected:
    void paintEvent(QPaintEvent *event) override;
    QSize tabSizeHint(int tab) const override;
    QSize minimumTabSizeHint(int tab) const override { return tabSizeHint(tab); }

private:
    QString countText(int tab) const;
};

} // namespace Earmark
