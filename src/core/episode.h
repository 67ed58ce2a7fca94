// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/chapterplacement.h"
#include "core/ids.h"
#include "core/mediapresence.h"
#include "core/podcast.h"
#include "core/skiprules.h"
#include "core/timesaved.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Earmark {

enum class PlayState : quint8 { New = 0, InProgress = 1, Played = 2 };

/// The sound (or film) of an episode as the feed offers it.
struct Enclosure
{
    QUrl url; ///< http or https; a file or resource only for what the user or the demo brought.
    QString type; ///< MIME type as declared; may be wrong or empty.
    qint64 length = 0; ///< Bytes as declared; 0: unknown.
    /// What the bytes must be, as podcast:integrity says: Subresource Integrity ("sha384-…"), one
    /// or more separated by spaces. Empty: it says nothing.
    QString integrity{};

    bool operator==(const Enclosure &) const = default;
};

struct TranscriptReference
{
    QUrl url;
    QString type;
    QString language;
    QString rel;

    bool operator==(const TranscriptReference &) const = default;
};

/// What the listener did to an episode. The rules that change it: core/playrules.h.
struct ListeningState
{
    PlayState play = PlayState::New;
    std::chrono::milliseconds position{0}; ///< Media time.
    bool favourite = false;
    bool archived = false;

    bool operator==(const ListeningState &) const = default;
};

/// One row of a list: what is on screen, and no show notes.
struct EpisodeRow
{
    EpisodeId id;
    PodcastId podcastId;
    QString title; ///< Never empty: core/titles.h made one where the feed has none.
    QString podcastTitle;
    QUrl image; ///< The episode's own, else the podcast's.
    QString excerpt; ///< The notes' beginning as plain text, promotion left out; <= 240 characters.
    QDateTime published; ///< UTC; invalid: unknown.
    std::chrono::milliseconds duration{0}; ///< 0: unknown.
    ListeningState state;
    int chapters = 0; ///< Visible ones, as far as known without opening the episode.
    bool hasTranscript = false;
    bool queued = false;
    MediaPresence media = MediaPresence::Absent;
    bool downloading = false; ///< In the download queue, whatever it waits for.

    bool operator==(const EpisodeRow &) const = default;
};
using EpisodeRows = QList<EpisodeRow>;

/// One episode whole, as the episode panel and the player need it.
struct Episode
{
    EpisodeRow row;
    QString guid;
    QUrl podcastUrl;
    QUrl link;
    Enclosure enclosure;
    QString notesHtml; ///< As in the feed; shown only through feed/notes.h.
    QUrl chaptersUrl; ///< podcast:chapters; http or https.
    QString chaptersType;
    QList<TranscriptReference> transcripts;
    QList<Person> persons;
    QList<ChapterList> chapterSources; ///< As stored, one per source at most.
    std::optional<ChapterSource> chosenSource; ///< The user's other choice, which lasts.
    QDateTime heardAt; ///< UTC; LeftPlace::at (core/resumerules.h) of row.state.position.
    SkipRules skipRules{}; ///< Its podcast's settings, and its own ticks.
    TimeSaved saved{}; ///< By listening to it, as of the last position that was written.

    /// row.duration is the file's, not the feed's word (that is places.declared).
    bool isLengthReal = false;
    ChapterPlaces places{}; ///< Where chapters that are not the file's own begin in it.

    bool operator==(const Episode &) const = default;
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::Episode)
