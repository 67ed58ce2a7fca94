// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outputdevice.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace Earmark {

class Player;
class SettingsService;

/// Which sound output is played on: the listener's choice, kept by id and name, as long as it is
/// there; otherwise the system's default one. What is unplugged stays chosen and is played on again
/// once it is back, which is told. That the sound pauses when its output goes is the player's
/// (playback/player.h).
class OutputService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OutputService)

public:
    using List = std::function<OutputDevices()>;

    OutputService(Player &player, SettingsService &settings, List list, QObject *parent = nullptr);

    /// Now; asks the system.
    OutputDevices outputs();
    /// Without an id: the system's default.
    const OutputDevice &chosen() const { return m_chosen; }
    void choose(const OutputDevice &output);

Q_SIGNALS:
    void chosenChanged();
    /// What was chosen is not there, and what plays instead: a sentence, once until it is back. Or
    /// what was played on is there again, and played on again.
    void told(const QString &sentence);

private:
    void look(const OutputDevices &outputs);
    void lookForChosen(const OutputDevices &outputs);
    void lost();
    void keep(const OutputDevice &output);

    Player &m_player;
    SettingsService &m_settings;
    List m_list;
    OutputDevice m_chosen;
    bool m_isMissed = false; ///< m_chosen, and it was said.
    OutputDevice m_used; ///< Played on, when it was looked last.
    OutputDevice m_lost; ///< Went away while it was played on, and is not back.
    QTimer m_looks; ///< Has it come back? While it plays.
};

} // namespace Earmark
