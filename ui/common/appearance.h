// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/settingsservice.h"
#include "ui/common/theme.h"

#include <QObject>

class QDBusMessage;
class QVariant;
Q_MOC_INCLUDE(<QDBusMessage>)

namespace Earmark {

/// Gives the application its style, font, palette and English plurals, and follows the desktop's
/// colour scheme. One per program, made before the first widget.
class Appearance : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Appearance)

public:
    /// Sets style and font; applies the choice at once.
    explicit Appearance(ColourScheme choice, bool systemAccent, QObject *parent = nullptr);

    ColourScheme choice() const { return m_choice; }
    bool usesSystemAccent() const { return m_systemAccent; }
    void setChoice(ColourScheme choice);
    void setSystemAccent(bool yes);

    /// Asks the desktop portal for its colour scheme, without waiting, and listens for changes.
    /// Call after the first paint: a session bus takes its time. Without a portal nothing happens.
    void followDesktop();

private Q_SLOTS:
    void portalSettingChanged(const QDBusMessage &message);

private:
    void apply();
    void setScheme(const QVariant &value);

    ColourScheme m_choice;
    bool m_systemAccent;
    bool m_desktopDark = false;
    bool m_following = false;
    QPalette m_systemPalette; ///< As the desktop gave it, before ours.
};

} // namespace Earmark
