// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/encoding.h"
#include "feed/encodingguess.h"
#include "feed/feedparser.h"
#include "support/failonwarning.h"

#include <QStringEncoder>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

struct Sentence
{
    const char *language;
    QList<QByteArray> encodings;
    QString title;
    QString notes;
};

/// One sentence of a podcast's notes in each language, and what it was written in before UTF-8.
QList<Sentence> otherScripts()
{
    return {
            {"Russian",
             {"windows-1251", "KOI8-R"},
             u"Разговоры о главном"_s,
             u"Сегодня мы говорим о том, как устроены большие города и почему в них так трудно "
             u"жить. Гости выпуска: историк и архитектор."_s},
            {"Russian, short",
             {"windows-1251", "KOI8-R"},
             u"Радио для всех"_s,
             u"Разговор о языке и людях, которые на нём пишут."_s},
            {"Ukrainian",
             {"windows-1251", "KOI8-U"},
             u"Розмови про головне"_s,
             u"Сьогодні ми говоримо про те, як живуть великі міста і чому в них так важко знайти "
             u"тишу."_s},
            {"Bulgarian",
             {"windows-1251"},
             u"Разговори за града"_s,
             u"Днес говорим за това как се живее в големия град и защо хората се връщат на село."_s},
            {"Greek",
             {"windows-1253"},
             u"Ιστορίες της πόλης"_s,
             u"Σήμερα μιλάμε για το πώς χτίστηκαν οι μεγάλες πόλεις και γιατί είναι δύσκολη η ζωή "
             u"εκεί."_s},
            {"Hebrew",
             {"windows-1255"},
             u"סיפורי העיר"_s,
             u"היום נדבר על איך נבנו הערים הגדולות ולמה קשה לחיות בהן."_s},
            {"Arabic",
             {"windows-1256"},
             u"حكايات المدينة"_s,
             u"نتحدث اليوم عن كيف بنيت المدن الكبرى ولماذا يصعب العيش فيها."_s},
            {"Korean",
             {"EUC-KR"},
             u"도시 이야기"_s,
             u"오늘은 큰 도시가 어떻게 만들어졌는지, 그리고 왜 살기 어려운지 이야기합니다."_s},
            {"Chinese, simplified",
             {"GBK"},
             u"城市的故事"_s,
             u"今天我们谈谈大城市是怎样建成的，为什么在那里生活这么难。"_s},
            {"Chinese, traditional",
             {"Big5"},
             u"城市的故事"_s,
             u"今天我們談談大城市是怎樣建成的，為什麼在那裡生活這麼難。"_s},
            {"Japanese",
             {"Shift_JIS", "EUC-JP"},
             u"まちの話"_s,
             u"今日は大きな町がどのようにできたのか、そしてなぜ暮らしにくいのかを話します。"_s},
    };
}

QList<Sentence> latin()
{
    return {
            {"French",
             {"windows-1252"},
             u"Café littéraire"_s,
             u"Aujourd’hui, à l’été, nous avons été déçus : « où êtes-vous né ? » Ça, c’est Noël."_s},
            {"German",
             {"windows-1252"},
             u"Gespräche über Städte"_s,
             u"Heute geht es um große Städte, wie sie entstehen und weshalb es dort schön, aber "
             u"auch mühsam ist."_s},
            {"Spanish",
             {"windows-1252"},
             u"¿Qué pasó ayer?"_s,
             u"Hoy charlamos sobre cómo crecieron las ciudades y por qué mañana será difícil vivir "
             u"allí."_s},
            {"Portuguese",
             {"windows-1252"},
             u"Conversações"_s,
             u"Não é só a construção: são também as pessoas, as estações e os verões."_s},
            {"Swedish",
             {"windows-1252"},
             u"Städer på våren"_s,
             u"Här hör du varför åar, öar och ängar är så få när städerna växer."_s},
            {"Icelandic in capitals",
             {"windows-1252"},
             u"ÞÁTTUR UM BORGIR"_s,
             u"Í ÞÆTTINUM ER RÆTT UM ÞAÐ HVERS VEGNA ERFITT ER AÐ BÚA Í BORGUM."_s},
    };
}

QByteArray encoded(const QString &text, const QByteArray &encoding)
{
    QStringEncoder encoder(encoding.constData());
    return encoder.isValid() ? QByteArray(encoder.encode(text)) : QByteArray();
}

QString feedOf(const Sentence &sentence, const QString &language)
{
    return u"<rss version='2.0'><channel><title>"_s + sentence.title + u"</title>"_s + language
            + u"<item><title>mp3</title><guid>a</guid><description>"_s + sentence.notes
            + u"</description></item></channel></rss>"_s;
}

void addRows(const QList<Sentence> &sentences)
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("notes");
    for (const Sentence &one : sentences) {
        for (const QByteArray &encoding : one.encodings)
            QTest::addRow("%s, %s", one.language, encoding.constData())
                    << encoding << one.title << one.notes;
    }
}

} // namespace

/// Feeds that say nothing about their encoding, or nothing true.
class TestEncodings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void otherScriptsAreToldByTheirBytes_data() { addRows(otherScripts()); }
    void otherScriptsAreToldByTheirBytes();
    void aTitleAloneIsEnough_data() { addRows(otherScripts()); }
    void aTitleAloneIsEnough();
    void latinIsLeftAlone_data() { addRows(latin()); }
    void latinIsLeftAlone();
    void utf8StaysUtf8_data() { addRows(otherScripts() + latin()); }
    void utf8StaysUtf8();
    void koreanHasManyNames();
    void aScriptIsNoWordWithAnAccent();
};

void TestEncodings::otherScriptsAreToldByTheirBytes()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QString, title);
    QFETCH(QString, notes);
    QVERIFY2(!encoded(u"x"_s, encoding).isEmpty(), "Qt was built without ICU");
    for (const QString &language : {u""_s, u"<language>en-us</language>"_s}) {
        for (const char *declared : {"", "UTF-8", "ISO-8859-1"}) {
            QByteArray prolog;
            if (*declared != 0)
                prolog = QByteArray("<?xml version='1.0' encoding='") + declared + "'?>";
            const auto feed = parseFeed(
                    prolog + encoded(feedOf({"", {}, title, notes}, language), encoding), {});
            QVERIFY(feed);
            QCOMPARE(feed->title, title);
            QCOMPARE(feed->episodes.first().descriptionHtml, notes);
        }
    }
}

void TestEncodings::aTitleAloneIsEnough()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QString, title);
    QVERIFY2(!encoded(u"x"_s, encoding).isEmpty(), "Qt was built without ICU");
    const auto feed = parseFeed(
            encoded(u"<rss><channel><title>"_s + title + u"</title></channel></rss>"_s, encoding),
            {});
    QVERIFY(feed);
    QCOMPARE(feed->title, title);
}

void TestEncodings::latinIsLeftAlone()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QString, title);
    QFETCH(QString, notes);
    QCOMPARE(foreignEncoding(encoded(notes, encoding)), "");
    QCOMPARE(foreignEncoding(encoded(title, encoding)), "");
    const auto feed = parseFeed(encoded(feedOf({"", {}, title, notes}, {}), encoding), {});
    QVERIFY(feed);
    QCOMPARE(feed->title, title);
    QCOMPARE(feed->episodes.first().descriptionHtml, notes);
}

void TestEncodings::utf8StaysUtf8()
{
    QFETCH(QString, title);
    QFETCH(QString, notes);
    const QByteArray bytes = feedOf({"", {}, title, notes}, {}).toUtf8();
    for (qsizetype size = 0; size <= bytes.size(); ++size)
        QCOMPARE(documentEncoding(bytes.first(size), "iso-8859-1"), "utf-8");
}

void TestEncodings::koreanHasManyNames()
{
    const QString title = u"도시 이야기"_s;
    for (const char *name : {"ks_c_5601-1987", "KS_C_5601-1989", "ksc5601", "euc-kr", "cp949",
                             "uhc", "korean", "windows-949"}) {
        const auto feed = parseFeed(QByteArray("<?xml version='1.0' encoding='") + name
                                            + "'?><rss><channel><title>" + encoded(title, "EUC-KR")
                                            + "</title></channel></rss>",
                                    {});
        QVERIFY(feed);
        QCOMPARE(feed->title, title);
    }
}

void TestEncodings::aScriptIsNoWordWithAnAccent()
{
    QCOMPARE(foreignEncoding("caf\xE9 \x96 \x93gr\xFC\xDF\x94 \xA9 2024"), "");
    QCOMPARE(foreignEncoding("\xE4\xF6\xFC\xDF\xC4\xD6\xDC"), "");
    QCOMPARE(foreignEncoding("plain"), "");
    QCOMPARE(foreignEncoding(""), "");
    QCOMPARE(foreignEncoding("\xFF\x80\xFF\x80\xFF\x80\xFF\x80"), "");
}

QTEST_APPLESS_MAIN(TestEncodings)
#include "tst_encodings.moc"
