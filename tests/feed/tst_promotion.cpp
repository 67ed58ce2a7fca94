// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/promotion.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 Quick = 20'000; // ms; sanitizers make it twenty times as slow
#else
constexpr qint64 Quick = 3'000; // ms
#endif

/// Words that differ from episode to episode.
QString talk(int number, int words = 40)
{
    QString text;
    quint32 state = quint32(number) * 7919 + 13;
    for (int i = 0; i < words; ++i) {
        state = state * 1664525 + 1013904223;
        text += u"word%1 "_s.arg((state >> 8) % 5000);
    }
    return text.trimmed() + u'.';
}

QStringList episodes(int count, const QString &before, const QString &behind)
{
    QStringList notes;
    for (int i = 0; i < count; ++i)
        notes.append(before + talk(i) + behind);
    return notes;
}

} // namespace

class TestPromotion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatIsNotPromotionStays_data();
    void whatIsNotPromotionStays();
    void promotionGoes_data();
    void promotionGoes();
    void aGluedWordStays();
    void theBeginningIsThatOfTheWhole();
    void theSameNotesGiveTheSameAnswer();
    void aThousandEpisodesAreFast();
    void aFloodOfOneWordEndsSoon();
};

void TestPromotion::whatIsNotPromotionStays_data()
{
    QTest::addColumn<QStringList>("notes");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("two episodes") << episodes(2, {}, u"\nSupport the show at https://a.example"_s);
    QTest::newRow("the same notes") << QStringList{u"The news of the day in five minutes."_s,
                                                   u"The news of the day in five minutes."_s,
                                                   u"The news of the day in five minutes."_s};
    QTest::newRow("chapter titles") << episodes(
            9, {}, u"\n0:00 Intro\n5:00 Questions of our listeners\n9:00 Outro and good bye"_s);
    QTest::newRow("running chapter titles")
            << episodes(9, {}, u" 0:00 Intro 5:00 Questions of our listeners 9:00 Outro"_s);
    QTest::newRow("titles before") << episodes(
            9, {}, u"\nWelcome to the show (0:00)\nQuestions of our listeners (5:00)"_s);
    QTest::newRow("titles below") << episodes(
            9, {}, u"\n(0:00)\nWelcome to the show\n(5:00)\nQuestions of our listeners"_s);
    QTest::newRow("common begin of a sentence")
            << episodes(9, u"In this episode of the show we talk about "_s, {});
    QStringList inside;
    for (int i = 0; i < 9; ++i)
        inside.append(talk(i).chopped(1) + u" which in the end of it all is "_s + talk(i + 99));
    QTest::newRow("common words inside") << inside;
}

void TestPromotion::whatIsNotPromotionStays()
{
    QFETCH(QStringList, notes);
    const QStringList found = findPromotions(notes);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'|')));
}

void TestPromotion::promotionGoes_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("behind");
    QTest::newRow("line") << QString()
                          << u"\nHosted on Acast. See acast.com/privacy for more information."_s;
    QTest::newRow("lines")
            << QString()
            << u"\nSupport the show at https://a.example/b\nFollow us on https://b.example\nMusic by The Beetles of Ham"_s;
    QTest::newRow("first line") << u"Brought to you by Acme, the best.\n"_s << QString();
    QTest::newRow("running, link")
            << QString() << u" Get my course about all things https://a.example/c"_s;
    QTest::newRow("running, before")
            << u"Get my course about all things https://a.example "_s << QString();
}

void TestPromotion::promotionGoes()
{
    QFETCH(QString, before);
    QFETCH(QString, behind);
    const QStringList notes = episodes(8, before, behind);
    const QStringList promotions = findPromotions(notes);
    QVERIFY(!promotions.isEmpty());
    for (int i = 0; i < notes.size(); ++i)
        QCOMPARE(withoutPromotions(notes.at(i), promotions), talk(i));
    // Another link at the same place is the same promotion.
    if (behind.endsWith("a.example/c"_L1)) {
        QCOMPARE(withoutPromotions(u"New. Get my course about all things http://else.example/x"_s,
                                   promotions),
                 u"New."_s);
        QCOMPARE(withoutPromotions(u"New. Get my course about all thi..."_s, promotions),
                 u"New."_s);
    }
    QCOMPARE(withoutPromotions(u"Nothing of that."_s, promotions), u"Nothing of that."_s);
}

void TestPromotion::aGluedWordStays()
{
    const QStringList notes = episodes(5, u"Get my great course https://course.win "_s, {});
    const QStringList promotions = findPromotions(notes);
    QCOMPARE(withoutPromotions(u"Get my great course https://course.winktls is brilliant."_s,
                               promotions),
             u"ktls is brilliant."_s);
}

/// Wherever the part that is looked at ends: in a promotion, in its link, behind it.
void TestPromotion::theBeginningIsThatOfTheWhole()
{
    const PromotionFinder finder({u"Support the show at https://a.example/show and tell us"_s,
                                  u"Support the show at https://a.example"_s});
    const QString text = talk(1, 12)
            + u" Support the show at https://a.example/show and tell us. "_s + talk(2, 12)
            + u"\nSupport the show at https://b.example https://c.example\n"_s + talk(3, 60);
    const QString whole = finder.without(text);

    for (qsizetype atLeast = 0; atLeast <= text.size(); ++atLeast) {
        const QString beginning = finder.beginningWithout(text, atLeast);
        QVERIFY2(whole.startsWith(beginning.left(atLeast)), qPrintable(beginning));
        QVERIFY(beginning.size() >= std::min(atLeast, whole.size()));
    }
    QVERIFY(whole.size() < text.size() - 100);
}

void TestPromotion::theSameNotesGiveTheSameAnswer()
{
    const QStringList notes = episodes(20, u"Get my course https://a.example "_s,
                                       u"\nThank you all for listening."_s);
    QCOMPARE(findPromotions(notes), findPromotions(notes));
    QVERIFY(findPromotions(notes).size() <= 4);
}

void TestPromotion::aThousandEpisodesAreFast()
{
    QStringList notes;
    for (int i = 0; i < 1000; ++i)
        notes.append(talk(i, 1000)
                     + u"\nHosted on Acast. See acast.com/privacy for more information."_s);
    QElapsedTimer timer;
    timer.start();
    const QStringList promotions = findPromotions(notes);
    const qint64 found = timer.restart();
    for (const QString &one : notes)
        QVERIFY(!withoutPromotions(one, promotions).contains("Acast"_L1));
    qInfo("found in %lld ms, removed in %lld ms", found, timer.elapsed());
    QVERIFY(found
            < 30'000); // unoptimised, sanitised and busy; optimised it is a small part of that
}

/// Every word of it begins each of the promotions, which are as long.
void TestPromotion::aFloodOfOneWordEndsSoon()
{
    QStringList promotions;
    for (int i = 0; i < 56; ++i)
        promotions.append(u"a "_s.repeated(280) + QString::number(i));
    const PromotionFinder finder(promotions);
    const QString flood = u"a "_s.repeated(100'000);
    QElapsedTimer clock;
    clock.start();

    finder.find(flood);
    QVERIFY(finder.beginningWithout(flood, 480).size() >= 480);

    QVERIFY2(clock.elapsed() < Quick, qPrintable(QString::number(clock.elapsed())));
}

QTEST_GUILESS_MAIN(TestPromotion)
#include "tst_promotion.moc"
