// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>

namespace Earmark {

class PlaybackService;
class PlayerBar;

/// The player bar and the playback service.
class PlayerWiring : public QObject
{
    Q_OBJECT

public:
    PlayerWiring(PlayerBar &bar, PlaybackService &playback, QObject *parent = nullptr);

Q_SIGNALS:
    void linkWished(const QUrl &url);

private:
    void connectWishes();
    void show();

    PlayerBar &m_bar;
    PlaybackService &m_playback;
};

} // namespace Earmark
