// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audiodecoder.h"
#include "media/avinput.h"
#include "media/chapterreader.h"
#include "media/hostilefiles.h"
#include "support/failonwarning.h"
#include "support/mediafixtures.h"
#include "support/memorybytes.h"

#include <QFile>
#include <QTest>

#include <ctime>
#include <random>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr qint64 LongestMs = 2'000; // of CPU, as other tests may keep the machine busy
#ifdef __SANITIZE_ADDRESS__
constexpr qint64 MostMemory = 1024LL * 1024 * 1024; // it keeps back what was freed
#else
constexpr qint64 MostMemory = 256LL * 1024 * 1024;
#endif
constexpr qint64 BytesRead
        = 64LL * 1024 * 1024; // for a file of a few megabytes: no walk in circles
constexpr int Mutations = 60; // of each fixture, each by the next numbers of one fixed seed
constexpr int DecodedSeconds = 1;

// --- what is measured ---

qint64 peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("VmHWM:");
    return text.mid(at + 6, text.indexOf("kB", at) - at - 6).trimmed().toLongLong() * 1024;
}

/// From here on peakMemory() tells of what follows alone.
void forgetPeak()
{
    QFile refs(u"/proc/self/clear_refs"_s);
    if (refs.open(QIODevice::WriteOnly))
        refs.write("5");
}

qint64 cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000;
}

struct Cost
{
    qint64 ms = 0;
    qint64 memory = 0;
    qint64 bytesRead = 0;
};

template<typename Work>
Cost costOf(const QByteArray &file, Work work)
{
    const auto source = std::make_shared<MemoryBytes>(file);
    forgetPeak();
    const qint64 before = peakMemory();
    const qint64 begun = cpuMs();
    work(source);
    return {cpuMs() - begun, peakMemory() - before, source->bytesRead};
}

void openTagged(const std::shared_ptr<MemoryBytes> &source)
{
    const auto input = AvInput::open(source, {});
    QVERIFY(input || !input.error().sentence.isEmpty());
}

void readTheChapters(const std::shared_ptr<MemoryBytes> &source)
{
    const auto read = readMediaChapters(*source, {});
    QVERIFY(read || !read.error().sentence.isEmpty());
}

void decodeASecond(const std::shared_ptr<MemoryBytes> &source)
{
    const auto decoder = AudioDecoder::open(source, {});
    if (!decoder) {
        QVERIFY(!decoder.error().sentence.isEmpty());
        return;
    }
    const PcmFormat format = (*decoder)->format();
    std::vector<std::int16_t> samples(4'096);
    std::int64_t left = std::int64_t{format.sampleRate} * DecodedSeconds;
    while (left > 0) {
        const auto read = (*decoder)->read(samples, {});
        if (read.status != PcmSource::Status::Ok)
            return;
        left -= static_cast<std::int64_t>(read.frames);
    }
}

using Random = std::mt19937;

qsizetype below(Random &random, qsizetype limit)
{
    return limit < 1 ? 0 : static_cast<qsizetype>(random() % static_cast<quint32>(limit));
}

/// Where the structure is; flips in the sound itself teach little of the container.
QByteArray mutated(const QByteArray &file, Random &random)
{
    constexpr qsizetype Structure = 6'000;
    QByteArray result = file;
    const bool atEnd = below(random, 3) == 0;
    const qsizetype span = std::min(Structure, file.size());
    const qsizetype from = atEnd ? file.size() - span : 0;
    for (qsizetype i = below(random, 12); i >= 0; --i) {
        const qsizetype at = from + below(random, span);
        const qsizetype kind = below(random, 4);
        if (kind == 0)
            result[at] = static_cast<char>(result[at] ^ (1 << below(random, 8)));
        else if (kind == 1)
            result[at] = static_cast<char>(random());
        else
            for (qsizetype k = at; k < std::min(at + 4, result.size()); ++k)
                result[k] = kind == 2 ? '\xff' : '\0';
    }
    if (below(random, 4) == 0)
        result.truncate(below(random, result.size()));
    return result;
}

} // namespace

class HostileFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatWouldHangOrBloatIsRefused_data();
    void whatWouldHangOrBloatIsRefused();
    void hostileFilesCostLittle_data();
    void hostileFilesCostLittle();
    void plentyIsNotTooMuch_data();
    void plentyIsNotTooMuch();
    void aSourceThatBreaksOffIsNotLetIn();
    void mutatedFilesCostLittle_data();
    void mutatedFilesCostLittle();
};

void HostileFilesTest::whatWouldHangOrBloatIsRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    addFilesToRefuse();
}

void HostileFilesTest::whatWouldHangOrBloatIsRefused()
{
    QFETCH(QByteArray, file);

    const Cost cost = costOf(file, [](const std::shared_ptr<MemoryBytes> &source) {
        const auto input = AvInput::open(source, {});
        QVERIFY(!input);
        QCOMPARE(input.error().kind, ErrorKind::Media);
        QVERIFY2(input.error().sentence.startsWith(u"This file asks for far more work"),
                 qPrintable(input.error().sentence + input.error().detail));
    });

    QVERIFY2(cost.ms < LongestMs, qPrintable(QString::number(cost.ms)));
    QVERIFY2(cost.memory < MostMemory, qPrintable(QString::number(cost.memory)));
}

void HostileFilesTest::hostileFilesCostLittle_data()
{
    QTest::addColumn<QByteArray>("file");
    addFilesToRefuse();
    addBrokenFiles();
}

void HostileFilesTest::hostileFilesCostLittle()
{
    QFETCH(QByteArray, file);

    for (auto *work : {&openTagged, &readTheChapters, &decodeASecond}) {
        const Cost cost = costOf(file, work);
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(cost.ms < LongestMs, qPrintable(QString::number(cost.ms)));
        QVERIFY2(cost.memory < MostMemory, qPrintable(QString::number(cost.memory)));
        QVERIFY2(cost.bytesRead < BytesRead, qPrintable(QString::number(cost.bytesRead)));
    }
}

void HostileFilesTest::plentyIsNotTooMuch_data()
{
    QTest::addColumn<QByteArray>("file");
    addPlentifulFiles();
}

void HostileFilesTest::plentyIsNotTooMuch()
{
    QFETCH(QByteArray, file);

    const auto input = AvInput::open(std::make_shared<MemoryBytes>(file), {}, AvInput::Tags::Only);

    QVERIFY2(input, input ? "" : qPrintable(input.error().detail));
}

void HostileFilesTest::aSourceThatBreaksOffIsNotLetIn()
{
    const auto source = std::make_shared<MemoryBytes>(chaptersBehindTheSound(40'000));
    source->failsFrom = 200; // behind the SeekHead, before what it names

    const auto input = AvInput::open(source, {});

    QVERIFY(!input);
    QCOMPARE(input.error().kind, ErrorKind::Network);
}

void HostileFilesTest::mutatedFilesCostLittle_data()
{
    QTest::addColumn<QByteArray>("file");
    for (const MediaFixture &fixture : mediaFixtures())
        QTest::newRow(qPrintable(fixture.name)) << fixtureBytes(fixture.name);
}

void HostileFilesTest::mutatedFilesCostLittle()
{
    QFETCH(QByteArray, file);
    QVERIFY(!file.isEmpty());
    Random random(20260214);
    Cost worst;
    for (int i = 0; i < Mutations; ++i) {
        const QByteArray changed = mutated(file, random);
        const Cost cost = costOf(changed, &decodeASecond);
        if (QTest::currentTestFailed())
            return;
        worst.ms = std::max(worst.ms, cost.ms);
        worst.memory = std::max(worst.memory, cost.memory);
        worst.bytesRead = std::max(worst.bytesRead, cost.bytesRead);
    }
    QVERIFY2(worst.ms < LongestMs, qPrintable(QString::number(worst.ms)));
    QVERIFY2(worst.memory < MostMemory, qPrintable(QString::number(worst.memory)));
    QVERIFY2(worst.bytesRead < BytesRead, qPrintable(QString::number(worst.bytesRead)));
}

} // namespace Earmark

QTEST_GUILESS_MAIN(Earmark::HostileFilesTest)
#include "tst_hostilefiles.moc"
