// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/settingsservice.h"

#include "core/addresspolicy.h"
#include "core/soundtext.h"
#include "services/downloadsettings.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto SchemeKey = u"appearance/scheme"_s;
const auto AccentKey = u"appearance/systemAccent"_s;
const auto PausesKey = u"chapters/atPauses"_s;
const auto VolumeKey = u"sound/volume"_s;
const auto SettingsKey = u"sound/settings"_s;
const auto OutputKey = u"sound/output"_s;
const auto OutputNameKey = u"sound/outputName"_s;
constexpr double DefaultVolume = 1.0;

const auto ItunesKey = u"directories/itunes"_s;
const auto FyydKey = u"directories/fyyd"_s;
const auto PodcastIndexKey = u"directories/podcastIndex"_s;
const auto IndexKeyKey = u"directories/podcastIndexKey"_s;
const auto IndexSecretKey = u"directories/podcastIndexSecret"_s;
const auto CountryKey = u"directories/country"_s;
const auto ItunesUrlKey = u"directories/itunesUrl"_s;
const auto FyydUrlKey = u"directories/fyydUrl"_s;
const auto IndexUrlKey = u"directories/podcastIndexUrl"_s;

QUrl addressOr(const QVariant &value, const QString &otherwise)
{
    const QUrl url(value.toString());
    return isFetchable(url) ? url : QUrl(otherwise);
}

/// "de" of "de_DE"; "us" where the system tells none.
QString countryOr(const QVariant &value)
{
    const auto isCountry = [](const QString &text) {
        return text.size() == 2 && text.at(0).isLetter() && text.at(1).isLetter();
    };
    QString chosen = value.toString().toLower();
    if (isCountry(chosen))
        return chosen;
    const QString system = QLocale::system().name().section(u'_', -1).toLower();
    return isCountry(system) && QLocale::system().name().contains(u'_') ? system : u"us"_s;
}

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

bool SettingsService::chaptersAtPauses() const
{
    return m_settings.value(PausesKey, true).toBool();
}

void SettingsService::setChaptersAtPauses(bool yes)
{
    if (yes == chaptersAtPauses())
        return;
    m_settings.setValue(PausesKey, yes);
    Q_EMIT chaptersAtPausesChanged(yes);
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

SoundSettings SettingsService::sound() const
{
    return soundFromText(m_settings.value(SettingsKey).toString()).value_or(SoundSettings());
}

void SettingsService::setSound(const SoundSettings &sound)
{
    m_settings.setValue(SettingsKey, soundToText(sound));
}

OutputDevice SettingsService::output() const
{
    return {.id = m_settings.value(OutputKey).toString().toUtf8(),
            .name = m_settings.value(OutputNameKey).toString()};
}

void SettingsService::setOutput(const OutputDevice &output)
{
    if (output.id.isEmpty()) {
        m_settings.remove(OutputKey);
        m_settings.remove(OutputNameKey);
        return;
    }
    m_settings.setValue(OutputKey, QString::fromUtf8(output.id));
    m_settings.setValue(OutputNameKey, output.name);
}

DirectorySettings SettingsService::directories() const
{
    const auto isOn = [this](const QString &key) { return m_settings.value(key, true).toBool(); };
    return {.itunes = isOn(ItunesKey),
            .fyyd = isOn(FyydKey),
            .podcastIndex = isOn(PodcastIndexKey),
            .podcastIndexKey = m_settings.value(IndexKeyKey).toString(),
            .podcastIndexSecret = m_indexSecret.value_or(indexSecretInFile()),
            .country = countryOr(m_settings.value(CountryKey)),
            .itunesUrl = addressOr(m_settings.value(ItunesUrlKey), u"https://itunes.apple.com"_s),
            .fyydUrl = addressOr(m_settings.value(FyydUrlKey), u"https://api.fyyd.de/0.2"_s),
            .podcastIndexUrl
            = addressOr(m_settings.value(IndexUrlKey), u"https://api.podcastindex.org/api/1.0"_s)};
}

void SettingsService::setDirectories(const DirectorySettings &directories)
{
    const DirectorySettings before = this->directories();
    if (directories == before)
        return;
    // Only what changed: a default of a later version must not be held up by this one's.
    const auto set = [this](const QString &key, const auto &value, const auto &old) {
        if (value != old)
            m_settings.setValue(key, value);
    };
    set(ItunesKey, directories.itunes, before.itunes);
    set(FyydKey, directories.fyyd, before.fyyd);
    set(PodcastIndexKey, directories.podcastIndex, before.podcastIndex);
    set(IndexKeyKey, directories.podcastIndexKey, before.podcastIndexKey);
    if (directories.podcastIndexSecret != before.podcastIndexSecret) {
        m_indexSecret = directories.podcastIndexSecret;
        m_settings.remove(IndexSecretKey);
    }
    set(CountryKey, directories.country, before.country);
    set(ItunesUrlKey, directories.itunesUrl.toString(), before.itunesUrl.toString());
    set(FyydUrlKey, directories.fyydUrl.toString(), before.fyydUrl.toString());
    set(IndexUrlKey, directories.podcastIndexUrl.toString(), before.podcastIndexUrl.toString());
    Q_EMIT directoriesChanged();
}

QString SettingsService::indexSecretInFile() const
{
    return m_settings.value(IndexSecretKey).toString();
}

void SettingsService::removeIndexSecretFromFile()
{
    m_indexSecret = directories().podcastIndexSecret;
    m_settings.remove(IndexSecretKey);
    m_settings.sync();
}

void SettingsService::sayDownloads(bool changed)
{
    if (changed)
        Q_EMIT downloadsChanged();
}

DownloadPreferences SettingsService::downloads() const
{
    return DownloadsInFile::preferences(m_settings);
}

void SettingsService::setDownloads(const DownloadPreferences &preferences)
{
    sayDownloads(DownloadsInFile::setPreferences(m_settings, preferences));
}

bool SettingsService::areDownloadsPaused() const
{
    return DownloadsInFile::arePaused(m_settings);
}

void SettingsService::setDownloadsPaused(bool paused)
{
    sayDownloads(DownloadsInFile::setPaused(m_settings, paused));
}

QString SettingsService::downloadsFolder() const
{
    return DownloadsInFile::folder(m_settings);
}

void SettingsService::setDownloadsFolder(const QString &folder)
{
    sayDownloads(DownloadsInFile::setFolder(m_settings, folder));
}

DownloadSettings SettingsService::automaticDownloads() const
{
    return DownloadsInFile::rules(m_settings);
}

void SettingsService::setAutomaticDownloads(const DownloadSettings &rules)
{
    sayDownloads(DownloadsInFile::setRules(m_settings, rules));
}

int SettingsService::queuedDownloads() const
{
    return DownloadsInFile::queued(m_settings);
}

void SettingsService::setQueuedDownloads(int count)
{
    sayDownloads(DownloadsInFile::setQueued(m_settings, count));
}

qint64 SettingsService::mediaQuota() const
{
    return DownloadsInFile::quota(m_settings);
}

void SettingsService::setMediaQuota(qint64 bytes)
{
    sayDownloads(DownloadsInFile::setQuota(m_settings, bytes));
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
