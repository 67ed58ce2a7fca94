// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/listeningwiring.h"

#include "core/skiptext.h"
#include "services/skipservice.h"
#include "ui/player/playerbar.h"
#include "ui/shell/sleepwiring.h"
#include "ui/shell/soundwiring.h"
#include "ui/shell/undobar.h"
#include "ui/shell/windowservices.h"

namespace Earmark {

ListeningWiring::ListeningWiring(const WindowServices &services, PlayerBar &bar, UndoBar &undoBar,
                                 QObject *parent)
    : QObject(parent), m_services(services), m_undoBar(undoBar)
{
    new SleepWiring({.button = bar.sleepButton(),
                     .sleep = services.sleep,
                     .playback = services.playback,
                     .settings = services.settings},
                    this);
    new SoundWiring({.bar = bar,
                     .sound = services.sound,
                     .playback = services.playback,
                     .timeSaved = services.timeSaved},
                    this);
    connect(&services.skips, &SkipService::skippedPart, this, &ListeningWiring::tellSkipped);
    connect(&services.skips, &SkipService::told, &undoBar, &UndoBar::tell);
}

void ListeningWiring::tellSkipped(const SkippedPart &part)
{
    m_undoBar.offer(skippedText(part.skip), tr("Hear it"),
                    [&skips = m_services.skips, part] { skips.hear(part); });
}

} // namespace Earmark
