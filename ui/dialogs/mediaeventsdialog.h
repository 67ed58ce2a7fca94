// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedmedia.h"

#include <QDialog>

namespace Earmark {

/// What was done to files without the listener's asking, and why: newest first.
class MediaEventsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit MediaEventsDialog(const QList<MediaEvent> &events, QWidget *parent = nullptr);
};

} // namespace Earmark
