// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "app/services.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace Earmark {

class FileCommands;
class DownloadCommands;
class LibraryCommands;

/// One command from the shell, from its words to its answer: looks at a file, reads the library,
/// hands a writing command to the profile's owner, or becomes the owner for as long as it takes.
class CommandProcess : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandProcess)

public:
    CommandProcess(const CommandLine &line, const Profile &profile, QObject *parent = nullptr);
    ~CommandProcess() override;

    void start();

Q_SIGNALS:
    void answered(const Earmark::CommandAnswer &answer);

private:
    void read();
    void write();
    void handOver();
    void runHere(const QFuture<Result<>> &opened);

    CommandLine m_line;
    Profile m_profile;
    QTemporaryDir m_empty; ///< Stands for a library that is not there yet.
    QElapsedTimer m_waited;
    std::unique_ptr<ProfileOwner> m_owner;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<FileCommands> m_fileCommands;
    std::unique_ptr<DownloadCommands> m_downloadCommands;
    std::unique_ptr<LibraryCommands> m_libraryCommands;
};

/// The request a command becomes when it is handed to the owner, and back. File names are made
/// absolute: the owner stands in another folder.
QJsonObject requestFor(const CommandLine &line);
CommandLine commandFromRequest(const QJsonObject &request);

} // namespace Earmark
