// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/outsidewindow.h"

#include "core/async.h"
#include "services/playbackservice.h"
#include "services/sleepinhibitor.h"
#include "services/suspendguard.h"

namespace Earmark {

OutsideWindow::OutsideWindow(const MprisService::Needs &needs, const BusAddresses &addresses,
                             QObject *parent)
    : QObject(parent), m_needs(needs)
{
    const auto links = runOnPool([addresses] {
        return Links{.session = std::make_shared<BusLink>(addresses.session),
                     .system = std::make_shared<BusLink>(addresses.system)};
    });
    onResult(links, this, [this](const Links &made) { connected(made); });
}

OutsideWindow::~OutsideWindow() = default;

void OutsideWindow::connected(const Links &links)
{
    m_links = links;
    PlaybackService &playback = m_needs.playback;
    if (const auto session = links.session->connection()) {
        m_mpris = std::make_unique<MprisService>(m_needs, *session);
        connect(m_mpris.get(), &MprisService::raiseWished, this, &OutsideWindow::raiseWished);
        connect(m_mpris.get(), &MprisService::quitWished, this, &OutsideWindow::quitWished);
        connect(m_mpris.get(), &MprisService::openWished, this, &OutsideWindow::openWished);
        connect(m_mpris.get(), &MprisService::fullScreenWished, this,
                &OutsideWindow::fullScreenWished);
        m_mpris->setScreen(m_screen);
    }
    const auto system = links.system->connection();
    m_inhibitor = std::make_unique<SleepInhibitor>(links.session->connection(), system);
    connect(&playback, &PlaybackService::stateChanged, this, &OutsideWindow::followPlaying);
    followPlaying();
    if (!system)
        return;
    m_guard = std::make_unique<SuspendGuard>(*system, [&playback] {
        playback.pause(); // so that nothing speaks up when the lid is opened in a train
        return playback.savePosition();
    });
}

void OutsideWindow::setScreen(const Mpris::Screen &screen)
{
    m_screen = screen;
    if (m_mpris)
        m_mpris->setScreen(screen);
}

void OutsideWindow::setPictureSeen(bool yes)
{
    m_isPictureSeen = yes;
    if (m_inhibitor)
        followPlaying();
}

void OutsideWindow::followPlaying()
{
    const auto state = m_needs.playback.state();
    m_inhibitor->setWanted(state == PlaybackService::State::Playing
                                   || state == PlaybackService::State::Buffering,
                           m_isPictureSeen);
}

} // namespace Earmark
