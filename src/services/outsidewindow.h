// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/buslink.h"
#include "services/mprisservice.h"

#include <QObject>

#include <memory>

namespace Earmark {

class SleepInhibitor;
class SuspendGuard;

/// Listening as the desktop sees it: MPRIS, no sleep while something plays, the place kept before a
/// sleep. All of it where there is a bus, nothing and no word of it where there is none. Made after
/// the first paint; both buses are connected on the pool.
class OutsideWindow : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OutsideWindow)

public:
    explicit OutsideWindow(const MprisService::Needs &needs, const BusAddresses &addresses,
                           QObject *parent = nullptr);
    ~OutsideWindow() override;

    void setScreen(const Mpris::Screen &screen);
    /// Somebody watches: while it plays, the screen stays as it is.
    void setPictureSeen(bool yes);

Q_SIGNALS:
    void raiseWished();
    void quitWished();
    void openWished(const QString &address); ///< A whole and sane `earmark:` address.
    void fullScreenWished(bool yes);

private:
    struct Links
    {
        std::shared_ptr<BusLink> session;
        std::shared_ptr<BusLink> system;
    };

    void connected(const Links &links);
    void followPlaying();

    MprisService::Needs m_needs;
    Links m_links;
    Mpris::Screen m_screen; ///< As it was told before there was a bus.
    bool m_isPictureSeen = false; ///< The same.
    std::unique_ptr<MprisService> m_mpris;
    std::unique_ptr<SleepInhibitor> m_inhibitor;
    std::unique_ptr<SuspendGuard> m_guard;
};

} // namespace Earmark
