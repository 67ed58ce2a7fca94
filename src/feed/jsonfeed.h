// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/feedparser.h"

namespace Earmark {

/// JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), for parseFeed(). Text items are
/// made HTML; attachments are the enclosures, the first duration is the episode's; `expired` is
/// FeedDocument::complete. A document that breaks off keeps the items that came whole.
Result<FeedDocument> parseJsonFeed(const QByteArray &bytes, const FeedContext &context);

} // namespace Earmark
