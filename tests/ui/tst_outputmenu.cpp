// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/player/outputmenu.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestOutputMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void anOutputThatIsGoneStaysInTheMenu();
    void theOutputIsChosenBesideTheVolume();

private:
    std::unique_ptr<OutputButton> m_button;
};

void TestOutputMenu::init()
{
    failOnAnyWarning();
    m_button = std::make_unique<OutputButton>();
    m_button->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_button.get()));
}

void TestOutputMenu::theOutputIsChosenBesideTheVolume()
{
    QSignalSpy wished(m_button.get(), &OutputButton::outputWished);
    connect(m_button.get(), &OutputButton::viewWished, m_button.get(), [this] {
        m_button->showOutputs({.outputs = {{"a", u"Speaker & Co"_s, true}, {"b", u"Headphones"_s}},
                               .chosen = {}});
    });
    QVERIFY(QTest::qWaitForWindowActive(m_button.get()));
    m_button->setFocus();
    QTest::keyClick(m_button.get(), Qt::Key_Return);
    auto *menu = m_button->findChild<QMenu *>(u"outputMenu"_s);
    QTRY_VERIFY(menu->isVisible());
    QStringList texts;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator())
            texts += action->text();
    }
    QCOMPARE(texts,
             (QStringList{u"System default (Speaker && Co)"_s, u"Speaker && Co"_s,
                          u"Headphones"_s}));
    QVERIFY(menu->actions().first()->isChecked());
    menu->actions().last()->trigger();
    menu->actions().first()->trigger();
    menu->close();
    QCOMPARE(wished.at(0).first().value<OutputDevice>().id, "b"_ba);
    QVERIFY(wished.at(1).first().value<OutputDevice>().id.isEmpty());
}

void TestOutputMenu::anOutputThatIsGoneStaysInTheMenu()
{
    m_button->showOutputs({.outputs = {}, .chosen = {"b", u"Headphones"_s}});
    QCOMPARE(m_button->accessibleName(), u"Sound output: Headphones"_s);
    m_button->openMenu();
    auto *menu = m_button->findChild<QMenu *>(u"outputMenu"_s);
    QCOMPARE(menu->actions().first()->text(), u"System default (none at the moment)"_s);
    QCOMPARE(menu->actions().last()->text(), u"Headphones (not connected)"_s);
    QVERIFY(menu->actions().last()->isChecked());
    menu->close();
}

QTEST_MAIN(TestOutputMenu)
#include "tst_outputmenu.moc"
