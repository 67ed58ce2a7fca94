// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

namespace Earmark {

class TestHttpServer;

/// A podcast that a directory of our own making knows; its number at Apple is its place, from 1.
struct ListedPodcast
{
    QString title;
    QUrl feed; ///< Empty: only in Apple's program.
};
using ListedPodcasts = QList<ListedPodcast>;

/// Answers in the documented shapes (facts/field.md 5.10).
QByteArray itunesAnswer(const ListedPodcasts &podcasts);
QByteArray itunesChart(const ListedPodcasts &podcasts);
QByteArray fyydAnswer(const ListedPodcasts &podcasts);
QByteArray podcastIndexAnswer(const ListedPodcasts &podcasts);

/// Settings under which /itunes, /fyyd and /index of the server are the directories.
DirectorySettings localDirectories(const TestHttpServer &server);
/// Whatever is asked, these are the answers.
void serveDirectories(TestHttpServer &server, const ListedPodcasts &itunes,
                      const ListedPodcasts &fyyd);

} // namespace Earmark
