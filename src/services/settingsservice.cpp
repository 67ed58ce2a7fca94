// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/settingsservice.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto SchemeKey = u"appearance/scheme"_s;
const auto AccentKey = u"appearance/systemAccent"_s;
const auto VolumeKey = u"sound/volume"_s;
constexpr double DefaultVolume = 1.0;

} // namespace

SettingsService::SettingsService(const QString &path, QObject *parent)
    : QObject(parent), m_settings(path, QSettings::IniFormat)
{
}

ColourScheme SettingsService::colourScheme() const
{
    const QString scheme = m_settings.value(SchemeKey).toString();
    if (scheme == "light"_L1)
        return ColourScheme::Light;
    return scheme == "dark"_L1 ? ColourScheme::Dark : ColourScheme::System;
}

void SettingsService::setColourScheme(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::System:
        m_settings.remove(SchemeKey);
        break;
    case ColourScheme::Light:
        m_settings.setValue(SchemeKey, u"light"_s);
        break;
    case ColourScheme::Dark:
        m_settings.setValue(SchemeKey, u"dark"_s);
        break;
    }
    Q_EMIT appearanceChanged();
}

bool SettingsService::useSystemAccent() const
{
    return m_settings.value(AccentKey, false).toBool();
}

void SettingsService::setUseSystemAccent(bool yes)
{
    m_settings.setValue(AccentKey, yes);
    Q_EMIT appearanceChanged();
}

double SettingsService::volume() const
{
    return qBound(0.0, m_settings.value(VolumeKey, DefaultVolume).toDouble(), 1.0);
}

void SettingsService::setVolume(double volume)
{
    m_settings.setValue(VolumeKey, qBound(0.0, volume, 1.0));
}

QByteArray SettingsService::windowState(const QString &name) const
{
    return m_settings.value(u"window/"_s + name).toByteArray();
}

void SettingsService::setWindowState(const QString &name, const QByteArray &state)
{
    m_settings.setValue(u"window/"_s + name, state);
}

} // namespace Earmark
