// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/barwiring.h"

#include "services/analysisservice.h"
#include "services/outputservice.h"
#include "services/skipservice.h"
#include "ui/player/outputmenu.h"
#include "ui/player/playerbar.h"
#include "ui/player/seekbar.h"
#include "ui/shell/windowservices.h"

using namespace std::chrono_literals;

namespace Earmark {

BarWiring::BarWiring(PlayerBar &bar, const WindowServices &services, QObject *parent)
    : QObject(parent), m_bar(bar), m_services(services)
{
    connect(&services.analysis, &AnalysisService::analysisChanged, this, &BarWiring::showWaveform);
    const auto showSkips = [this] { m_bar.setSkips(m_services.skips.plan().ranges()); };
    connect(&services.skips, &SkipService::planChanged, this, showSkips);

    OutputService &outputs = services.outputs;
    OutputButton &button = bar.outputButton();
    connect(&button, &OutputButton::viewWished, this, [this] { showOutputs(true); });
    connect(&button, &OutputButton::outputWished, &outputs, &OutputService::choose);
    connect(&outputs, &OutputService::chosenChanged, this, [this] { showOutputs(false); });
    connect(&outputs, &OutputService::told, this, &BarWiring::told);
    showWaveform();
    showSkips();
    showOutputs(false);
}

void BarWiring::showWaveform()
{
    const auto &analysis = m_services.analysis.analysis();
    if (analysis)
        m_bar.seekBar().setWaveform(analysis->waveform, analysis->length);
    else
        m_bar.seekBar().setWaveform({}, 0ms);
}

/// The system is asked only when somebody looks: that connects to the sound server.
void BarWiring::showOutputs(bool asksSystem)
{
    OutputView view;
    if (asksSystem)
        view.outputs = m_services.outputs.outputs();
    view.chosen = m_services.outputs.chosen();
    m_bar.outputButton().showOutputs(view);
}

} // namespace Earmark
