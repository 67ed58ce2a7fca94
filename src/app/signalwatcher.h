// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace Earmark {

/// Turns SIGTERM, SIGINT and SIGHUP into a Qt signal, so that the program ends as if it was closed:
/// position saved, profile released. One per process.
class SignalWatcher : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignalWatcher)

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void endRequested();

private:
    int m_ends[2]{-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace Earmark
