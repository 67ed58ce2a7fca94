// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <functional>

class QIODevice;

namespace Earmark {

/// What is known about a feed besides its bytes.
struct FeedContext
{
    QUrl baseUrl; ///< Where it came from, after redirects: relative addresses start here.
    QByteArray httpCharset; ///< The charset of its Content-Type, if any.
};

/// Reads RSS 0.9x/2.0, RDF, Atom 0.3/1.0 and JSON Feed 1.0/1.1, on any thread, XML in one pass.
/// What is broken is mended where it can be and told in FeedDocument::repairs; a document that ends
/// too early keeps the items that came whole. ErrorKind::Parse with a sentence for anything that is
/// no feed. Every number and size is capped (feed/feedlimits.h).
Result<FeedDocument> parseFeed(const QByteArray &bytes, const FeedContext &context);

/// The same from an open device, which is read to its end and never held whole in memory. The
/// device may be sequential, but a read that has nothing yet counts as the end.
Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context);

/// Takes episodes in document order, some hundred at a time. It is a feed when the first ones come:
/// no error follows.
using EpisodeSink = std::function<void(QList<FeedEpisode> episodes)>;
/// The same of a large feed, which need not be in memory whole: the sink gets the episodes, the
/// document is without them.
Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context,
                               const EpisodeSink &sink);

} // namespace Earmark
