// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/feedfigures.h"

#include "bench/feedstage.h"

#include <QDir>
#include <QFile>
#include <QXmlStreamReader>

#include <csignal>
#include <ctime>

using namespace Qt::StringLiterals;

namespace Earmark {

struct FeedFigures::Measured
{
    QList<double> importWall;
    QList<double> importCpu;
    QList<double> refreshWall;
    QList<double> refreshCpu;
    QList<double> refreshBytes;
    QList<double> curlImport; ///< The references: see where they are taken.
    QList<double> curlRefresh;
    QList<double> bareCpu;
    QList<double> hugeWall;
    QList<double> hugeAgainWall;
    QList<double> hugeBare;
    QList<double> stall;
    QList<double> peak;
};

namespace {

constexpr double KibInMib = 1024;

/// curl fetching all of them, as many at once as Earmark does, keeping nothing.
QStringList curlArguments(FeedScale scale, quint16 port, bool conditional)
{
    QStringList arguments{u"--silent"_s, u"--parallel"_s, u"--parallel-max"_s, u"16"_s,
                          u"--compressed"_s};
    if (conditional)
        arguments << u"--header"_s << u"If-None-Match: \"1\""_s;
    for (int number = 0; number < scale.podcasts; ++number)
        arguments << u"--output"_s << u"/dev/null"_s << feedUrl(number, port);
    return arguments;
}

double cpuOf(const std::function<void()> &work)
{
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
    };
    const double before = now();
    work();
    return now() - before;
}

void barePass(const QByteArray &document)
{
    QXmlStreamReader reader(document);
    while (!reader.atEnd())
        reader.readNext();
}

/// The last moment a whole document of this name was handed over.
qint64 lastByteOf(const QList<ServedAnswer> &answers, const QByteArray &name)
{
    qint64 at = 0;
    for (const ServedAnswer &answer : answers) {
        if (answer.name == name && answer.status == 200)
            at = answer.at;
    }
    return at;
}

/// The most memory a process ever had, in MiB.
double peakOf(qint64 pid)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').constFirst().toDouble() / KibInMib;
    }
    return 0;
}

Outcome outcome(const QList<double> &values, const QList<double> &references = {})
{
    return {median(values), median(references), int(values.size())};
}

} // namespace

FeedFigures::FeedFigures(FeedScale scale) : m_scale(scale), m_measured(std::make_unique<Measured>())
{
}

FeedFigures::~FeedFigures() = default;

Result<FeedStage *> FeedFigures::stage()
{
    if (!m_stage) {
        auto stage = std::make_unique<FeedStage>(m_scale);
        if (const auto done = stage->setUp(); !done)
            return done.error();
        m_stage = std::move(stage);
    }
    return m_stage.get();
}

/// Imports, then refreshes what is unchanged, so many times; with curl beside each.
Result<> FeedFigures::measureImports()
{
    if (!m_measured->importWall.isEmpty())
        return {};
    const auto there = stage();
    if (!there)
        return there.error();
    FeedStage &stage = **there;
    QByteArray all;
    for (int number = 0; number < m_scale.podcasts; ++number)
        all += feedDocument(quint32(number), m_scale.episodes);
    const qint64 episodes = qint64(m_scale.podcasts) * m_scale.episodes;
    for (int run = 0; run < m_scale.runs; ++run) {
        stage.clearProfile();
        const auto imported
                = stage.earmark({u"import"_s, stage.opml()}, stage.hasEpisodes(episodes));
        if (!imported)
            return imported.error();
        stage.answers();
        const auto refreshed = stage.earmark({u"refresh"_s});
        if (!refreshed)
            return refreshed.error();
        double bytes = 0;
        for (const ServedAnswer &answer : stage.answers())
            bytes += double(answer.bytes);
        const auto curl = FeedStage::run(u"curl"_s, curlArguments(m_scale, stage.port(), false));
        const auto again = FeedStage::run(u"curl"_s, curlArguments(m_scale, stage.port(), true));
        if (!curl || !again)
            return curl ? again.error() : curl.error();
        m_measured->importWall.append(imported->wall);
        m_measured->importCpu.append(imported->cpu);
        m_measured->refreshWall.append(refreshed->wall);
        m_measured->refreshCpu.append(refreshed->cpu);
        m_measured->refreshBytes.append(bytes);
        m_measured->curlImport.append(curl->wall);
        m_measured->curlRefresh.append(again->wall);
        m_measured->bareCpu.append(cpuOf([&all] { barePass(all); }));
    }
    return {};
}

/// One huge feed: added, then refreshed from the same bytes without a validator.
Result<> FeedFigures::measureHuge()
{
    if (!m_measured->hugeWall.isEmpty())
        return {};
    const auto there = stage();
    if (!there)
        return there.error();
    FeedStage &stage = **there;
    const QByteArray document = feedDocument(HugeNumber, m_scale.hugeEpisodes);
    for (int run = 0; run < m_scale.runs; ++run) {
        stage.clearProfile();
        stage.answers();
        const auto added = stage.earmark({u"add"_s, hugeUrl(stage.port())},
                                         stage.hasEpisodes(m_scale.hugeEpisodes));
        if (!added)
            return added.error();
        const qint64 lastByte = lastByteOf(stage.answers(), "huge.xml");
        const auto refreshed = stage.earmark({u"refresh"_s});
        if (!refreshed)
            return refreshed.error();
        const qint64 lastByteAgain = lastByteOf(stage.answers(), "huge.xml");
        if (lastByte == 0 || lastByteAgain == 0) {
            return fail(ErrorKind::Network,
                        u"The huge feed was not fetched as often as it should be."_s);
        }
        m_measured->hugeWall.append(double(added->reached - lastByte) / 1000);
        m_measured->hugeAgainWall.append(double(refreshed->reached - lastByteAgain) / 1000);
        m_measured->hugeBare.append(cpuOf([&document] { barePass(document); }));
    }
    return {};
}

/// The same in a window, at which commands work while it is shown.
Result<> FeedFigures::measureWindow()
{
    if (!m_measured->stall.isEmpty())
        return {};
    const auto there = stage();
    if (!there)
        return there.error();
    FeedStage &stage = **there;
    const qint64 episodes = qint64(m_scale.podcasts) * m_scale.episodes;
    const QString watchdog = stage.filePath(u"watchdog"_s);
    for (int run = 0; run < m_scale.runs; ++run) {
        stage.clearProfile();
        QProcess window;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"EARMARK_WATCHDOG"_s, watchdog);
        window.setProcessEnvironment(environment);
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(FeedStage::earmarkProgram(), {u"--profile"_s, stage.profile()});
        const QString socket = stage.profile() + u"/socket"_s;
        while (!QFile::exists(socket) && !window.waitForFinished(20)
               && window.state() != QProcess::NotRunning) { }
        const QList<QStringList> commands{{u"import"_s, stage.opml()},
                                          {u"refresh"_s},
                                          {u"add"_s, hugeUrl(stage.port())},
                                          {u"refresh"_s}};
        for (const QStringList &command : commands) {
            if (const auto done = stage.earmark(command); !done)
                return done.error();
            stage.answers(); // lest the server waits for somebody to read what it prints
        }
        const bool isWhole = stage.hasEpisodes(episodes + m_scale.hugeEpisodes)();
        m_measured->peak.append(peakOf(window.processId()));
        window.terminate();
        window.waitForFinished(-1);
        QFile file(watchdog);
        if (!isWhole || !file.open(QIODevice::ReadOnly))
            return fail(ErrorKind::Usage, u"The window did not do its work."_s);
        m_measured->stall.append(file.readAll().trimmed().toDouble());
    }
    return {};
}

Result<Outcome> FeedFigures::importWall()
{
    return measureImports().transform(
            [this] { return outcome(m_measured->importWall, m_measured->curlImport); });
}

Result<Outcome> FeedFigures::importCpu()
{
    return measureImports().transform(
            [this] { return outcome(m_measured->importCpu, m_measured->bareCpu); });
}

Result<Outcome> FeedFigures::refreshWall()
{
    return measureImports().transform(
            [this] { return outcome(m_measured->refreshWall, m_measured->curlRefresh); });
}

Result<Outcome> FeedFigures::refreshBytes()
{
    return measureImports().transform([this] { return outcome(m_measured->refreshBytes); });
}

Result<Outcome> FeedFigures::refreshCpu()
{
    return measureImports().transform([this] { return outcome(m_measured->refreshCpu); });
}

Result<Outcome> FeedFigures::hugeWall()
{
    return measureHuge().transform(
            [this] { return outcome(m_measured->hugeWall, m_measured->hugeBare); });
}

Result<Outcome> FeedFigures::hugeAgainWall()
{
    return measureHuge().transform(
            [this] { return outcome(m_measured->hugeAgainWall, m_measured->hugeBare); });
}

Result<Outcome> FeedFigures::longestStall()
{
    return measureWindow().transform([this] { return outcome(m_measured->stall); });
}

Result<Outcome> FeedFigures::peakMemory()
{
    return measureWindow().transform([this] { return outcome(m_measured->peak); });
}

} // namespace Earmark
