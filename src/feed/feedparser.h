// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/result.h"

#include <QByteArray>
#include <QUrl>

class QIODevice;

namespace Earmark {

/// What is known about a feed besides its bytes.
struct FeedContext
{
    QUrl baseUrl; ///< Where it came from, after redirects: relative addresses start here.
    QByteArray httpCharset; ///< The charset of its Content-Type, if any.
};

/// Reads RSS 0.9x/2.0, RDF and Atom 0.3/1.0 in one pass, on any thread. What is broken is mended
/// where it can be and told in FeedDocument::repairs; a document that ends too early keeps the
/// items that came whole. ErrorKind::Parse with a sentence for anything that is no feed. Every
/// number and size is capped (feed/feedlimits.h).
Result<FeedDocument> parseFeed(const QByteArray &bytes, const FeedContext &context);

/// The same from an open device, which is read to its end and never held whole in memory. The
/// device may be sequential, but a read that has nothing yet counts as the end.
Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context);

} // namespace Earmark
