// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <QObject>
#include <QUrl>

namespace Earmark {

class EpisodePanel;
struct WindowServices;

/// The panel of an episode that plays without being subscribed to: its notes, and its chapters
/// where they are in its file. The library hears nothing of what is done there.
class PreviewPanelWiring : public QObject
{
    Q_OBJECT

public:
    PreviewPanelWiring(EpisodePanel &panel, const WindowServices &services,
                       QObject *parent = nullptr);

    /// The podcast that is looked at: the panel is there while an episode of it plays.
    void setFeed(const QUrl &feed);
    /// Whoever closed it wants to see it again.
    void reopen();

Q_SIGNALS:
    void linkWished(const QUrl &url);
    void addressCopied(const QString &address);

private:
    void connectWishes();
    void show();
    void showNotes(const Episode &episode);
    void showChapters();
    void showPlaying();
    void readRules();
    bool isThere() const;
    void tick(int row, bool play);

    EpisodePanel &m_panel;
    const WindowServices &m_services;
    QUrl m_feed;
    QString m_shown; ///< Its guid. Null: none.
    QString m_closed; ///< By the listener, until he asks for it or another one plays.
    SkipRules m_rules; ///< Of m_shown.
    int m_readings = 0; ///< Of m_rules: an answer to an older question is dropped.
};

} // namespace Earmark
