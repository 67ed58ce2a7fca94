// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/bodydecoder.h"
#include "net/packed.h"
#include "support/failonwarning.h"

#include <QTest>

#include <ctime>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = qint64(1024) * 1024;
using Fault = BodyDecoder::Fault;

struct Outcome
{
    Fault fault = Fault::None;
    QByteArray body;
    bool isEndProven = false;
};

Outcome decoded(const QByteArray &raw, const QByteArray &encoding, qsizetype step,
                qint64 most = MiB)
{
    BodyDecoder decoder(most, encoding);
    for (qsizetype at = 0; at < raw.size(); at += step) {
        if (const Fault fault
            = decoder.add(QByteArrayView(raw).sliced(at, qMin(step, raw.size() - at)));
            fault != Fault::None)
            return {fault, {}, decoder.isEndProven()};
    }
    const Fault fault = decoder.finish();
    return {fault, decoder.takeBody(), decoder.isEndProven()};
}

} // namespace

class TestBodyDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatIsBrokenIsSaid_data();
    void whatIsBrokenIsSaid();
    void everyCutOfAPackedStreamIsSeen();
    void aByteThatFlippedIsSeen();
    void tooMuchIsRefused();
    void aGibibyteOfNothingCostsLittle();
    void whatIsWholeIsUnpacked_data();
    void whatIsWholeIsUnpacked();
    void piecesAreTheBody_data();
    void piecesAreTheBody();
};

void TestBodyDecoder::piecesAreTheBody_data()
{
    QTest::addColumn<qsizetype>("size");

    for (const qsizetype size : {qsizetype(0), qsizetype(1), BodyDecoder::PieceSize - 1,
                                 BodyDecoder::PieceSize, BodyDecoder::PieceSize * 3 + 5})
        QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
}

void TestBodyDecoder::piecesAreTheBody()
{
    QFETCH(qsizetype, size);
    QByteArray body(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        body[i] = char(i * 7 + i / 251);
    BodyDecoder decoder(size, {});
    decoder.keepPieces();

    for (qsizetype at = 0; at < size; at += 70001)
        QCOMPARE(decoder.add(QByteArrayView(body).sliced(at, qMin(size - at, qsizetype(70001)))),
                 Fault::None);
    QCOMPARE(decoder.finish(), Fault::None);

    const QList<QByteArray> pieces = decoder.takePieces();
    QVERIFY(pieces.join() == body);
    for (qsizetype i = 0; i + 1 < pieces.size(); ++i)
        QCOMPARE(pieces.at(i).size(), BodyDecoder::PieceSize);
    QCOMPARE(pieces.size(), (size + BodyDecoder::PieceSize - 1) / BodyDecoder::PieceSize);
}

void TestBodyDecoder::whatIsBrokenIsSaid_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<Fault>("fault");
    const QByteArray text = QByteArray("<rss>words</rss>").repeated(100);

    const QByteArray strange = "\x1b\x2f\x01" + QByteArray(90, '\x07');
    QTest::newRow("brotli") << strange << QByteArray("br") << Fault::Unpackable;
    QTest::newRow("zstd") << QByteArray("\x28\xb5\x2f\xfd") + strange << QByteArray("zstd")
                          << Fault::Unpackable;
    QTest::newRow("brotli that begins like text")
            << QByteArray("<\x03") + strange << QByteArray("br") << Fault::Unpackable;
    QTest::newRow("perhaps brotli") << QByteArray("words") << QByteArray("br") << Fault::Unpackable;
    QTest::newRow("no deflate") << QByteArray("\xff\xff") + strange << QByteArray("deflate")
                                << Fault::Unpackable;
    QTest::newRow("nonsense behind the magic")
            << QByteArray("\x1f\x8b\x08") + QByteArray(50, '\xff') << QByteArray()
            << Fault::Unpackable;
    QTest::newRow("cut zlib") << packed(text, 15).chopped(1) << QByteArray("deflate") << Fault::Cut;
    QTest::newRow("cut inside") << packed(packed(text).chopped(4)) << QByteArray("gzip")
                                << Fault::Cut;
    QTest::newRow("cut second of two") << QByteArray(packed(text) + packed(text).chopped(20))
                                       << QByteArray("gzip") << Fault::Cut;
}

void TestBodyDecoder::whatIsBrokenIsSaid()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, encoding);
    QFETCH(Fault, fault);

    for (const qsizetype step : {1, 7, 100000}) {
        const Outcome outcome = decoded(raw, encoding, step);
        QCOMPARE(outcome.fault, fault);
    }
}

void TestBodyDecoder::everyCutOfAPackedStreamIsSeen()
{
    const QByteArray whole = packed(noiseOf(300) + QByteArray(300, 'x'));

    for (qsizetype size = 3; size < whole.size(); ++size) {
        const Outcome outcome = decoded(whole.left(size), "gzip", 50);
        QCOMPARE(outcome.fault, Fault::Cut);
        QVERIFY(!outcome.isEndProven);
    }
}

void TestBodyDecoder::aByteThatFlippedIsSeen()
{
    const QByteArray whole = packed(noiseOf(300));

    for (qsizetype at = 20; at < whole.size(); ++at) {
        QByteArray flipped = whole;
        flipped[at] = char(flipped[at] ^ 0x10);
        QVERIFY2(decoded(flipped, "gzip", 1000).fault != Fault::None,
                 qPrintable(QString::number(at)));
    }
}

void TestBodyDecoder::tooMuchIsRefused()
{
    const QByteArray plain = noiseOf(2000);

    QCOMPARE(decoded(plain, {}, 100, 1999).fault, Fault::TooLarge);
    QCOMPARE(decoded(plain, {}, 100, 2000).fault, Fault::None);
    QCOMPARE(decoded(packed(QByteArray(5000, 'x')), "gzip", 10, 4999).fault, Fault::TooLarge);
    QCOMPARE(decoded(packed(QByteArray(5000, 'x')), {}, 10, 4999).fault, Fault::TooLarge);
    QCOMPARE(decoded(packed(QByteArray(5000, 'x')), "gzip", 10, 5000).fault, Fault::None);
}

void TestBodyDecoder::aGibibyteOfNothingCostsLittle()
{
    const QByteArray once = bomb(1024);
    const QByteArray twice = packed(once);
    const auto milliseconds = [] { return std::clock() * 1000 / CLOCKS_PER_SEC; };
    const auto start = milliseconds(); // of work: a busy machine is no fault of ours

    QCOMPARE(decoded(once, "gzip", 65536, 64 * MiB).fault, Fault::TooLarge);
    const auto first = milliseconds() - start;
    QCOMPARE(decoded(twice, "gzip", 65536, 64 * MiB).fault, Fault::TooLarge);

    const auto second = milliseconds() - start - first;
    qInfo("%lld KiB of bomb refused after %ld ms, packed twice after %ld ms",
          qint64(once.size()) / 1024, first, second);
    QVERIFY(first < 1000);
    QVERIFY(second < 1000);
}

void TestBodyDecoder::whatIsWholeIsUnpacked_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isEndProven");
    const QByteArray text = QByteArray("<rss>words and words</rss>").repeated(9000);

    QTest::newRow("plain") << text << QByteArray() << text << false;
    QTest::newRow("identity") << text << QByteArray("identity") << text << false;
    QTest::newRow("gzip") << packed(text) << QByteArray("gzip") << text << true;
    QTest::newRow("GZip ") << packed(text) << QByteArray(" X-GZip ") << text << true;
    QTest::newRow("zlib") << packed(text, 15) << QByteArray("deflate") << text << true;
    QTest::newRow("raw deflate") << packed(text, -15) << QByteArray("deflate") << text << true;
    QTest::newRow("gzip called deflate") << packed(text) << QByteArray("deflate") << text << true;
    QTest::newRow("gzip, nobody says so") << packed(text) << QByteArray() << text << true;
    QTest::newRow("gzip within gzip") << packed(packed(text)) << QByteArray("gzip") << text << true;
    QTest::newRow("not gzip, though said") << text << QByteArray("gzip") << text << false;
    for (const char *lie : {"br", "zstd", "deflate", "gzip, gzip", "compress", "none", "utf-8"}) {
        QTest::addRow("plain, called %s", lie) << text << QByteArray(lie) << text << false;
        QTest::addRow("gzip, called %s", lie) << packed(text) << QByteArray(lie) << text << true;
    }
    QTest::newRow("gzip, called identity")
            << packed(text) << QByteArray("identity") << text << true;
    QTest::newRow("zlib, called br") << packed(text, 15) << QByteArray("br") << text << true;
    QTest::newRow("zlib, nobody says so") << packed(text, 15) << QByteArray() << text << true;
    QTest::newRow("JSON, called br")
            << QByteArray("\xEF\xBB\xBF {\"version\": 1}") << QByteArray("br")
            << QByteArray("\xEF\xBB\xBF {\"version\": 1}") << false;
    QTest::newRow("gzip twice, called so")
            << packed(packed(text)) << QByteArray("gzip, gzip") << text << true;
    QTest::newRow("two behind each other")
            << QByteArray(packed(text) + packed(text)) << QByteArray("gzip") << text + text << true;
    QTest::newRow("zeros behind it")
            << QByteArray(packed(text) + QByteArray(9, '\0')) << QByteArray("gzip") << text << true;
    QTest::newRow("empty") << QByteArray() << QByteArray("gzip") << QByteArray() << false;
    QTest::newRow("a byte") << QByteArray("x") << QByteArray("gzip") << QByteArray("x") << false;
    QTest::newRow("packed nothing") << packed({}) << QByteArray("gzip") << QByteArray() << true;
}

void TestBodyDecoder::whatIsWholeIsUnpacked()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, body);
    QFETCH(bool, isEndProven);

    for (const qsizetype step : {1, 2, 3, 4000, 1000000}) {
        const Outcome outcome = decoded(raw, encoding, step);
        QCOMPARE(outcome.fault, Fault::None);
        QVERIFY(outcome.body == body);
        QCOMPARE(outcome.isEndProven, isEndProven);
    }
}

QTEST_GUILESS_MAIN(TestBodyDecoder)
#include "tst_bodydecoder.moc"
