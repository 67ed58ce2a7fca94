// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profileowner.h"
#include "core/chapter.h"
#include "core/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

// The JSON that commands print; tests/e2e/tst_cli holds its shapes.

namespace Earmark {

/// One JSON value and a line feed on stdout, exit 0.
CommandAnswer jsonAnswer(const QJsonObject &object);
CommandAnswer jsonAnswer(const QJsonArray &array);
/// {"error": "a sentence"} on stdout and the sentence on stderr, exit 1.
CommandAnswer jsonFailure(const Error &error);
/// The sentence on stderr, exit 1.
CommandAnswer failure(const Error &error);
CommandAnswer textAnswer(const QString &text);

/// null for empty.
QJsonValue orNull(const QString &text);
QJsonValue orNull(const QUrl &url);
QJsonValue orNull(const QDateTime &time); ///< ISO 8601 UTC with seconds
double seconds(std::chrono::milliseconds time);

/// {start, end, title, href, image, hidden}
QJsonObject chapterJson(const Chapter &chapter);
QJsonArray chaptersJson(const Chapters &chapters);
QString sourceName(ChapterSource source);

} // namespace Earmark
