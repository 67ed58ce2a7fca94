// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/episodeanalysis.h"
#include "core/fileidentity.h"
#include "core/ids.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>

namespace Earmark {

class ByteSource;
class PlaybackService;
class Storage;

/// Listens through the loaded episode's whole file in the background, once per file, as soon as all
/// of it is there (a file on disk, a stream that has fully arrived); never fetches a byte itself.
/// What it learns is kept in the library by what the file is (core/fileidentity.h), told to the
/// player, and shown: waveform, pauses. One at a time, on a thread that only gets what others
/// leave; another episode ends it at once, and so does the end of the program. GUI thread.
class AnalysisService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnalysisService)

public:
    AnalysisService(PlaybackService &playback, Storage &storage, Clock clock = systemClock(),
                    QObject *parent = nullptr);
    ~AnalysisService() override;

    /// Of the episode that is loaded. Known from an earlier time also before its sound is; nothing:
    /// not known (yet), or it could not be analysed.
    const std::optional<EpisodeAnalysis> &analysis() const { return m_analysis; }
    /// Why the last one could not be analysed: a sentence; empty: there was no such failure.
    QString failure() const { return m_failure; }
    bool isAtWork() const { return m_isAtWork; }

Q_SIGNALS:
    /// analysis() is another one, of the same episode or of another; the latter also when it is
    /// nothing.
    void analysisChanged();
    void atWorkChanged();
    /// The library knows what this episode is now: its chapters may begin elsewhere.
    void kept(Earmark::EpisodeId episode);

private:
    void episodeChanged();
    void mediaLoaded();
    void restart();
    void askLibrary();
    void look();
    void checkHead();
    void identify();
    void lookUp(const FileIdentity &file);
    void analyse(const FileIdentity &file);
    void analysed(const FileIdentity &file, const Result<EpisodeAnalysis> &analysis);
    void use(const FileIdentity &file);
    void tell(std::optional<EpisodeAnalysis> analysis, bool isProven = false);
    void setAtWork(bool atWork);

    PlaybackService &m_playback;
    Storage &m_storage;
    const Clock m_clock;
    QThreadPool m_thread; ///< One.
    QTimer m_looks; ///< Is all of it there?
    std::stop_source m_stop; ///< Of what runs on m_thread.
    std::shared_ptr<ByteSource> m_source; ///< The one that is looked at.
    EpisodeId m_episode; ///< Not valid: a preview, or nothing.
    std::optional<EpisodeAnalysis> m_analysis;
    bool m_isProven = false; ///< m_analysis is of m_source, not only of what the episode was.
    QString m_failure;
    quint64 m_number = 0; ///< Counts sources and episodes: an answer for an older one is dropped.
    bool m_isHeadKnown = false; ///< Or being found out.
    bool m_isAtWork = false;
};

} // namespace Earmark
