// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fingerprint.h"
#include "support/failonwarning.h"

#include <QSet>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestFingerprint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void everyChangedByteIsAnother();
    void lengthsAndBordersCount();
    void theSameOnEveryMachine();
};

void TestFingerprint::everyChangedByteIsAnother()
{
    const QByteArray text
            = QByteArrayLiteral("A feed of 10,000 episodes, ") + QByteArray(1000, 'x');
    QSet<QByteArray> seen{fingerprintOf(text)};
    for (qsizetype i = 0; i < text.size(); ++i) {
        for (const int bit : {0, 3, 7}) {
            QByteArray changed = text;
            changed[i] = char(changed.at(i) ^ (1 << bit));
            seen.insert(fingerprintOf(changed));
        }
    }
    QCOMPARE(seen.size(), 1 + 3 * text.size());
}

void TestFingerprint::lengthsAndBordersCount()
{
    QSet<QByteArray> seen;
    for (qsizetype length = 1; length <= 100; ++length) {
        seen.insert(fingerprintOf(QByteArray(length, '\0')));
        Fingerprint text;
        text.add(QStringView(QString(length, QChar(u'a'))));
        seen.insert(text.result());
    }
    QCOMPARE(seen.size(), 200);
    Fingerprint early;
    early.add(QStringView(u"ab"));
    early.add(QStringView(u"c"));
    Fingerprint late;
    late.add(QStringView(u"a"));
    late.add(QStringView(u"bc"));
    QVERIFY(early.result() != late.result());
}

void TestFingerprint::theSameOnEveryMachine()
{
    // It is stored: another answer would make every episode look changed.
    QCOMPARE(fingerprintOf("The news of the day").toHex(),
             QByteArray("96fd7dacd99c9cedafa45276089192c6"));
}

QTEST_APPLESS_MAIN(TestFingerprint)
#include "tst_fingerprint.moc"
