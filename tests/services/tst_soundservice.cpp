// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "services/soundservice.h"
#include "storage/podcastrepository.h"
#include "support/failonwarning.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr SoundSettings Fast{.speed = 1.5, .trim = TrimStrength::Gentle, .evenLoudness = true};

} // namespace

/// Whose settings are heard, and where a change is kept.
class TestSoundService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aChangeHoldsForAllAndForTheNextRun();
    void whatMediaKeysChangeIsKeptToo();
    void aPodcastKeepsItsOwn();
    void givingItUpBringsBackWhatHoldsForAll();
    void nothingLoadedCannotHaveItsOwn();
    void theSpeedIsStepped();

private:
    void restart();
    void play();
    std::optional<SoundSettings> stored();

    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<SoundService> m_sound;
};

void TestSoundService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    restart();
}

void TestSoundService::cleanup()
{
    m_sound.reset();
    m_all.reset();
}

/// As at the next start of the program.
void TestSoundService::restart()
{
    m_sound.reset();
    m_all->makePlayback();
    m_sound = std::make_unique<SoundService>(*m_all->playback, m_all->settings, m_all->storage);
}

void TestSoundService::play()
{
    QSignalSpy changed(m_sound.get(), &SoundService::changed);
    m_all->playback->play(m_all->ids.first());
    QTRY_VERIFY(!changed.isEmpty());
    QTRY_VERIFY(m_sound->canBeOwn());
}

std::optional<SoundSettings> TestSoundService::stored()
{
    const PodcastId id = m_all->stored(m_all->ids.first()).row.podcastId;
    const auto podcast = resultOf(m_all->storage.read(
            [id](Database &database) { return PodcastRepository(database).podcast(id); }));
    return podcast ? podcast->sound : std::nullopt;
}

void TestSoundService::aChangeHoldsForAllAndForTheNextRun()
{
    QCOMPARE(m_sound->sound(), SoundSettings());
    m_sound->setSound(Fast);
    QCOMPARE(m_all->player->sound(), Fast);

    restart();
    QCOMPARE(m_all->player->sound(), Fast);
    play();
    QCOMPARE(m_all->player->sound(), Fast);
    QVERIFY(!m_sound->isOwn());
    QCOMPARE(stored(), std::nullopt);
}

void TestSoundService::whatMediaKeysChangeIsKeptToo()
{
    m_all->playback->setSpeed(1.249);
    QCOMPARE(m_sound->sound().speed, 1.25);
    QCOMPARE(m_all->settings.sound().speed, 1.25);
}

void TestSoundService::aPodcastKeepsItsOwn()
{
    play();
    m_sound->setOwn(true);
    QVERIFY(m_sound->isOwn());
    m_sound->setSound(Fast);
    QTRY_COMPARE(stored(), std::optional(Fast));
    QCOMPARE(m_all->settings.sound(), SoundSettings());

    restart();
    QCOMPARE(m_all->player->sound(), SoundSettings());
    play();
    QTRY_COMPARE(m_all->player->sound(), Fast);
    QVERIFY(m_sound->isOwn());
}

void TestSoundService::givingItUpBringsBackWhatHoldsForAll()
{
    play();
    m_sound->setOwn(true);
    m_sound->setSound(Fast);
    m_sound->setOwn(false);

    QVERIFY(!m_sound->isOwn());
    QCOMPARE(m_all->player->sound(), SoundSettings());
    QTRY_COMPARE(stored(), std::nullopt);
}

void TestSoundService::nothingLoadedCannotHaveItsOwn()
{
    QVERIFY(!m_sound->canBeOwn());
    m_sound->setOwn(true);
    QVERIFY(!m_sound->isOwn());
}

void TestSoundService::theSpeedIsStepped()
{
    m_sound->changeSpeed(1);
    QCOMPARE(m_sound->sound().speed, 1.05);
    m_sound->changeSpeed(-3);
    QCOMPARE(m_sound->sound().speed, 0.9);
    m_sound->changeSpeed(-100);
    QCOMPARE(m_sound->sound().speed, SoundSettings::SlowestSpeed);
    m_sound->changeSpeed(1'000);
    QCOMPARE(m_sound->sound().speed, SoundSettings::FastestSpeed);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestSoundService test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soundservice.moc"
