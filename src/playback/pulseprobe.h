// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

namespace Earmark {

/// Asks again and again, without waiting, whether a sound server answers libpulse. GUI thread.
class PulseProbe : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PulseProbe)

public:
    explicit PulseProbe(QObject *parent = nullptr);
    ~PulseProbe() override;

    /// answered() follows once, whenever that is. More calls meanwhile are the same wish.
    void start();

Q_SIGNALS:
    void answered();

private:
    struct Attempt;

    void attempt();
    void attempted(quint64 number, bool isUp);

    std::unique_ptr<Attempt> m_attempt; ///< Under way.
    quint64 m_number = 0; ///< Of m_attempt.
    QTimer m_again;
};

} // namespace Earmark
