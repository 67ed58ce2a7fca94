// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fitheight.h"

#include <QLayout>
#include <QWidget>

namespace Earmark {

void growToFit(QWidget &window)
{
    QLayout &layout = *window.layout();
    layout.invalidate();
    const int wanted = layout.totalHeightForWidth(window.width());
    if (wanted > window.height())
        window.resize(window.width(), wanted);
}

} // namespace Earmark
