// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <functional>

class QPushButton;

namespace Earmark {

class TextLabel;

/// What was just done and can be taken back, for ten seconds, over the lower edge of its parent.
class UndoBar : public QWidget
{
    Q_OBJECT

public:
    static constexpr int Stays = 10000; ///< ms

    explicit UndoBar(QWidget *parent);

    void offer(const QString &sentence);
    /// The same with another way back than undo; action: its button's text.
    void offer(const QString &sentence, const QString &action, std::function<void()> wish);
    /// Something to know, without a way back.
    void tell(const QString &sentence);
    QString sentence() const;

Q_SIGNALS:
    void undoWished();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void appear(const QString &sentence, const QString &action);
    void place();
    void dress();

    TextLabel *m_sentence;
    QPushButton *m_undo;
    std::function<void()> m_wish; ///< What the button does; empty: undo.
    QTimer m_timer;
};

} // namespace Earmark
