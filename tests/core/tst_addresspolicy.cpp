// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/addresspolicy.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestAddressPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void onlyTheWebIsFetched();
    void onlyWebAndMailLeaveTheProgram();
    void whatIsNoAddressGivesNone();
    void pastedAddressesBecomeFetchable_data();
    void pastedAddressesBecomeFetchable();
    void onlyAWayThatNobodyNamedIsAGuess();
    void noSecretIsGuessedToBeUnencrypted();
    void shownAddressesHoldNoSecret();
};

void TestAddressPolicy::onlyTheWebIsFetched()
{
    for (const QString &bad :
         {u""_s, u"file:///etc/passwd"_s, u"ftp://a.example/"_s, u"https:///x"_s,
          u"data:text/plain,x"_s, u"qrc:/x"_s, u"javascript:alert(1)"_s, u"/etc"_s, u"a.mp3"_s,
          u"unix:/run/x"_s, u"pipe:0"_s})
        QVERIFY2(!isFetchable(QUrl(bad)), qPrintable(bad));
    QVERIFY(isFetchable(QUrl(u"https://a.example/x"_s)));
    QVERIFY(isFetchable(QUrl(u"HTTP://a.example/x"_s)));
}

void TestAddressPolicy::onlyWebAndMailLeaveTheProgram()
{
    for (const QString &bad :
         {u"file:///x"_s, u"javascript:1"_s, u"vscode://x"_s, u"tel:1"_s, u""_s})
        QVERIFY2(!mayLeaveProgram(QUrl(bad)), qPrintable(bad));
    QVERIFY(mayLeaveProgram(QUrl(u"mailto:a@b.example"_s)));
    QVERIFY(mayLeaveProgram(QUrl(u"https://a.example"_s)));
}

void TestAddressPolicy::whatIsNoAddressGivesNone()
{
    for (const QString &bad : {u""_s, u"   "_s, u"word"_s, u"two words.example"_s, u".example"_s,
                               u"file:///etc/passwd"_s, u"feed:file:///etc/passwd"_s, u"feed:"_s,
                               u"javascript:alert(1)"_s, u"mailto:a@b.example"_s})
        QVERIFY2(feedAddressFromInput(bad).isEmpty(), qPrintable(bad));
}

void TestAddressPolicy::pastedAddressesBecomeFetchable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address");
    const auto add = [](const QString &text, const QString &address) {
        QTest::newRow(qPrintable(text)) << text << address;
    };
    add(u" https://a.example/f \n"_s, u"https://a.example/f"_s);
    add(u"http://a.example/f?x=1&y=2"_s, u"http://a.example/f?x=1&y=2"_s);
    add(u"a.example/f"_s, u"https://a.example/f"_s);
    add(u"feed://a.example/f"_s, u"https://a.example/f"_s);
    add(u"feed:https://a.example/f"_s, u"https://a.example/f"_s);
    add(u"feed://https://a.example/f"_s, u"https://a.example/f"_s);
    add(u"ITPC://a.example/f"_s, u"https://a.example/f"_s);
    add(u"podcast:http://a.example/f"_s, u"http://a.example/f"_s);
    add(u"pcast://a.example/f"_s, u"https://a.example/f"_s);
    add(u"localhost:8000/f.xml"_s, u"https://localhost:8000/f.xml"_s);
    add(u"a.example/?u=https://b.example/"_s, u"https://a.example/?u=https://b.example/"_s);
    add(u"a.example:8000/f.xml"_s, u"https://a.example:8000/f.xml"_s);
}

void TestAddressPolicy::pastedAddressesBecomeFetchable()
{
    QFETCH(QString, text);
    QFETCH(QString, address);
    QCOMPARE(feedAddressFromInput(text), QUrl(address));
}

void TestAddressPolicy::onlyAWayThatNobodyNamedIsAGuess()
{
    for (const QString &guess : {u"a.example/f"_s, u"feed://a.example/f"_s, u"itpc://a.example/f"_s,
                                 u"pcast:a.example/f"_s, u"podcast://a.example"_s,
                                 u"127.0.0.1:8000/f"_s, u"localhost:8000/f"_s, u"[::1]:8000/f"_s})
        QVERIFY2(typedAddress(guess).isGuess, qPrintable(guess));
    for (const QString &said :
         {u"https://a.example/f"_s, u"http://a.example/f"_s, u"feed:https://a.example/f"_s,
          u"feed://https://a.example/f"_s, u"podcast:http://a.example/f"_s, u"word"_s})
        QVERIFY2(!typedAddress(said).isGuess, qPrintable(said));
}

void TestAddressPolicy::noSecretIsGuessedToBeUnencrypted()
{
    QCOMPARE(unencrypted(QUrl(u"https://a.example/f?x=1"_s)), QUrl(u"http://a.example/f?x=1"_s));
    QCOMPARE(unencrypted(QUrl(u"https://[::1]:81/f"_s)), QUrl(u"http://[::1]:81/f"_s));
    for (const QString &none :
         {u"http://a.example/f"_s, u"https://a.example:443/f"_s, u"https://a.example/f?token=x"_s,
          u"https://me@a.example/f"_s, u"https://a.example/x7Gh2kLm9QpR4sTv8wYz1B"_s, u""_s})
        QVERIFY2(unencrypted(QUrl(none)).isEmpty(), qPrintable(none));
}

void TestAddressPolicy::shownAddressesHoldNoSecret()
{
    const QString shown
            = displayAddress(QUrl(u"https://me:secret@a.example/f?token=hidden#part"_s));
    QVERIFY(!shown.contains("secret"_L1) && !shown.contains("hidden"_L1)
            && !shown.contains("me:"_L1));
    QCOMPARE(shown, u"https://a.example/…"_s);
    QCOMPARE(displayAddress(QUrl(u"https://a.example/f?a=b"_s)), u"https://a.example/f?…"_s);
    QCOMPARE(displayAddress(QUrl(u"https://a.example/f"_s)), u"https://a.example/f"_s);
}

QTEST_GUILESS_MAIN(TestAddressPolicy)
#include "tst_addresspolicy.moc"
