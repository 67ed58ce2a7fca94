// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/refreshschedule.h"

#include <QObject>

namespace Earmark {

/// What the desktop tells of network and sleep: QNetworkInformation (NetworkManager, GLib) and
/// logind on the system bus, where they are there. Made after the first paint: finding them takes
/// some milliseconds.
class NetworkWatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NetworkWatch)

public:
    explicit NetworkWatch(QObject *parent = nullptr);

    NetworkFacts facts() const;

Q_SIGNALS:
    void changed();
    /// The computer was asleep.
    void woke();

private Q_SLOTS:
    void prepareForSleep(bool begins);
};

} // namespace Earmark
