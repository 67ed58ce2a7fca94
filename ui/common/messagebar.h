// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QToolButton;

namespace Earmark {

class TextLabel;

/// A sentence above what it is about: an error with its next step, or a choice such as "Show
/// images". Hidden while it has nothing to say.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Notice, Error };

    explicit MessageBar(QWidget *parent = nullptr);

    /// action: the button's text; no button when empty.
    void tell(Kind kind, const QString &sentence, const QString &action = {});
    void clear() { hide(); }
    QString sentence() const;

Q_SIGNALS:
    void actionWished();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Notice;
    TextLabel *m_sentence;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace Earmark
