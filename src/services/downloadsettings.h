// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadpreferences.h"
#include "core/downloadrules.h"

#include <QString>

class QSettings;

namespace Earmark {

/// What is set of downloads, in the part "downloads/" of a settings file. What makes no sense there
/// reads as the program came; what did not change is not written.
namespace DownloadsInFile {

DownloadPreferences preferences(const QSettings &file);
DownloadSettings rules(const QSettings &file);
bool arePaused(const QSettings &file);
QString folder(const QSettings &file);
int queued(const QSettings &file);
qint64 quota(const QSettings &file);

// True: it is another than before.
bool setPreferences(QSettings &file, const DownloadPreferences &preferences);
bool setRules(QSettings &file, const DownloadSettings &rules);
bool setPaused(QSettings &file, bool paused);
bool setFolder(QSettings &file, const QString &folder);
bool setQueued(QSettings &file, int count);
bool setQuota(QSettings &file, qint64 bytes);

} // namespace DownloadsInFile
} // namespace Earmark
