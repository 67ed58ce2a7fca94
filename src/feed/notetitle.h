// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/promotion.h"

#include <QString>
#include <QStringView>
#include <QUrl>

namespace Earmark {

struct NoteTitle
{
    QString text; ///< Verbatim, without bullets and separators; at most 200 characters.
    QUrl link; ///< The bare http(s) link that ended it, if any.
};

/// The chapter's title in what stands behind its time up to the next one (or before it). It ends
/// where a bare link or a promotion begins. marker: the bullet that stands before every time.
NoteTitle noteTitle(QStringView region, const PromotionFinder &promotions, bool standsBefore,
                    QStringView marker);

} // namespace Earmark
