// SPDX-License-Identifier: GPL-3.0-or-later
#include "playermodel.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace Earmark {

namespace {

using Kind = PlayerCommand::Kind;

/// Where it ends is the same whether the one before has settled or not.
bool mayHurry(Kind kind)
{
    return kind == Kind::Seek || kind == Kind::Chapter || kind == Kind::Sound || kind == Kind::Play
            || kind == Kind::Pause || kind == Kind::Load;
}

} // namespace

void PlayerModel::apply(const PlayerCommand &command, double position)
{
    if (plays())
        place = position;
    switch (command.kind) {
    case Kind::Load:
        place = command.place;
        state = command.play && hasOutput() ? State::Playing : State::Paused;
        break;
    case Kind::LoadGarbage:
        place = command.place;
        state = State::Failed;
        break;
    case Kind::Seek:
        jump(command.place);
        break;
    case Kind::Chapter:
        jump(nextChapter());
        break;
    case Kind::NearEnd:
        jump(Length - BeforeEnd);
        if (plays())
            end();
        break;
    case Kind::BehindEnd:
        jump(Length);
        if (plays())
            end();
        break;
    case Kind::Sound:
        sound = command.sound;
        break;
    case Kind::Play:
        play();
        break;
    case Kind::Pause:
        pause();
        break;
    case Kind::Stop:
        state = State::Idle;
        place = 0;
        break;
    case Kind::Listen:
        break;
    default:
        applyToOutputs(command.kind);
    }
}

PlayerCommand PlayerModel::choose(std::mt19937 &random) const
{
    PlayerCommand command;
    command.kind = chooseKind(random);
    command.place = std::uniform_int_distribution<int>(0, 100'000)(random) / 1'000.0;
    command.file = std::uniform_int_distribution<int>(0, 7)(random);
    command.play = random() % 3 != 0;
    constexpr std::array Speeds{0.5, 0.8, 1.0, 1.0, 1.25, 1.5, 2.0, 3.0};
    command.sound = {Speeds[random() % Speeds.size()], static_cast<TrimStrength>(random() % 4),
                     random() % 2 == 0};
    const bool ends = command.kind == Kind::Play && place >= Length - BeforeEnd;
    // Whether it can play is decided when it is open: an output may be back by then.
    const bool waits = command.kind == Kind::Load && !hasOutput();
    command.hurries = random() % 3 == 0 && mayHurry(command.kind) && !ends && !waits;
    if (command.kind == Kind::Listen)
        command.place = 0.4 + double(random() % 600) / 1'000;
    return command;
}

double PlayerModel::nextChapter() const
{
    constexpr std::array Chapters{20.0, 50.0, 72.0, 90.0};
    const auto next = std::upper_bound(Chapters.begin(), Chapters.end(), place + 1);
    return next == Chapters.end() ? 0 : *next;
}

void PlayerModel::applyToOutputs(Kind kind)
{
    const bool wasOnFirst = isOnFirst();
    const bool went
            = (kind == Kind::Unplug && !wasOnFirst) || (kind == Kind::LoseAll && wasOnFirst);
    if (went)
        pause();
    hasHeadphones = (hasHeadphones || kind == Kind::PlugIn) && kind != Kind::Unplug;
    hasFirst = (hasFirst || kind == Kind::Return) && kind != Kind::LoseAll;
    if (kind == Kind::ChooseFirst || kind == Kind::FollowDefault)
        isFirstChosen = kind == Kind::ChooseFirst;
}

Kind PlayerModel::chooseKind(std::mt19937 &random) const
{
    if (plays() && place > Length - 12) // or it ends while nobody expects it
        return random() % 3 == 0 ? Kind::NearEnd : Kind::Seek;
    const Kind kind = chooseFreely(random);
    const bool needsLength = kind == Kind::NearEnd || kind == Kind::BehindEnd;
    return needsLength && !isLoaded() ? Kind::Load : kind;
}

Kind PlayerModel::chooseFreely(std::mt19937 &random) const
{
    switch (random() % 36) {
    case 0:
    case 1:
        return Kind::Load;
    case 2:
        return random() % 3 == 0 ? Kind::LoadGarbage : Kind::Load;
    case 3:
        return random() % 3 == 0 ? Kind::Stop : Kind::BehindEnd;
    case 4:
        return Kind::NearEnd;
    case 5:
    case 6:
    case 7:
        return Kind::Chapter;
    case 8:
    case 9:
    case 10:
    case 11:
        return Kind::Sound;
    case 12:
    case 13:
    case 14:
    case 15:
        return Kind::Play;
    case 16:
    case 17:
        return Kind::Pause;
    case 18:
        return chooseForOutputs(random);
    case 19:
    case 20:
    case 21:
    case 22:
    case 23:
    case 24:
    case 32:
    case 33:
    case 34:
    case 35:
        return plays() ? Kind::Listen : state == State::Idle ? Kind::Load : Kind::Play;
    default:
        return state == State::Idle || state == State::Failed ? Kind::Load : Kind::Seek;
    }
}

Kind PlayerModel::chooseForOutputs(std::mt19937 &random) const
{
    if (!hasFirst)
        return Kind::Return;
    if (!hasHeadphones)
        return random() % 2 == 0 ? Kind::PlugIn : Kind::LoseAll;
    if (random() % 2 == 0)
        return Kind::Unplug;
    return isFirstChosen ? Kind::FollowDefault : Kind::ChooseFirst;
}

std::string described(const PlayerCommand &command)
{
    constexpr std::array Names{"load",
                               "load garbage",
                               "seek",
                               "next chapter",
                               "near end",
                               "behind end",
                               "sound",
                               "play",
                               "pause",
                               "stop",
                               "listen",
                               "plug in",
                               "unplug",
                               "lose all",
                               "return",
                               "choose the first",
                               "follow the default"};
    std::ostringstream text; // std::string's + is taken for an overlap by g++ 12
    text << Names[std::size_t(command.kind)];
    if (command.kind == Kind::Load)
        text << " file " << command.file << (command.play ? " playing" : " paused");
    if (command.kind == Kind::Load || command.kind == Kind::Seek || command.kind == Kind::Listen)
        text << ' ' << command.place;
    if (command.kind == Kind::Sound) {
        text << ' ' << command.sound.speed << "x, trim " << int(command.sound.trim)
             << (command.sound.evenLoudness ? ", even" : "");
    }
    if (command.hurries)
        text << ", and at once";
    return text.str();
}

} // namespace Earmark
