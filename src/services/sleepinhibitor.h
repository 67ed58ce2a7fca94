// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QVariant>

#include <optional>

class QDBusMessage;

namespace Earmark {

/// Keeps the computer from falling asleep by itself while something plays, by the first of these
/// that is there: the desktop's portal (which lets the screen go dark),
/// org.freedesktop.ScreenSaver, logind (against its own idea of an idle session). The listener's
/// own word, a lid or a menu, is never in the way. Nothing here waits; without any of them nothing
/// happens.
class SleepInhibitor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SleepInhibitor)

public:
    enum class Means : quint8 { Portal, ScreenSaver, Logind };
    Q_ENUM(Means)

    /// Buses that are connected; nothing: there is no such bus.
    SleepInhibitor(std::optional<QDBusConnection> session, std::optional<QDBusConnection> system,
                   QObject *parent = nullptr);
    ~SleepInhibitor() override; ///< Lets go.

    /// withScreen: somebody watches, so the screen is not to go dark either.
    void setWanted(bool yes, bool withScreen = false);
    std::optional<Means> held() const { return m_held; } ///< By what it is kept awake now.

Q_SIGNALS:
    void heldChanged();

private:
    void settle();
    bool isOtherThanWanted() const;
    void ask(Means means);
    void askNext(Means failed);
    void answered(Means means, const QDBusMessage &reply);
    void letGo();
    std::optional<QDBusConnection> busOf(Means means) const;

    std::optional<QDBusConnection> m_session;
    std::optional<QDBusConnection> m_system;
    bool m_isWanted = false;
    bool m_isScreenWanted = false;
    bool m_isScreenAsked = false; ///< By the last question to the portal.
    bool m_isAsking = false;
    std::optional<Means> m_held;
    QVariant m_token; ///< A path, a cookie or a file descriptor: by it we let go.
};

} // namespace Earmark
