// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commandprocess.h"
#include "app/profiles.h"
#include "app/startfailure.h"
#include "app/windowprocess.h"
#include "core/version.h"

#include <QApplication>
#include <QIcon>
#include <QLoggingCategory>
#include <QTemporaryDir>

#include <cstdio>
#include <malloc.h>
#include <memory>
#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

void print(FILE *stream, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, size_t(text.size()), stream);
    std::fflush(stream);
}

int finished(const CommandAnswer &answer)
{
    print(stdout, answer.output);
    print(stderr, answer.errors);
    return answer.exitCode;
}

/// What a large feed needed goes back to the system: long texts each by themselves, and not as many
/// heaps as there are threads, each of which would keep the most it ever held.
void letMemoryGo()
{
#ifdef __GLIBC__
    constexpr int LongText = 256 * 1024; // bytes
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, LongText);
    mallopt(M_TRIM_THRESHOLD, LongText);
#endif
}

void chooseSoundBackend()
{
    // GStreamer loses a seek at load and pitches speech (measured); the user's word goes first.
    if (qEnvironmentVariableIsEmpty("QT_MEDIA_BACKEND"))
        qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    // It chats in the category we do not use.
    QLoggingCategory::setFilterRules(u"default.debug=false"_s);
}

int runCommand(int argc, char **argv, const CommandLine &line)
{
    QCoreApplication application(argc, argv);
    nameApplication();
    CommandProcess process(line, profileFor(line));
    int exitCode = 1;
    QObject::connect(&process, &CommandProcess::answered, &application,
                     [&exitCode](const CommandAnswer &answer) {
                         exitCode = finished(answer);
                         QCoreApplication::quit();
                     });
    QMetaObject::invokeMethod(&process, &CommandProcess::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    return exitCode;
}

int runWindow(int argc, char **argv, const CommandLine &line)
{
    QApplication application(argc, argv);
    nameApplication();
    QGuiApplication::setDesktopFileName(u"earmark"_s);
    QGuiApplication::setWindowIcon(QIcon(u":/app/earmark.svg"_s));
    QApplication::setQuitOnLastWindowClosed(false);

    std::unique_ptr<QTemporaryDir> throwAway;
    Profile profile = profileFor(line);
    if (line.demo && line.profile.isEmpty()) {
        throwAway = std::make_unique<QTemporaryDir>();
        profile = profileIn(throwAway->path());
        profile.isTemporary = true;
    }
    int exitCode = 0;
    {
        WindowProcess process(line, profile);
        QObject::connect(&process, &WindowProcess::over, &application,
                         [&exitCode](int code, const QString &sentence) {
                             exitCode = code;
                             if (!sentence.isEmpty())
                                 print(stderr, sentence.toUtf8() + '\n');
                             QCoreApplication::quit();
                         });
        QObject::connect(&process, &WindowProcess::failed, &application,
                         [&application, &exitCode](const Error &error) {
                             exitCode = 1;
                             print(stderr, error.sentence.toUtf8() + '\n');
                             if (isSeen(STDERR_FILENO))
                                 QCoreApplication::quit();
                             else
                                 showStartFailure(error, &application, &QCoreApplication::quit);
                         });
        QMetaObject::invokeMethod(&process, &WindowProcess::start, Qt::QueuedConnection);
        QApplication::exec();
    }
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    letMemoryGo();
    chooseSoundBackend();
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    const CommandLine line = parseCommandLine(words);
    switch (line.mode) {
    case CommandLine::Mode::Version:
        print(stdout, "earmark " + version().toUtf8() + '\n');
        return 0;
    case CommandLine::Mode::Help:
        print(stdout, usageText().toUtf8());
        return 0;
    case CommandLine::Mode::Usage:
        print(stderr, line.problem.toUtf8() + "\n\n" + usageText().toUtf8());
        return 2;
    case CommandLine::Mode::Command:
        return runCommand(argc, argv, line);
    case CommandLine::Mode::Window:
        break;
    }
    return runWindow(argc, argv, line);
}
