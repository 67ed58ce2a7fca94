// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"

#include <QJsonObject>

namespace Earmark {

/// What `earmark feed --json` prints: schema podfeed/1, every key always present, null or [] where
/// the feed says nothing; besides it `description_safe_html` (feed/notes.h, without images) in the
/// feed and in its episodes.
QJsonObject toJson(const FeedDocument &feed);

} // namespace Earmark
