// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandprocess.h"

#include "app/answers.h"
#include "app/downloadcommands.h"
#include "app/filecommands.h"
#include "app/librarycommands.h"
#include "app/passwordprompt.h"
#include "core/async.h"
#include "services/localfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// Another command may own the profile for as long as its feeds take.
constexpr std::chrono::milliseconds OwnerPatience = std::chrono::minutes(5);
constexpr std::chrono::milliseconds OwnerRetry{100};

} // namespace

QJsonObject requestFor(const CommandLine &line)
{
    QStringList words = line.command.split(u' ');
    for (const QString &argument : line.arguments) {
        // Another process does not know where this one stands.
        const bool isFile = line.command == "import"_L1 || line.command == "downloads move"_L1
                || isNamedFolder(argument);
        words.append(isFile ? QDir::current().absoluteFilePath(argument) : argument);
    }
    if (line.json)
        words.append(u"--json"_s);
    if (!line.fetch)
        words.append(u"--no-fetch"_s);
    if (!line.login.isEmpty())
        words += {u"--login"_s, line.login};
    if (line.first)
        words += {u"--first"_s, QString::number(*line.first)};
    if (line.last)
        words += {u"--last"_s, QString::number(*line.last)};
    if (line.words)
        words += {u"--words"_s, *line.words};
    for (auto option = line.rules.cbegin(); option != line.rules.cend(); ++option)
        words += {option.key(), option.value()};
    QJsonObject request{{u"words"_s, QJsonArray::fromStringList(words)}};
    if (!line.password.isEmpty())
        request.insert(u"password"_s, line.password); // the socket is this user's alone
    return request;
}

CommandLine commandFromRequest(const QJsonObject &request)
{
    QStringList words;
    const QJsonArray array = request.value("words"_L1).toArray();
    for (const auto &word : array)
        words.append(word.toString());
    CommandLine line = parseCommandLine(words);
    line.password = request.value("password"_L1).toString();
    return line;
}

CommandProcess::CommandProcess(const CommandLine &line, const Profile &profile, QObject *parent)
    : QObject(parent), m_line(line), m_profile(profile)
{
}

CommandProcess::~CommandProcess() = default;

void CommandProcess::start()
{
    m_waited.start();
    if (!m_line.login.isEmpty()) {
        const auto password = readPassword();
        if (!password) {
            Q_EMIT answered(failure(password.error()));
            return;
        }
        m_line.password = *password;
    }
    if (m_line.writes())
        write();
    else
        read();
}

void CommandProcess::read()
{
    if (!m_line.needsLibrary()) {
        m_services = std::make_unique<Services>(m_profile, systemClock());
        m_fileCommands = std::make_unique<FileCommands>(m_services->http(), m_services->media());
        onResult(m_fileCommands->run(m_line), this,
                 [this](const CommandAnswer &answer) { Q_EMIT answered(answer); });
        return;
    }
    if (!QFileInfo::exists(m_profile.libraryPath())) {
        m_profile.data = m_profile.cache = m_empty.path();
        m_services = std::make_unique<Services>(m_profile, systemClock());
        runHere(m_services->open());
        return;
    }
    m_services = std::make_unique<Services>(m_profile, systemClock());
    runHere(m_services->openReadOnly());
}

void CommandProcess::write()
{
    m_owner = std::make_unique<ProfileOwner>(m_profile);
    const auto owned = m_owner->acquire();
    if (!owned) {
        Q_EMIT answered(failure(owned.error()));
        return;
    }
    if (!*owned) {
        handOver();
        return;
    }
    m_services = std::make_unique<Services>(m_profile, systemClock());
    runHere(m_services->open());
}

void CommandProcess::handOver()
{
    m_owner.reset();
    onResult(askOwner(m_profile, requestFor(m_line), this), this,
             [this](const Result<CommandAnswer> &answer) {
                 if (answer) {
                     Q_EMIT answered(*answer);
                 } else if (m_waited.hasExpired(OwnerPatience.count())) {
                     Q_EMIT answered(failure(answer.error()));
                 } else {
                     // Another command, without a socket: it will be done soon.
                     QTimer::singleShot(OwnerRetry, this, &CommandProcess::write);
                 }
             });
}

void CommandProcess::runHere(const QFuture<Result<>> &opened)
{
    m_downloadCommands = std::make_unique<DownloadCommands>(
            DownloadCommands::Needs{.store = m_services->media(),
                                    .downloads = m_services->downloads(),
                                    .lists = m_services->downloadLists(),
                                    .settings = m_services->settings(),
                                    .mover = m_services->mediaMover()});
    m_libraryCommands = std::make_unique<LibraryCommands>(
            LibraryCommands::Needs{.library = m_services->library(),
                                   .episodes = m_services->episodes(),
                                   .chapters = m_services->chapters(),
                                   .directories = m_services->directories(),
                                   .previews = m_services->previews(),
                                   .skipRules = m_services->skipRules(),
                                   .downloads = *m_downloadCommands,
                                   .rules = m_services->automaticDownloads()});
    onResult(opened, this, [this](const Result<> &open) {
        if (!open) {
            Q_EMIT answered(failure(open.error()));
            return;
        }
        onResult(m_libraryCommands->run(m_line), this,
                 [this](const CommandAnswer &answer) { Q_EMIT answered(answer); });
    });
}

} // namespace Earmark
