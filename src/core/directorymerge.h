// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

namespace Earmark {

/// The same feed under its several spellings has one key: http or https, the host's case, the
/// port that goes without saying, a trailing slash, a fragment, parameters that only count visitors
/// (utm_…). Empty for an empty address. For comparing only, never to be fetched.
QString feedKey(const QUrl &feed);

/// What tells an entry from others: its feed's key, else its number at Apple, else its title.
QString entryKey(const DirectoryEntry &entry);

/// One list of what several directories answered, each podcast once. Those that stand high in a
/// list, or in several, come first; what one directory does not know another fills in.
DirectoryEntries mergedEntries(const QList<DirectoryEntries> &answers);

/// A chart in its order, with what a lookup by number found: feeds above all. What was not found
/// stays without one.
DirectoryEntries withLookup(DirectoryEntries chart, const DirectoryEntries &found);

} // namespace Earmark
