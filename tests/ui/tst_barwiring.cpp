// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"
#include "support/windowstack.h"
#include "ui/player/outputmenu.h"
#include "ui/player/playerbar.h"
#include "ui/player/seekbar.h"
#include "ui/shell/barwiring.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The player bar over real services: what they learn is seen, what is wished is done.
class TestBarWiring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aMissingOutputIsTold();
    void theWishedOutputIsChosen();
    void theSystemIsAskedWhenSomebodyLooks();
    void whatIsSkippedIsShown();
    void anotherEpisodeHasAnotherWaveform();

private:
    TestHttpServer m_server;
    OutputDevices m_outputs;
    int m_asked = 0;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<WindowStack> m_stack;
    std::unique_ptr<PlayerBar> m_bar;
    std::unique_ptr<BarWiring> m_wiring;
};

void TestBarWiring::init()
{
    failOnAnyWarning();
    m_outputs = {{"speaker", u"Speaker"_s, true}, {"phones", u"Headphones"_s}};
    m_asked = 0;
    m_dir = std::make_unique<QTemporaryDir>();
    const Profile profile{.data = m_dir->filePath(u"data"_s), .cache = m_dir->filePath(u"cache"_s)};
    QVERIFY(QDir().mkpath(profile.data));
    m_services
            = std::make_unique<Services>(profile, systemClock(), std::make_unique<FakeSecrets>());
    QVERIFY(resultOf(m_services->open()));
    m_stack = std::make_unique<WindowStack>(*m_services, [this] {
        ++m_asked;
        return m_outputs;
    });
    m_bar = std::make_unique<PlayerBar>();
    m_wiring = std::make_unique<BarWiring>(*m_bar, m_stack->needs);
}

void TestBarWiring::cleanup()
{
    m_wiring.reset();
    m_bar.reset();
    m_stack.reset();
    m_services.reset();
}

void TestBarWiring::aMissingOutputIsTold()
{
    QSignalSpy told(m_wiring.get(), &BarWiring::told);
    Q_EMIT m_bar->outputButton().outputWished(m_outputs.at(1));
    m_outputs.removeLast();
    Q_EMIT m_bar->outputButton().viewWished();
    QCOMPARE(told.size(), 1);
    QVERIFY(told.first().first().toString().startsWith(u"Headphones is not connected."_s));
}

void TestBarWiring::theWishedOutputIsChosen()
{
    QCOMPARE(m_bar->outputButton().accessibleName(), u"Sound output: the system's default"_s);
    Q_EMIT m_bar->outputButton().outputWished(m_outputs.at(1));
    QCOMPARE(m_stack->outputs.chosen().id, "phones"_ba);
    QCOMPARE(m_bar->outputButton().accessibleName(), u"Sound output: Headphones"_s);
}

void TestBarWiring::theSystemIsAskedWhenSomebodyLooks()
{
    Q_EMIT m_bar->outputButton().outputWished(m_outputs.at(1));
    QCOMPARE(m_asked, 0);
    Q_EMIT m_bar->outputButton().viewWished();
    QCOMPARE(m_asked, 1);
}

void TestBarWiring::whatIsSkippedIsShown()
{
    m_server.serve("/feed", {.body = feedXml(u"Pod"_s, 1)});
    QVERIFY(resultOf(m_services->library().subscribe(m_server.url(u"/feed"_s))));
    const auto rows = resultOf(m_services->episodes().firstRows(EpisodeQuery{}, 1));
    QVERIFY(rows && rows->size() == 1);
    QVERIFY(resultOf(m_services->skipRules().setSettings(rows->first().podcastId, {.first = 30s})));
    const Episode episode = *resultOf(m_services->episodes().episode(rows->first().id));
    m_bar->seekBar().setDuration(10min);

    QVERIFY(resultOf(m_services->episodes().setCurrent(episode.row.id)));
    m_stack->playback.restoreLast();

    QTRY_COMPARE(m_bar->seekBar().textAt(10s), u"0:10 · skipped"_s);
    QCOMPARE(m_bar->seekBar().textAt(40s), u"0:40"_s);
}

void TestBarWiring::anotherEpisodeHasAnotherWaveform()
{
    m_bar->resize(1200, 92);
    m_bar->seekBar().setDuration(10min);
    const QImage plain = m_bar->seekBar().grab().toImage();
    m_bar->seekBar().setWaveform(QByteArray(100, char(200)), 10min);
    QVERIFY(m_bar->seekBar().grab().toImage() != plain);
    Q_EMIT m_stack->analysis.analysisChanged(); // nothing is known
    QCOMPARE(m_bar->seekBar().grab().toImage(), plain);
}

QTEST_MAIN(TestBarWiring)
#include "tst_barwiring.moc"
