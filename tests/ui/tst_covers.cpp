// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/common/covers.h"
#include "ui/common/initials.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QSet>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// Covers of podcasts that have no picture.
class TestCovers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void initialsAreWhatAReaderSees_data();
    void initialsAreWhatAReaderSees();
    void initialsOfAnythingStaySmall();
    void theGroundCanBeReadOnAndSeen();
    void theGroundIsTheTitlesOwnAlways();
    void theTextStaysInsideAndInTheMiddle_data();
    void theTextStaysInsideAndInTheMiddle();
    void noCoverIsAHole_data();
    void noCoverIsAHole();
    void theNextPictureStandsInForTheFirst();
};

void TestCovers::initialsAreWhatAReaderSees_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &title, const QString &text) {
        QTest::newRow(name) << title << text;
    };
    row("two words", u"Hardcore History"_s, u"HH"_s);
    row("one word", u"serial"_s, u"S"_s);
    row("one letter", u"X"_s, u"X"_s);
    row("article", u"The Backend Engineering Show"_s, u"BE"_s);
    row("article of two words", u"The Daily"_s, u"TD"_s);
    row("small words", u"stuff you should know"_s, u"SY"_s);
    row("marks before", u"– & «Radio» (Lab)"_s, u"RL"_s);
    row("mark between", u"ABC/News"_s, u"AN"_s);
    row("colon", u"Revolutions: Russia"_s, u"RR"_s);
    row("hyphen", u"Spider-Man"_s, u"S"_s);
    row("ampersand", u"Q&A"_s, u"Q"_s);
    row("apostrophe", u"’n’ Roll"_s, u"NR"_s);
    row("number", u"99% Invisible"_s, u"99"_s);
    row("year", u"1619"_s, u"1619"_s);
    row("long number", u"100000 Welten"_s, u"1000"_s);
    row("digit", u"5 Live"_s, u"5L"_s);
    row("slash of numbers", u"20/20"_s, u"20"_s);
    row("number behind", u"Planet 9"_s, u"P9"_s);
    row("accents", u"Éclair élan"_s, u"ÉÉ"_s);
    row("accents apart", u"E\u0301clair"_s, u"E\u0301"_s);
    row("sharp s", u"ßeta Welle"_s, u"ßW"_s);
    row("ligature", u"ﬁn de siècle"_s, u"ﬁD"_s);
    row("Cyrillic", u"Радио эхо"_s, u"РЭ"_s);
    row("Greek", u"ωδή"_s, u"Ω"_s);
    row("Japanese", u"ゆる言語学ラジオ"_s, u"ゆ"_s);
    row("Chinese", u"故事 FM"_s, u"故"_s);
    row("Latin before Chinese", u"FM 故事"_s, u"F"_s);
    row("Korean", u"한국 라디오"_s, u"한"_s);
    row("rare Chinese", u"𠮷野"_s, u"𠮷"_s);
    row("Hebrew", u"חיות כיס"_s, u"חכ"_s);
    row("Arabic", u"فنجان مع"_s, u"ف"_s);
    row("Arabic article", u"البودكاست"_s, u"ب"_s);
    row("Devanagari", u"किताब घर"_s, u"किघ"_s);
    row("Thai", u"กาแฟ ดำ"_s, u"ก"_s);
    row("emoji before", u"🎙️ Two Mikes"_s, u"TM"_s);
    row("emoji alone", u"🎙️"_s, u"🎙️"_s);
    row("family", u"👩‍👩‍👧‍👦"_s, u"👩‍👩‍👧‍👦"_s);
    row("flag", u"🇫🇷 🇩🇪"_s, u"🇫🇷"_s);
    row("marks alone", u"!!!"_s, u"!"_s);
    row("dots alone", u" … "_s, QString());
    row("nothing", QString(), QString());
    row("a heap of accents", u"Z"_s + u"\u0301"_s.repeated(500) + u" b"_s, u"Z"_s);
}

void TestCovers::initialsAreWhatAReaderSees()
{
    QFETCH(QString, title);
    QTEST(initials(title), "text");
}

void TestCovers::initialsOfAnythingStaySmall()
{
    for (char32_t sign = 1; sign < 0x20000; sign += 7) {
        if (QChar::isSurrogate(sign))
            continue;
        const QString text = initials(QString::fromUcs4(&sign, 1).repeated(30));
        QVERIFY2(text.size() <= 16, qPrintable(QString::number(sign, 16)));
    }
}

void TestCovers::theGroundCanBeReadOnAndSeen()
{
    QSet<QRgb> grounds;
    for (int i = 0; i < 2'000; ++i) {
        const QColor ground = coverColor(u"Podcast %1"_s.arg(i));
        grounds.insert(ground.rgb());
        QVERIFY(contrast(ground, Qt::white) >= 4.5);
        QVERIFY(contrast(ground, lightColors().paper) >= 3);
        QVERIFY(contrast(ground, darkColors().paper) >= 3);
    }
    QVERIFY(grounds.size() >= 12);
}

void TestCovers::theGroundIsTheTitlesOwnAlways()
{
    // Written down: a podcast looks the same on each start and each machine.
    QCOMPARE(coverColor(u"Radiolab"_s).name(), u"#516dac"_s);
    QCOMPARE(coverColor(QString()).name(), u"#a45a3d"_s);
}

void TestCovers::theTextStaysInsideAndInTheMiddle_data()
{
    QTest::addColumn<QString>("title");
    for (const QString &title : {u"Wide World"_s, u"I"_s, u"1619"_s, u"Serial"_s, u"Quiet Jazz"_s})
        QTest::newRow(qPrintable(title)) << title;
}

void TestCovers::theTextStaysInsideAndInTheMiddle()
{
    QFETCH(QString, title);
    constexpr int Side = 200;
    const QImage cover = generatedCover(title, Side);
    const QRgb ground = coverColor(title).rgb();
    QRect ink;
    for (int y = 0; y < Side; ++y) {
        for (int x = 0; x < Side; ++x) {
            if (cover.pixel(x, y) != ground)
                ink |= QRect(x, y, 1, 1);
        }
    }
    QVERIFY(ink.isValid());
    QVERIFY(ink.left() >= 20 && ink.right() < 180 && ink.top() >= 20 && ink.bottom() < 180);
    QVERIFY(qAbs(ink.center().x() - Side / 2) <= 4);
    QVERIFY(qAbs(ink.center().y() - Side / 2) <= 10); // a Q has a tail
}

void TestCovers::noCoverIsAHole_data()
{
    QTest::addColumn<QString>("title");
    for (const QString &title : {QString(), u" "_s, u"…"_s, u"Serial"_s, u"🎙️"_s, u"故事"_s})
        QTest::newRow(qPrintable(u"'"_s + title + u"'"_s)) << title;
}

void TestCovers::noCoverIsAHole()
{
    QFETCH(QString, title);
    for (const int side : {20, 28, 48, 200}) {
        QImage paper(side, side, QImage::Format_ARGB32_Premultiplied);
        paper.fill(Qt::transparent);
        QPainter painter(&paper);
        paintCover(&painter, QRectF(0, 0, side, side), 5, {title, {}}, nullptr);
        painter.end();
        QCOMPARE(qAlpha(paper.pixel(side / 2, 1)), 255);
        QCOMPARE(qAlpha(paper.pixel(0, 0)), 0); // a round corner
        int marks = 0;
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x)
                marks += qGray(paper.pixel(x, y)) > 150 ? 1 : 0;
        }
        QVERIFY(marks > 0);
    }
}

namespace {

/// Has one picture, which is green.
class OneCover : public CoverSource
{
public:
    QPixmap cover(const QUrl &address, int side) override
    {
        asked += address;
        QPixmap green;
        if (address == there) {
            green = QPixmap(side, side);
            green.fill(Qt::green);
        }
        return green;
    }
    QPixmap picture(const QUrl &, int) override { return {}; }

    QUrl there{QStringLiteral("https://a.test/podcast")};
    QList<QUrl> asked;
};

} // namespace

void TestCovers::theNextPictureStandsInForTheFirst()
{
    OneCover covers;
    const QUrl lost(u"https://a.test/episode"_s);
    const auto middle = [&covers](const QList<QUrl> &pictures) {
        QImage image(20, 20, QImage::Format_RGB32);
        QPainter painter(&image);
        paintCover(&painter, QRectF(0, 0, 20, 20), 3, {u"Show"_s, pictures}, &covers);
        painter.end();
        return image.pixelColor(10, 3);
    };

    QCOMPARE(middle({lost, covers.there}), QColor(Qt::green));
    QCOMPARE(covers.asked, QList<QUrl>({lost, covers.there}));
    covers.asked.clear();
    QCOMPARE(middle({covers.there, lost}), QColor(Qt::green));
    QCOMPARE(covers.asked, QList<QUrl>({covers.there})); // the other is not asked for
    QCOMPARE(middle({lost, QUrl()}), coverColor(u"Show"_s));
}

QTEST_MAIN(TestCovers)
#include "tst_covers.moc"
