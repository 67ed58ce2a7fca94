// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace Earmark {

/// Makes a window with a layout as high as its texts need at its width, and never lower: of a text
/// in several lines Qt asks a window for room for one, and cuts off the rest.
void growToFit(QWidget &window);

} // namespace Earmark
