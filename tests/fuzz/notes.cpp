// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notes.h"

#include "fuzz/targets.h"
#include "support/safehtml.h"

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {
namespace {

void requireSafe(const QString &safe, bool mayHaveImages)
{
    const QString broken = brokenPromise(safe);
    require(broken.isEmpty(), qPrintable(u"safe notes have no "_s + broken));
    require(mayHaveImages || !safe.contains("<img"_L1), "pictures come by permission alone");
}

} // namespace

void notes(const QByteArray &bytes)
{
    const QUrl base(u"https://feeds.example/show/episode"_s);
    const QString html = QString::fromUtf8(bytes);
    const bool mayHaveImages = bytes.size() % 2 == 0;
    const QString safe = safeNotesHtml(html, {mayHaveImages, base});
    requireSafe(safe, mayHaveImages);
    // What is safe stays so when somebody takes it for notes.
    requireSafe(safeNotesHtml(safe, {false, {}}), false);
}

} // namespace Earmark::Fuzz
