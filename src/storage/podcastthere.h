// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"

namespace Earmark {

/// The listener's word on a podcast came when it had gone.
inline Error podcastNotThere(PodcastId id)
{
    using namespace Qt::StringLiterals;
    return fail(ErrorKind::NotFound, u"This podcast is no longer in the library."_s,
                u"podcast %1"_s.arg(id.value()));
}

} // namespace Earmark
