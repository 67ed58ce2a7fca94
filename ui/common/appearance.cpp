// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/appearance.h"

#include "ui/common/englishplurals.h"
#include "ui/common/style.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

const auto PortalService = "org.freedesktop.portal.Desktop"_L1;
const auto PortalPath = "/org/freedesktop/portal/desktop"_L1;
const auto PortalSettings = "org.freedesktop.portal.Settings"_L1;
const auto SettingArea = "org.freedesktop.appearance"_L1;
const auto SettingKey = "color-scheme"_L1;

/// Qt's own 9 pt stand-in where no desktop says which font to use is small for reading notes.
QFont readable(QFont font)
{
    constexpr double Smallest = 10;
    if (font.pointSizeF() > 0 && font.pointSizeF() < Smallest)
        font.setPointSizeF(Smallest);
    return font;
}

} // namespace

Appearance::Appearance(ColourScheme choice, bool systemAccent, QObject *parent)
    : QObject(parent), m_choice(choice), m_systemAccent(systemAccent),
      m_systemPalette(QApplication::palette())
{
    m_desktopDark = isDark(m_systemPalette);
    QCoreApplication::installTranslator(new EnglishPlurals(this));
    QApplication::setStyle(new Style); // the application takes it
    QApplication::setFont(readable(QApplication::font()));
    apply();
}

void Appearance::setChoice(ColourScheme choice)
{
    m_choice = choice;
    apply();
}

void Appearance::setSystemAccent(bool yes)
{
    m_systemAccent = yes;
    apply();
}

void Appearance::apply()
{
    const bool dark
            = m_choice == ColourScheme::Dark || (m_choice == ColourScheme::System && m_desktopDark);
    Colors colors = dark ? darkColors() : lightColors();
    if (m_systemAccent)
        colors = withAccent(colors, m_systemPalette.color(QPalette::Highlight));
    QApplication::setPalette(paletteOf(colors));
}

void Appearance::followDesktop()
{
    if (m_following)
        return;
    m_following = true;
    // Without an address Qt would start a bus of its own and wait for it.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // From any sender: to name one makes Qt ask the bus who that is, and wait for the answer.
    bus.connect(QString(), PortalPath, PortalSettings, u"SettingChanged"_s, this,
                SLOT(portalSettingChanged(QDBusMessage)));
    auto message
            = QDBusMessage::createMethodCall(PortalService, PortalPath, PortalSettings, u"Read"_s);
    message << QString(SettingArea) << QString(SettingKey);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError())
            setScheme(reply.value().variant());
    });
}

void Appearance::portalSettingChanged(const QDBusMessage &message)
{
    const QVariantList arguments = message.arguments(); // area, key, value
    if (arguments.size() == 3 && arguments.at(0).toString() == SettingArea
        && arguments.at(1).toString() == SettingKey)
        setScheme(arguments.at(2));
}

void Appearance::setScheme(const QVariant &value)
{
    QVariant inner = value;
    // The older Read wraps the answer in a variant twice.
    while (inner.metaType() == QMetaType::fromType<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    constexpr uint PreferDark = 1;
    constexpr uint PreferLight = 2;
    const uint scheme = inner.toUInt();
    m_desktopDark = scheme == PreferDark || (scheme != PreferLight && isDark(m_systemPalette));
    apply();
}

} // namespace Earmark
