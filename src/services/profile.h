// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// Where everything of one listener is kept. One owner at a time (app/profileowner.h).
struct Profile
{
    QString data; ///< Library, settings, lock and socket.
    QString cache; ///< Artwork and streamed bytes: may be deleted at any time.
    bool isTemporary = false; ///< --demo: deleted at the end.

    QString libraryPath() const { return data + QStringLiteral("/library.db"); }
    QString settingsPath() const { return data + QStringLiteral("/settings.ini"); }
    QString lockPath() const { return data + QStringLiteral("/lock"); }
    QString socketPath() const { return data + QStringLiteral("/socket"); }
    QString artworkPath() const { return cache + QStringLiteral("/artwork"); }
    QString nowPlayingPath() const { return cache + QStringLiteral("/nowplaying"); }
    /// Where whole episodes are kept unless the listener chose another folder.
    QString downloadsPath() const { return data + QStringLiteral("/downloads"); }
    QString streamPath() const { return cache + QStringLiteral("/stream"); }
};

} // namespace Earmark
