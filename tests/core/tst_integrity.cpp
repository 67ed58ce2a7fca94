// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

using Algorithm = Integrity::Algorithm;

namespace {

QString said(const QString &name, char octet, int bytes)
{
    return name + u'-' + QString::fromLatin1(QByteArray(bytes, octet).toBase64());
}

} // namespace

class TestIntegrity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoDigestSaysNothing_data();
    void whatIsNoDigestSaysNothing();
    void eachAlgorithmIsRead_data();
    void eachAlgorithmIsRead();
    void theStrongestCounts_data();
    void theStrongestCounts();
    void anyOfSeveralMayMatch();
    void aBrokenStrongerOneLeavesTheWeaker();
    void theAddressAlphabetIsReadToo();
};

void TestIntegrity::whatIsNoDigestSaysNothing_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("spaces") << u" \t\n "_s;
    QTest::newRow("a word") << u"sha256"_s;
    QTest::newRow("no digest") << u"sha256-"_s;
    QTest::newRow("another algorithm") << said(u"md5"_s, 'a', 16);
    QTest::newRow("sha1") << said(u"sha1"_s, 'a', 20);
    QTest::newRow("too short") << said(u"sha256"_s, 'a', 31);
    QTest::newRow("too long") << said(u"sha256"_s, 'a', 48);
    QTest::newRow("hexadecimal") << u"sha256-"_s + QString(64, u'0');
    QTest::newRow("signs") << said(u"sha256"_s, 'a', 32).replace(10, 1, u"!"_s);
    QTest::newRow("letters beyond Latin-1") << said(u"sha256"_s, 'a', 32).replace(10, 1, u"—"_s);
    QTest::newRow("no dash") << said(u"sha256"_s, 'a', 32).remove(6, 1);
}

void TestIntegrity::whatIsNoDigestSaysNothing()
{
    QFETCH(QString, text);

    QCOMPARE(parseIntegrity(text), Integrity());
}

void TestIntegrity::eachAlgorithmIsRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("256") << u"sha256"_s << 32 << Algorithm::Sha256;
    QTest::newRow("384") << u"sha384"_s << 48 << Algorithm::Sha384;
    QTest::newRow("512") << u"SHA512"_s << 64 << Algorithm::Sha512;
}

void TestIntegrity::eachAlgorithmIsRead()
{
    QFETCH(QString, name);
    QFETCH(int, bytes);
    QFETCH(Algorithm, algorithm);
    const Integrity wanted{algorithm, {QByteArray(bytes, 'x')}};

    QCOMPARE(parseIntegrity(said(name, 'x', bytes)), wanted);
    QCOMPARE(parseIntegrity(u"\n  "_s + said(name, 'x', bytes) + u"?ct=audio/mpeg "_s), wanted);
}

void TestIntegrity::theStrongestCounts_data()
{
    QTest::addColumn<QStringList>("words");
    const QString weak = said(u"sha256"_s, 'w', 32);
    const QString middle = said(u"sha384"_s, 'm', 48);
    const QString strong = said(u"sha512"_s, 's', 64);
    QTest::newRow("rising") << QStringList{weak, middle, strong};
    QTest::newRow("falling") << QStringList{strong, middle, weak};
    QTest::newRow("mixed") << QStringList{middle, strong, weak, u"sha3-1024-x"_s};
}

void TestIntegrity::theStrongestCounts()
{
    QFETCH(QStringList, words);

    QCOMPARE(parseIntegrity(words.join(u' ')),
             (Integrity{Algorithm::Sha512, {QByteArray(64, 's')}}));
}

void TestIntegrity::anyOfSeveralMayMatch()
{
    const Integrity read
            = parseIntegrity(said(u"sha256"_s, 'a', 32) + u"\t\n"_s + said(u"sha256"_s, 'b', 32));

    QCOMPARE(read, (Integrity{Algorithm::Sha256, {QByteArray(32, 'a'), QByteArray(32, 'b')}}));
}

void TestIntegrity::aBrokenStrongerOneLeavesTheWeaker()
{
    const Integrity read
            = parseIntegrity(u"sha512-AAAA "_s + said(u"sha256"_s, 'a', 32) + u" sha384-="_s);

    QCOMPARE(read, (Integrity{Algorithm::Sha256, {QByteArray(32, 'a')}}));
}

void TestIntegrity::theAddressAlphabetIsReadToo()
{
    const QByteArray digest(32, '\xff');

    QCOMPARE(parseIntegrity(u"sha256-"_s
                            + QString::fromLatin1(digest.toBase64(QByteArray::Base64UrlEncoding))),
             (Integrity{Algorithm::Sha256, {digest}}));
}

QTEST_GUILESS_MAIN(TestIntegrity)
#include "tst_integrity.moc"
