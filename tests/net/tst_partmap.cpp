// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partmap.h"
#include "support/failonwarning.h"

#include <QCryptographicHash>
#include <QTest>

#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

PartMap sample()
{
    PartMap map{.address = addressDigest(QUrl(u"https://example.org/a.mp3"_s)),
                .size = 60'000'000,
                .etag = "\"5f-a\"",
                .lastModified = "Mon, 02 Jan 2023 10:00:00 GMT"};
    map.present.add(0, 300'000);
    map.present.add(1'000'000, 1'000'001);
    map.present.add(30'000'000, 60'000'000);
    return map;
}

/// With a checksum that is right, as somebody who means it would write it.
QByteArray sealed(const QByteArray &bytes)
{
    return bytes + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

constexpr qsizetype ChecksumSize = 32;

} // namespace

/// The map of a partly fetched file as bytes: what was written comes back, all else is nothing.
class TestPartMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void everyByteThatIsFlippedIsNoticed();
    void everyLengthThatIsCutIsNoticed();
    void hostileBytesWithARightChecksumAreNothing();
    void anotherVersionIsNothing();
    void tooLongHeaderLinesAreLeftOut();
    void randomMapsComeBack();
    void whatWasCutOffIsNotThere();
    void theAddressIsToldApartButNotShown();
    void wholeNeedsASizeAndEveryByte();
};

void TestPartMap::everyByteThatIsFlippedIsNoticed()
{
    const QByteArray good = packPartMap(sample());
    QCOMPARE(unpackPartMap(good), std::optional(sample()));
    for (qsizetype i = 0; i < good.size(); ++i) {
        for (const int flip : {0x01, 0x80, 0xff}) {
            QByteArray bad = good;
            bad[i] = char(bad[i] ^ flip);
            QVERIFY2(!unpackPartMap(bad), qPrintable(QString::number(i)));
        }
    }
}

void TestPartMap::everyLengthThatIsCutIsNoticed()
{
    const QByteArray good = packPartMap(sample());
    for (qsizetype length = 0; length < good.size(); ++length)
        QVERIFY2(!unpackPartMap(good.first(length)), qPrintable(QString::number(length)));
    QVERIFY(!unpackPartMap(QByteArray(good + '\0')));
    QVERIFY(!unpackPartMap(QByteArray(good.size(), '\0')));
}

void TestPartMap::hostileBytesWithARightChecksumAreNothing()
{
    const QByteArray body = packPartMap(sample()).chopped(ChecksumSize);
    QVERIFY(unpackPartMap(sealed(body)));
    // Whatever stands there: nothing or a map that is in order, and no crash.
    std::mt19937 random(5); // the same every time
    for (int round = 0; round < 20000; ++round) {
        QByteArray bad = body;
        for (auto changes = random() % 3 + 1; changes > 0; --changes)
            bad[qsizetype(random() % std::size_t(bad.size()))] = char(random());
        if (random() % 4 == 0)
            bad.truncate(qsizetype(random() % std::size_t(bad.size())));
        const auto map = unpackPartMap(sealed(bad));
        if (map)
            QCOMPARE(unpackPartMap(packPartMap(*map)), map);
    }
    const auto withRuns = [&](const QList<qint64> &numbers) {
        const qsizetype runs = 3 * 16 + 4;
        QByteArray bytes = body.chopped(runs);
        const auto count = quint32(numbers.size() / 2);
        bytes.append(reinterpret_cast<const char *>(&count), 4);
        bytes.append(reinterpret_cast<const char *>(numbers.constData()), numbers.size() * 8);
        return sealed(bytes);
    };
    QVERIFY(unpackPartMap(withRuns({0, 10, 20, 30})));
    QVERIFY(!unpackPartMap(withRuns({20, 30, 0, 10})));
    QVERIFY(!unpackPartMap(withRuns({0, 10, 10, 30})));
    QVERIFY(!unpackPartMap(withRuns({10, 10})));
    QVERIFY(!unpackPartMap(withRuns({-5, 10})));
    QVERIFY(!unpackPartMap(withRuns({0, 60'000'001})));
    QVERIFY(!unpackPartMap(withRuns({0, std::numeric_limits<qint64>::min()})));
}

void TestPartMap::anotherVersionIsNothing()
{
    QByteArray body = packPartMap(sample()).chopped(ChecksumSize);
    body[7] = 2;

    QVERIFY(!unpackPartMap(sealed(body)));
}

void TestPartMap::tooLongHeaderLinesAreLeftOut()
{
    PartMap map = sample();
    map.etag = QByteArray(4096, 'e');
    QCOMPARE(unpackPartMap(packPartMap(map))->etag, map.etag);
    map.etag = QByteArray(5'000, 'e');
    QCOMPARE(unpackPartMap(packPartMap(map))->etag, QByteArray());
}

void TestPartMap::randomMapsComeBack()
{
    std::mt19937_64 random(7); // the same every time
    for (int round = 0; round < 300; ++round) {
        PartMap map{.address = addressDigest(QUrl(u"https://example.org/%1"_s.arg(round)))};
        const auto size = qint64(random() % 1'000'000'000'000) + 1;
        if (round % 3 != 0)
            map.size = size;
        map.isSizeTold = round % 2 == 0;
        for (int runs = int(random() % 40); runs > 0; --runs) {
            const auto from = qint64(random() % quint64(size));
            map.present.add(from, qMin(size, from + qint64(random() % 100'000)));
        }
        for (auto bytes = random() % 60; bytes > 0; --bytes)
            map.etag.append(char(random()));
        QCOMPARE(unpackPartMap(packPartMap(map)), std::optional(map));
    }
}

void TestPartMap::whatWasCutOffIsNotThere()
{
    RangeMap expected;
    expected.add(0, 300'000);
    expected.add(1'000'000, 1'000'001);
    expected.add(30'000'000, 30'000'005);

    QCOMPARE(below(sample().present, 30'000'005), expected);
    QCOMPARE(below(sample().present, 0), RangeMap());
    QCOMPARE(below(sample().present, 100'000'000), sample().present);
}

void TestPartMap::theAddressIsToldApartButNotShown()
{
    const QUrl secret(u"https://name:word@example.org/a.mp3?token=abcdef#t=5"_s);
    const QUrl plain(u"https://example.org/a.mp3?token=abcdef"_s);
    const QUrl other(u"https://example.org/a.mp3?token=abcdeg"_s);

    QCOMPARE(addressDigest(secret), addressDigest(plain));
    QVERIFY(addressDigest(plain) != addressDigest(other));
    QVERIFY(!packPartMap({.address = addressDigest(secret)}).contains("abcdef"));
}

void TestPartMap::wholeNeedsASizeAndEveryByte()
{
    PartMap map = sample();
    QVERIFY(!map.isWhole());
    map.present.add(0, 60'000'000);
    QVERIFY(map.isWhole());
    map.size.reset();
    QVERIFY(!map.isWhole());
    QVERIFY((PartMap{.size = 0}.isWhole()));
}

QTEST_APPLESS_MAIN(TestPartMap)
#include "tst_partmap.moc"
