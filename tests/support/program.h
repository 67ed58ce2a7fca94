// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStringList>
#include <QTest>

namespace Earmark {

/// One run of the real program.
struct ProgramRun
{
    int exitCode = -1; ///< -1: it crashed or did not end in time.
    QByteArray output;
    QByteArray errors;

    QJsonDocument json() const { return QJsonDocument::fromJson(output); }
};

/// Starts the real binary and waits for its end in the test's event loop, so that a server on the
/// test's thread can answer it meanwhile.
inline ProgramRun runProgram(const QStringList &arguments, int timeoutMs = 60000)
{
    QProcess process;
    process.start(QStringLiteral(EARMARK_BINARY), arguments);
    const bool ended = QTest::qWaitFor(
            [&process] { return process.state() == QProcess::NotRunning; }, timeoutMs);
    if (!ended)
        process.kill();
    return {.exitCode
            = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .errors = process.readAllStandardError()};
}

} // namespace Earmark
