// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"
#include "core/downloadpreferences.h"
#include "core/downloadrules.h"
#include "core/outputdevice.h"
#include "core/soundsettings.h"

#include <QByteArray>
#include <QObject>
#include <QSettings>

#include <optional>

namespace Earmark {

enum class ColourScheme : quint8 { System, Light, Dark };

/// What the listener set and what the window remembers, in settings.ini of the profile. Read once
/// at start (a millisecond); nothing in it that must survive a power cut to the second.
class SettingsService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsService)

public:
    explicit SettingsService(const QString &path, QObject *parent = nullptr);

    ColourScheme colourScheme() const;
    void setColourScheme(ColourScheme scheme);
    bool useSystemAccent() const;
    void setUseSystemAccent(bool yes);
    /// 0 to 1, as the slider stands.
    double volume() const;
    void setVolume(double volume);

    /// How podcasts sound that have no settings of their own.
    SoundSettings sound() const;
    void setSound(const SoundSettings &sound);

    /// The sound output that was chosen, by id and name; without an id: the system's default.
    OutputDevice output() const;
    void setOutput(const OutputDevice &output);

    /// Chapters that are not the file's own begin where speech begins (core/chapterplacement.h).
    bool chaptersAtPauses() const;
    void setChaptersAtPauses(bool yes);

    /// Whole: what was never set, or makes no sense, is as the program came.
    DirectorySettings directories() const;
    /// The Podcast Index secret is in memory alone (services/indexsecret.h keeps it).
    void setDirectories(const DirectorySettings &directories);
    /// What an older Earmark wrote into the file. directories() has it until another is set.
    QString indexSecretInFile() const;
    void removeIndexSecretFromFile();

    // Of downloads; each that is set to something else says downloadsChanged().
    DownloadPreferences downloads() const;
    void setDownloads(const DownloadPreferences &preferences);
    /// By the listener, all of them.
    bool areDownloadsPaused() const;
    void setDownloadsPaused(bool paused);
    /// Absolute; empty: where the profile keeps them.
    QString downloadsFolder() const;
    void setDownloadsFolder(const QString &folder);
    /// Of every podcast without a word of its own. services/automaticdownloads.h is who sets it.
    DownloadSettings automaticDownloads() const;
    void setAutomaticDownloads(const DownloadSettings &rules);
    int queuedDownloads() const; ///< DownloadRules::queued
    void setQueuedDownloads(int count);
    qint64 mediaQuota() const; ///< Bytes; 0: no limit.
    void setMediaQuota(qint64 bytes);

    /// Window geometry, splitter states and the like, by the widget's object name.
    QByteArray windowState(const QString &name) const;
    void setWindowState(const QString &name, const QByteArray &state);

Q_SIGNALS:
    void appearanceChanged();
    void directoriesChanged();
    void chaptersAtPausesChanged(bool yes);
    void downloadsChanged();

private:
    void sayDownloads(bool changed);

    QSettings m_settings;
    std::optional<QString> m_indexSecret;
};

} // namespace Earmark
