// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "playback/player.h"
#include "playermodel.h"
#include "support/failonwarning.h"
#include "support/mediafixtures.h"
#include "support/memorybytes.h"
#include "support/soundmeasure.h"
#include "support/soundrecorder.h"

#include <QAudioDevice>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMediaDevices>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <deque>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Kind = PlayerCommand::Kind;
using State = Player::State;

constexpr int ShortRun = 100; // commands, always the same ones
constexpr quint32 ShortSeed = 2;
constexpr int Patience = 10'000; // ms until the player must have settled
constexpr double Kept = 0.15; // s: nothing moves the place but playing
constexpr double Told = 0.2; // s: how old a position may be
constexpr double Ahead = 0.45; // s of listening that may be told ahead
constexpr double Delayed = 1.5; // s until it really plays, on a busy machine
constexpr auto First = "earmark_test";
constexpr auto Headphones = "headphones";

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(std::llround(seconds * 1'000));
}

QByteArray pactl(const QStringList &arguments)
{
    QProcess process;
    process.start(u"pactl"_s, arguments);
    return process.waitForFinished() && process.exitCode() == 0
            ? process.readAllStandardOutput().trimmed() + '\n'
            : QByteArray();
}

bool isThere(const char *sink)
{
    const auto outputs = QMediaDevices::audioOutputs();
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const QAudioDevice &device) { return device.id() == sink; });
}

} // namespace

/// Whatever is done to the player, in whatever order: it ends where a model of it predicts.
/// EARMARK_COMMANDS says how many, EARMARK_SEED which ones.
class TestPlayerCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whateverIsDoneItEndsWhereItShould();

private:
    QString done(const PlayerCommand &command);
    QString act(const PlayerCommand &command);
    QString listened(double duration);
    QString settled(double since);
    QString heard();
    bool plugIn(const char *sink);
    bool unplug(const char *sink);
    void listenAnew();

    std::unique_ptr<Player> m_player;
    PlayerModel m_model;
    QMediaDevices m_devices; ///< Keeps the list of outputs up to date.
    std::unique_ptr<SoundRecorder> m_recorder;
    QHash<QByteArray, QByteArray> m_modules; ///< Of the sound server, by sink.
    QElapsedTimer m_clock;
    double m_slack = 0; ///< s of media: how old the place was that the model was told.
};

bool TestPlayerCommands::plugIn(const char *sink)
{
    const QString name = QString::fromLatin1(sink);
    m_modules[sink] = pactl({u"load-module"_s, u"module-null-sink"_s, u"sink_name="_s + name,
                             u"rate=48000"_s, u"channels=2"_s})
                              .trimmed();
    return !m_modules[sink].isEmpty() && !pactl({u"set-default-sink"_s, name}).isEmpty()
            && QTest::qWaitFor([sink] {
                   return isThere(sink) && QMediaDevices::defaultAudioOutput().id() == sink;
               });
}

bool TestPlayerCommands::unplug(const char *sink)
{
    // The launcher's own has no number that we know.
    const QByteArray module = m_modules.value(sink, "module-null-sink");
    return !pactl({u"unload-module"_s, QString::fromLatin1(module)}).isEmpty()
            && QTest::qWaitFor([sink] { return !isThere(sink); });
}

/// A recorder ends with what it listens to.
void TestPlayerCommands::listenAnew()
{
    m_recorder.reset();
    if (m_model.hasFirst) {
        m_recorder = std::make_unique<SoundRecorder>();
        QVERIFY2(m_recorder->start(), "parec records nothing");
    }
}

/// Does it; empty, or what could not be done.
QString TestPlayerCommands::act(const PlayerCommand &command)
{
    const auto &fixture = mediaFixtures().at(command.file);
    switch (command.kind) {
    case Kind::Load:
        m_player->load(*FileBytes::open(mediaFixture(fixture.name)), milliseconds(command.place),
                       command.play);
        break;
    case Kind::LoadGarbage:
        m_player->load(std::make_shared<MemoryBytes>("This is no sound at all."),
                       milliseconds(command.place), command.play);
        break;
    case Kind::Seek:
    case Kind::Chapter:
    case Kind::NearEnd:
    case Kind::BehindEnd:
        m_player->seek(command.kind == Kind::BehindEnd ? 1h : milliseconds(command.place));
        break;
    case Kind::Sound:
        m_player->setSound(command.sound);
        break;
    case Kind::Play:
        m_player->play();
        break;
    case Kind::Pause:
        m_player->pause();
        break;
    case Kind::Stop:
        m_player->stop();
        break;
    case Kind::Listen:
        return listened(command.place);
    case Kind::PlugIn:
        return plugIn(Headphones) ? QString() : u"no headphones"_s;
    case Kind::Unplug:
        return unplug(Headphones) ? QString() : u"headphones stay"_s;
    case Kind::LoseAll:
        m_recorder.reset();
        return unplug(First) ? QString() : u"the loudspeaker stays"_s;
    case Kind::Return:
        return plugIn(First) ? QString() : u"no loudspeaker"_s;
    case Kind::ChooseFirst:
    case Kind::FollowDefault:
        m_player->setOutputDevice(command.kind == Kind::ChooseFirst ? QByteArray(First)
                                                                    : QByteArray());
    }
    return {};
}

/// Time passes: the position goes as fast as it should, and what is heard is there too.
QString TestPlayerCommands::listened(double duration)
{
    const double from = seconds(m_player->position());
    const double began = double(m_clock.elapsed()) / 1'000;
    const double speed = m_model.sound.speed;
    const auto went = [&] { return seconds(m_player->position()) - from; };
    const bool goesOn = QTest::qWaitFor([&] { return went() >= speed * duration; },
                                        int(duration * 1'000) + Patience);
    const double passed = double(m_clock.elapsed()) / 1'000 - began;
    if (!goesOn || passed > duration + Delayed || went() > speed * (passed + Ahead))
        return u"in %1 s it went on by %2"_s.arg(passed).arg(went());
    return heard();
}

QString TestPlayerCommands::heard()
{
    if (!m_recorder || !m_model.isOnFirst())
        return {};
    std::optional<double> place;
    const double near = 0.35 + 0.25 * m_model.sound.speed; // s: the recording's delay is in it
    const bool isHeard = QTest::qWaitFor(
            [&] {
                place = m_recorder->heardNow();
                return place && std::abs(*place - seconds(m_player->position())) < near;
            },
            3'000);
    if (isHeard)
        return {};
    const std::string how = described({.kind = Kind::Sound, .sound = m_model.sound});
    return u"heard is %1 while it should play at %2 (%3; level %4 dBFS)"_s.arg(
            place ? QString::number(*place) : u"nothing"_s,
            QString::number(seconds(m_player->position())), QString::fromStdString(how),
            QString::number(Heard::level(m_recorder->samples().last(SoundRecorder::SampleRate))));
}

/// Waits for the state that the model predicts; `since`: when the command came. Empty, or how it
/// differs.
QString TestPlayerCommands::settled(double since)
{
    const bool isThere
            = QTest::qWaitFor([this] { return m_player->state() == m_model.state; }, Patience);
    double position = seconds(m_player->position());
    const QString says = QVariant::fromValue(m_player->state()).toString();
    if (!isThere) {
        return u"state is %1 at %2 s, should be %3 at %4"_s.arg(
                says, QString::number(position), QVariant::fromValue(m_model.state).toString(),
                QString::number(m_model.place));
    }
    double ahead = 0;
    const auto isInPlace = [&] {
        const double passed = double(m_clock.elapsed()) / 1'000 - since;
        ahead = m_model.plays() ? m_model.sound.speed * passed : 0;
        position = seconds(m_player->position());
        return position > m_model.place - Kept && position < m_model.place + ahead + m_slack + Kept;
    };
    // How long it is may be found out only now, and with it where a jump behind the end leads.
    if (!(m_model.plays() ? isInPlace() : QTest::qWaitFor(isInPlace))) {
        return u"%1 at %2 s, should be at %3 to %4"_s.arg(says)
                .arg(position)
                .arg(m_model.place)
                .arg(m_model.place + ahead);
    }
    if (!m_model.plays() && m_slack > 0) // it played on until this was so, and stays here now
        m_model.place = position;
    return {};
}

QString TestPlayerCommands::done(const PlayerCommand &command)
{
    const double since = double(m_clock.elapsed()) / 1'000;
    const double before = seconds(m_player->position());
    if (command.kind == Kind::Listen) {
        if (QString fault = settled(since); !fault.isEmpty())
            return fault;
    }
    PlayerModel next = m_model;
    next.apply(command, before);
    PlayerCommand resolved = command;
    if (command.kind == Kind::Chapter || command.kind == Kind::NearEnd)
        resolved.place = command.kind == Kind::Chapter
                ? next.place
                : PlayerModel::Length - PlayerModel::BeforeEnd;
    if (const QString fault = act(resolved); !fault.isEmpty())
        return fault;
    m_slack = m_model.plays() ? Told * m_model.sound.speed : 0;
    m_model = next;
    if (m_model.plays() && command.kind == Kind::Listen)
        m_model.place = seconds(m_player->position());
    if (command.kind == Kind::Return)
        listenAnew();
    return command.hurries ? QString() : settled(since);
}

void TestPlayerCommands::whateverIsDoneItEndsWhereItShould()
{
    bool isSet = false;
    const int wanted = qEnvironmentVariableIntValue("EARMARK_COMMANDS", &isSet);
    const int count = isSet ? wanted : ShortRun;
    const quint32 seed = qEnvironmentVariableIsSet("EARMARK_SEED")
            ? qEnvironmentVariable("EARMARK_SEED").toUInt()
            : isSet ? std::random_device()()
                    : ShortSeed;
    std::mt19937 random(seed);
    m_player = std::make_unique<Player>();
    m_clock.start();
    listenAnew();
    std::deque<std::string> last;
    for (int i = 0; i < count; ++i) {
        if (m_model.plays())
            m_model.place = seconds(m_player->position());
        const PlayerCommand command = m_model.choose(random);
        last.push_back(described(command));
        if (last.size() > 12)
            last.pop_front();
        const QString fault = done(command);
        if (fault.isEmpty())
            continue;
        for (const std::string &one : last)
            qInfo("%s", one.c_str());
        QFAIL(qPrintable(u"EARMARK_SEED=%1, command %2: %3"_s.arg(seed).arg(i).arg(fault)));
    }
    qInfo("%d commands in %lld s", count, static_cast<long long>(m_clock.elapsed() / 1'000));
    m_player.reset();
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestPlayerCommands test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_playercommands.moc"
