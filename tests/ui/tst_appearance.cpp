// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/appearance.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

namespace {
const auto PortalName = u"org.freedesktop.portal.Desktop"_s;
const auto PortalPath = u"/org/freedesktop/portal/desktop"_s;
} // namespace

/// The desktop's portal, as far as its settings go.
class FakePortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1; ///< 1: dark, 2: light, 0: no preference

public Q_SLOTS:
    // NOLINTNEXTLINE(readability-identifier-naming): the portal's name
    QDBusVariant Read(const QString &area, const QString &key) const
    {
        const bool known = area == u"org.freedesktop.appearance"_s && key == u"color-scheme"_s;
        // Wrapped twice, as the real one answers.
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? scheme : 99)));
    }
};

class TestAppearance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_bus.registerObject(PortalPath, &m_portal, QDBusConnection::ExportAllSlots));
    }
    void init() { failOnAnyWarning(); }

    void withoutAPortalNothingHappens();
    void followsThePortalAndItsChanges();
    void theListenersChoiceIsStronger();

private:
    void offerPortal()
    {
        m_bus.unregisterService(PortalName);
        QVERIFY(m_bus.registerService(PortalName));
    }
    static bool windowIsDark() { return isDark(QApplication::palette()); }
    QDBusConnection m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"fake"_s);
    FakePortal m_portal;
};

void TestAppearance::withoutAPortalNothingHappens()
{
    m_bus.unregisterService(PortalName);
    Appearance appearance(ColourScheme::System, false);
    const bool before = windowIsDark();
    appearance.followDesktop();
    QVERIFY(m_bus.isConnected());
    QCOMPARE(windowIsDark(), before);
}

void TestAppearance::followsThePortalAndItsChanges()
{
    offerPortal();
    Appearance appearance(ColourScheme::System, false);

    appearance.followDesktop();
    QTRY_VERIFY(windowIsDark());

    auto changed = QDBusMessage::createSignal(PortalPath, u"org.freedesktop.portal.Settings"_s,
                                              u"SettingChanged"_s);
    changed << u"org.freedesktop.appearance"_s << u"color-scheme"_s
            << QVariant::fromValue(QDBusVariant(2U));
    QVERIFY(m_bus.send(changed));
    QTRY_VERIFY(!windowIsDark());
}

void TestAppearance::theListenersChoiceIsStronger()
{
    offerPortal();
    Appearance appearance(ColourScheme::Light, false);
    appearance.followDesktop();
    appearance.setChoice(ColourScheme::System);
    QTRY_VERIFY(windowIsDark());
    appearance.setChoice(ColourScheme::Light);
    QVERIFY(!windowIsDark());
}

QTEST_MAIN(TestAppearance)
#include "tst_appearance.moc"
