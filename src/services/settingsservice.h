// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>

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

    /// Window geometry, splitter states and the like, by the widget's object name.
    QByteArray windowState(const QString &name) const;
    void setWindowState(const QString &name, const QByteArray &state);

Q_SIGNALS:
    void appearanceChanged();

private:
    QSettings m_settings;
};

} // namespace Earmark
