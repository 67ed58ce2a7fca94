// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partmedia.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace Earmark;

namespace {

/// A line for the test, at once.
void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

/// No file of this process may become longer; as on a disk that is full.
void limitFiles(rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

/// A program that downloads one file, to be killed by tst_partcrash: part_child ADDRESS PATH
/// MILLISECONDS-BETWEEN-SYNCS LARGEST-FILE (0: no limit). Says "present N" as it goes, and ends
/// with 0 when the file is whole and on the disk, 1 with a sentence.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 5)
        return 2;
    if (const auto bytes = words.at(4).toULongLong(); bytes > 0)
        limitFiles(bytes);
    HttpClient client(QStringLiteral("/nowhere"));
    const auto media = client.openPart(
            {.media = {.url = QUrl(words.at(1))},
             .path = words.at(2),
             .times = {.every = std::chrono::milliseconds(words.at(3).toLongLong())}});
    const auto look = [&media] {
        const PartState state = media->state();
        if (state.failure) {
            say(state.failure->sentence);
            QCoreApplication::exit(1);
        } else if (state.isWhole) {
            QCoreApplication::exit(media->finish().result() ? 0 : 1);
        } else {
            say(QStringLiteral("present %1").arg(state.present));
        }
    };
    QObject::connect(media.get(), &PartMedia::changed, &app, look);
    media->setKept(true);
    return QCoreApplication::exec();
}
