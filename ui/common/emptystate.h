// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace Earmark {

class TextLabel;

/// What stands where a list would be: what is missing and what to do next, never a blank sheet.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// action: the button's text; no button when empty.
    void tell(const QString &icon, const QString &title, const QString &sentence,
              const QString &action = {});

Q_SIGNALS:
    void actionWished();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QWidget *m_iconPlace;
    TextLabel *m_title;
    TextLabel *m_sentence;
    QPushButton *m_action;
};

} // namespace Earmark
