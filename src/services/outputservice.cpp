// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/outputservice.h"

#include "playback/player.h"
#include "services/settingsservice.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr auto LookInterval = 1s;

/// Of these what is played on by that choice; null: there is none.
const OutputDevice *used(const OutputDevices &outputs, const OutputDevice &chosen)
{
    if (const OutputDevice *meant = meantOutput(outputs, chosen))
        return meant;
    const auto standard = std::find_if(outputs.begin(), outputs.end(),
                                       [](const OutputDevice &output) { return output.isDefault; });
    return standard == outputs.end() ? nullptr : &*standard;
}

} // namespace

OutputService::OutputService(Player &player, SettingsService &settings, List list, QObject *parent)
    : QObject(parent), m_player(player), m_settings(settings), m_list(std::move(list)),
      m_chosen(settings.output())
{
    m_player.setOutputDevice(m_chosen.id);
    // Not at the start of the program: that would connect to the sound server.
    connect(&player, &Player::stateChanged, this, [this](Player::State state) {
        if (state == Player::State::Playing) {
            look(m_list());
            m_looks.start();
            return;
        }
        m_looks.stop();
        if (state == Player::State::Loading && !m_chosen.id.isEmpty())
            look(m_list());
    });
    connect(&player, &Player::outputMissing, this, &OutputService::lost);
    m_looks.setInterval(LookInterval);
    connect(&m_looks, &QTimer::timeout, this, [this] { look(m_list()); });
}

OutputDevices OutputService::outputs()
{
    OutputDevices outputs = m_list();
    look(outputs);
    return outputs;
}

void OutputService::choose(const OutputDevice &output)
{
    const OutputDevice chosen{.id = output.id,
                              .name = output.id.isEmpty() ? QString() : output.name};
    m_isMissed = false;
    m_lost = {};
    if (chosen == m_chosen)
        return;
    keep(chosen);
}

void OutputService::keep(const OutputDevice &output)
{
    m_chosen = output;
    m_settings.setOutput(output);
    m_player.setOutputDevice(output.id);
    Q_EMIT chosenChanged();
}

/// The player says so.
void OutputService::lost()
{
    m_lost = m_used;
    m_isMissed = !m_chosen.id.isEmpty();
}

void OutputService::look(const OutputDevices &outputs)
{
    lookForChosen(outputs);
    const OutputDevice *now = used(outputs, m_chosen);
    if (now == nullptr)
        return;
    m_used = *now;
    if (meantOutput({m_used}, m_lost) == nullptr || !m_player.isPlayWanted())
        return;
    m_lost = {};
    Q_EMIT told(u"Playing on %1 again."_s.arg(m_used.name));
}

/// Is what was chosen there, perhaps by another id?
void OutputService::lookForChosen(const OutputDevices &outputs)
{
    if (m_chosen.id.isEmpty())
        return;
    if (const OutputDevice *meant = meantOutput(outputs, m_chosen)) {
        m_isMissed = false;
        if (meant->id != m_chosen.id)
            keep({.id = meant->id, .name = meant->name});
        return;
    }
    const OutputDevice *standard = used(outputs, {});
    if (std::exchange(m_isMissed, true) || standard == nullptr)
        return; // said; or the player says that there is none at all
    m_lost = m_chosen;
    Q_EMIT told(u"%1 is not connected. Earmark plays on %2, and on %1 again when it is back."_s.arg(
            m_chosen.name, standard->name));
}

} // namespace Earmark
