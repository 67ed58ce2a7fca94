// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/program.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <csignal>

namespace Earmark {

/// The real program with its window, on a profile of the test's own. Needs a display.
class RunningWindow
{
    Q_DISABLE_COPY_MOVE(RunningWindow)

public:
    explicit RunningWindow(QString profile) : m_profile(std::move(profile)) { }
    ~RunningWindow() { kill(); }

    /// True when it owns the profile and answers commands.
    bool start(const QStringList &more = {})
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(EARMARK_BINARY),
                        QStringList{QStringLiteral("--profile"), m_profile} + more);
        return QTest::qWaitFor(
                       [this] { return QFile::exists(m_profile + QStringLiteral("/socket")); },
                       30000)
                && isRunning();
    }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    qint64 processId() const { return m_process.processId(); }
    void kill()
    {
        if (!isRunning())
            return;
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Exit code after SIGTERM; -1 when it did not end.
    int terminate()
    {
        m_process.terminate();
        const bool ended = QTest::qWaitFor([this] { return !isRunning(); }, 15000);
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    QByteArray output() { return m_process.readAll(); }

    ProgramRun command(const QStringList &words) const
    {
        return runProgram(QStringList{QStringLiteral("--profile"), m_profile} + words);
    }
    QJsonArray list(const QString &what) const
    {
        return command({QStringLiteral("list"), what, QStringLiteral("--json")}).json().array();
    }
    /// Seconds, as the library holds it now, of an episode of the first podcast; -1 when there is
    /// no such one.
    double storedPosition(const QString &guid) const
    {
        const QJsonArray episodes = command({QStringLiteral("list"), QStringLiteral("episodes"),
                                             QStringLiteral("--podcast"), QStringLiteral("1"),
                                             QStringLiteral("--json")})
                                            .json()
                                            .array();
        for (const auto &episode : episodes) {
            if (episode.toObject().value(QLatin1String("guid")).toString() == guid)
                return episode.toObject().value(QLatin1String("position")).toDouble();
        }
        return -1;
    }

private:
    QString m_profile;
    QProcess m_process;
};

} // namespace Earmark
