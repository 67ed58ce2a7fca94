// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/feedcorpus.h"
#include "core/result.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>

namespace Earmark {

class Database;

/// What one run of a program cost.
struct ProgramRun
{
    double wall = 0; ///< ms until what was waited for was there, else until it ended.
    double cpu = 0; ///< ms, user and system, until it ended.
    qint64 reached = 0; ///< µs since 1970, of the same moment as wall.
};

/// One answer of the server.
struct ServedAnswer
{
    qint64 at = 0; ///< µs since 1970; its last byte was handed over.
    int status = 0;
    qint64 bytes = 0; ///< Of the body, as sent.
    QByteArray name;
};

/// The feeds, their server, a profile and the program under test.
class FeedStage
{
    Q_DISABLE_COPY_MOVE(FeedStage)

public:
    explicit FeedStage(FeedScale scale);
    ~FeedStage();

    Result<> setUp();

    quint16 port() const { return m_port; }
    QString opml() const { return m_folder.filePath(QStringLiteral("subscriptions.opml")); }
    QString profile() const { return m_folder.filePath(QStringLiteral("profile")); }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }
    void clearProfile() const;

    /// earmark --profile … ARGUMENTS, until it ends; wall until `isThere`, if given.
    Result<ProgramRun> earmark(const QStringList &arguments,
                               const std::function<bool()> &isThere = {}) const;
    static Result<ProgramRun> run(const QString &program, const QStringList &arguments,
                                  const std::function<bool()> &isThere = {});
    static QString earmarkProgram();

    /// Are so many episodes in the library, and are no more expected? Asked by a connection of the
    /// bench's own.
    std::function<bool()> hasEpisodes(qint64 count) const;

    /// What was answered since the last call.
    QList<ServedAnswer> answers();

private:
    FeedScale m_scale;
    QTemporaryDir m_folder;
    QProcess m_server;
    quint16 m_port = 0;
};

} // namespace Earmark
