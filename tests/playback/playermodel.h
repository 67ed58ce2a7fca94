// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"
#include "playback/player.h"

#include <random>
#include <string>

namespace Earmark {

/// One thing that is done to a Player, or to the loudspeakers.
struct PlayerCommand
{
    enum class Kind : quint8 {
        Load, ///< Another file, at `place`, playing or not.
        LoadGarbage,
        Seek,
        Chapter, ///< The next one.
        NearEnd, ///< A seek, so that it ends by itself if it plays.
        BehindEnd,
        Sound,
        Play,
        Pause,
        Stop,
        Listen, ///< For `place` seconds.
        PlugIn, ///< Headphones, which become the default.
        Unplug, ///< Those.
        LoseAll, ///< The one output that is left.
        Return, ///< It comes back.
        ChooseFirst, ///< The loudspeaker, whatever is the default.
        FollowDefault,
    };

    Kind kind = Kind::Play;
    double place = 0; ///< s of media.
    SoundSettings sound;
    bool play = false;
    int file = 0; ///< Of the fixtures.
    bool hurries = false; ///< The next one follows at once.
};

/// What a listener expects of the player after each command, once it has settled. Pure: the only
/// thing it is told is where the player stood when the command came, while that plays.
class PlayerModel
{
public:
    using Kind = PlayerCommand::Kind;
    using State = Player::State;

    static constexpr double Length = 120; // s, of every file
    static constexpr double BeforeEnd = 0.7; // s

    State state = State::Idle;
    double place = 0; ///< Where it stands, or where it plays from.
    SoundSettings sound;
    bool hasFirst = true;
    bool hasHeadphones = false;
    bool isFirstChosen = false;

    bool hasOutput() const { return hasFirst || hasHeadphones; }
    bool isOnFirst() const { return hasFirst && (isFirstChosen || !hasHeadphones); }
    bool plays() const { return state == State::Playing; }
    bool isLoaded() const { return state != State::Idle && state != State::Failed; }

    /// position: where it stood when the command came.
    void apply(const PlayerCommand &command, double position);

    /// What makes sense now; the same for the same numbers.
    PlayerCommand choose(std::mt19937 &random) const;

private:
    void jump(double to)
    {
        if (state == State::Idle)
            return;
        place = to;
        if (state == State::Ended)
            state = State::Paused;
    }
    void end()
    {
        state = State::Ended;
        place = Length;
    }
    void play()
    {
        if (!hasOutput())
            return;
        if (state == State::Ended)
            place = 0;
        if (state == State::Paused && place >= Length - BeforeEnd)
            end();
        else if (isLoaded())
            state = State::Playing;
    }
    void pause()
    {
        if (plays())
            state = State::Paused;
    }
    double nextChapter() const;
    void applyToOutputs(Kind kind);
    Kind chooseKind(std::mt19937 &random) const;
    Kind chooseFreely(std::mt19937 &random) const;
    Kind chooseForOutputs(std::mt19937 &random) const;
};

/// For the report of a test.
std::string described(const PlayerCommand &command);

} // namespace Earmark
