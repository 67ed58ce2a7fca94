// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/analysisservice.h"

#include "core/async.h"
#include "core/bytesource.h"
#include "media/episodeanalyser.h"
#include "media/fileidentifier.h"
#include "services/playbackservice.h"
#include "storage/analysisrepository.h"
#include "storage/storage.h"

#include <QLoggingCategory>

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

Q_LOGGING_CATEGORY(analysisLog, "earmark.analysis", QtWarningMsg)

constexpr std::chrono::milliseconds LookInterval = 500ms;
constexpr int LeastFavoured = 19;

/// What plays, and what is painted, goes before. Nice, and not the scheduler's idle class: this
/// thread holds locks now and then for which others wait, and must get on with them.
void giveWay()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), LeastFavoured);
}

} // namespace

AnalysisService::AnalysisService(PlaybackService &playback, Storage &storage, Clock clock,
                                 QObject *parent)
    : QObject(parent), m_playback(playback), m_storage(storage), m_clock(std::move(clock))
{
    m_thread.setMaxThreadCount(1);
    m_looks.setInterval(LookInterval);
    connect(&m_looks, &QTimer::timeout, this, &AnalysisService::look);
    connect(&playback, &PlaybackService::episodeChanged, this, &AnalysisService::episodeChanged);
    connect(&playback, &PlaybackService::mediaLoaded, this, &AnalysisService::mediaLoaded);
    episodeChanged();
}

AnalysisService::~AnalysisService()
{
    m_stop.request_stop();
    m_thread.waitForDone(); // it looks at the token every few milliseconds of its work
}

/// Whatever was asked for is for nobody any more.
void AnalysisService::restart()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_number;
    m_looks.stop();
    m_isHeadKnown = false;
    m_isProven = false;
    setAtWork(false);
}

void AnalysisService::episodeChanged()
{
    const auto &episode = m_playback.episode();
    const EpisodeId id = episode ? episode->row.id : EpisodeId();
    if (id == m_episode && m_source == m_playback.source() && (m_source || id.isValid()))
        return; // the same one, with other data
    restart();
    m_source.reset();
    m_failure.clear();
    m_episode = id;
    tell(std::nullopt);
    if (id.isValid())
        askLibrary();
    if (m_playback.source())
        mediaLoaded();
}

/// What it was when it was heard last, to be shown before there is any sound of it.
void AnalysisService::askLibrary()
{
    const auto known = m_storage.read([id = m_episode](Database &database) {
        return AnalysisRepository(database).ofEpisode(id, AnalysisMethod);
    });
    onResult(known, this,
             [this, id = m_episode](const Result<std::optional<EpisodeAnalysis>> &found) {
                 if (id == m_episode && !m_analysis && !m_isHeadKnown && found && *found)
                     tell(*found);
             });
}

void AnalysisService::mediaLoaded()
{
    if (m_source != m_playback.source()) {
        restart();
        m_source = m_playback.source();
    }
    if (m_analysis)
        m_playback.setAnalysis(*m_analysis, m_isProven); // the player forgot it with what it had
    if (!m_isAtWork)
        m_looks.start();
}

void AnalysisService::look()
{
    if (!m_source) {
        m_looks.stop();
    } else if (m_source->isWhole()) {
        m_looks.stop();
        identify();
    } else if (const auto size = m_source->size(); !m_isHeadKnown && size
               && m_source->isThere(0, std::min<qint64>(*size, IdentityHead))) {
        m_isHeadKnown = true;
        checkHead();
    }
}

/// A stream that has only just begun is probably what it was, or what another episode is.
void AnalysisService::checkHead()
{
    const auto head = runOnPool(
            [source = m_source, stop = m_stop.get_token()] {
                giveWay();
                return identifyHead(*source, stop);
            },
            &m_thread);
    const auto found = then(head, this, [this](const Result<FileIdentity> &file) {
        if (!file)
            return readyFuture(Result<std::optional<EpisodeAnalysis>>(file.error()));
        return m_storage.read([file = *file](Database &database) {
            return AnalysisRepository(database).findByHead(file, AnalysisMethod);
        });
    });
    onResult(found, this,
             [this, number = m_number](const Result<std::optional<EpisodeAnalysis>> &analysis) {
                 if (number != m_number || !analysis)
                     return;
                 if (!*analysis && m_analysis && m_episode.isValid()) // it is another file now
                     m_storage.write([id = m_episode](Database &database) {
                         return AnalysisRepository(database).forgetEpisode(id);
                     });
                 tell(*analysis, true);
             });
}

void AnalysisService::identify()
{
    setAtWork(true);
    m_isHeadKnown = true;
    const auto identity = runOnPool(
            [source = m_source, stop = m_stop.get_token()] {
                giveWay();
                return Earmark::identify(*source, stop);
            },
            &m_thread);
    onResult(identity, this, [this, number = m_number](const Result<FileIdentity> &file) {
        if (number != m_number)
            return;
        if (file)
            lookUp(*file);
        else
            analysed({}, file.error());
    });
}

void AnalysisService::lookUp(const FileIdentity &file)
{
    const auto known = m_storage.read([file](Database &database) {
        return AnalysisRepository(database).find(file, AnalysisMethod);
    });
    onResult(known, this,
             [this, file, number = m_number](const Result<std::optional<EpisodeAnalysis>> &found) {
                 if (number != m_number)
                     return;
                 if (found && *found) {
                     setAtWork(false);
                     tell(*found, true);
                     use(file);
                 } else {
                     analyse(file);
                 }
             });
}

void AnalysisService::analyse(const FileIdentity &file)
{
    tell(std::nullopt); // what was believed of it is of another file
    const auto analysis = runOnPool(
            [source = m_source, stop = m_stop.get_token()] {
                giveWay();
                return analyseFile(source, stop);
            },
            &m_thread);
    onResult(analysis, this,
             [this, file, number = m_number](const Result<EpisodeAnalysis> &result) {
                 if (number == m_number)
                     analysed(file, result);
             });
}

void AnalysisService::analysed(const FileIdentity &file, const Result<EpisodeAnalysis> &analysis)
{
    setAtWork(false);
    if (!analysis) {
        if (analysis.error().kind != ErrorKind::Cancelled) {
            m_failure = analysis.error().sentence;
            qCInfo(analysisLog) << m_failure << analysis.error().detail;
        }
        return;
    }
    const auto written
            = m_storage.write([file, analysis = *analysis, now = m_clock()](Database &database) {
                  return AnalysisRepository(database).keep(file, analysis, AnalysisMethod, now);
              });
    onResult(written, this, [](const Result<> &done) {
        if (!done)
            qCWarning(analysisLog) << done.error().detail;
    });
    tell(*analysis, true);
    use(file);
}

void AnalysisService::use(const FileIdentity &file)
{
    if (!m_episode.isValid())
        return;
    const auto written
            = m_storage.write([id = m_episode, file, now = m_clock()](Database &database) {
                  return AnalysisRepository(database).use(id, file, now);
              });
    onResult(written, this, [this, id = m_episode](const Result<> &done) {
        if (done)
            Q_EMIT kept(id);
        else
            qCWarning(analysisLog) << done.error().detail;
    });
}

void AnalysisService::tell(std::optional<EpisodeAnalysis> analysis, bool isProven)
{
    const bool isAnother = analysis != m_analysis;
    const bool isProof = isProven && !m_isProven;
    m_isProven = isProven;
    m_analysis = std::move(analysis);
    if (m_analysis && (isAnother || isProof))
        m_playback.setAnalysis(*m_analysis, isProven);
    if (isAnother)
        Q_EMIT analysisChanged();
}

void AnalysisService::setAtWork(bool atWork)
{
    if (atWork == m_isAtWork)
        return;
    m_isAtWork = atWork;
    Q_EMIT atWorkChanged();
}

} // namespace Earmark
