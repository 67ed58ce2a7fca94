// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

class QAbstractItemView;

namespace Earmark {

/// Tells when the window has first been painted with what it has to show: its list with rows, what
/// stands in an empty list's place, or the welcome page. What start-up puts off (network, sound,
/// refresh) begins then.
class FirstPaint : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FirstPaint)

public:
    explicit FirstPaint(QWidget &window, QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void painted();

private:
    bool isShowingSomething() const;

    QPointer<QWidget> m_window;
    bool m_isOver = false;
};

/// For `library.start_20k`: with EARMARK_START_TRACE=FILE, writes when the first paint was: ms
/// since the process began, a line feed, and µs since 1970 (UTC).
void traceStart();

} // namespace Earmark
