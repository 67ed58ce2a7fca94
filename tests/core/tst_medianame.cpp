// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/medianame.h"
#include "support/failonwarning.h"

#include <QSet>
#include <QStringDecoder>
#include <QTest>
#include <QTextBoundaryFinder>

#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Random = std::mt19937;

bool nothingIsTaken(const QString & /*key*/)
{
    return false;
}

MediaNaming named(const QString &title)
{
    return {.podcast = u"Show"_s,
            .title = title,
            .published = QDateTime(QDate(2023, 5, 25), QTime(23, 30), Qt::UTC),
            .type = u"audio/mpeg"_s};
}

QString pathOf(const MediaNaming &naming)
{
    return mediaPath(naming, nothingIsTaken);
}

/// The folder's name for a podcast of this title.
QString folderOf(const QString &podcast)
{
    MediaNaming naming = named(u"x"_s);
    naming.podcast = podcast;
    return pathOf(naming).section(u'/', 0, 0);
}

/// Characters that have broken names somewhere.
const QStringList &hostileCharacters()
{
    static const QStringList pieces{u"/"_s,       u"\\"_s,     u".."_s,     u"../"_s,
                                    u"."_s,       u" "_s,      u"-"_s,      u"~"_s,
                                    u":"_s,       u"*"_s,      u"?"_s,      u"\""_s,
                                    u"<"_s,       u">"_s,      u"|"_s,      QString(QChar(0)),
                                    u"\n"_s,      u"\t"_s,     u"\x7f"_s,   u"\x85"_s,
                                    u"\u202e"_s,  u"\u2066"_s, u"\u200b"_s, u"\u200d"_s,
                                    u"\ufeff"_s,  u"\u00ad"_s, u"\u034f"_s, u"\u3164"_s,
                                    u"\u2028"_s,  u"\u00a0"_s, u"\u3000"_s, u"\u2800"_s,
                                    u"e\u0301"_s, u"\u0301"_s, u"\u0338"_s, u"\u1e94\u0323"_s};
    return pieces;
}

/// The same of longer pieces.
const QStringList &hostilePieces()
{
    static const QStringList pieces{u"\u2126"_s,
                                    u"\u212a"_s,
                                    u"\u1100\u1161\u11a8"_s,
                                    u"\u05e9\u05b8\u05dc\u05d5\u05dd"_s,
                                    u"\u0645\u0631"_s,
                                    u"\U0001f468\u200d\U0001f469\u200d\U0001f467"_s,
                                    u"\U0001f1e9\U0001f1ea"_s,
                                    u"\U0001f44d\U0001f3fd"_s,
                                    u"\u2764\ufe0f"_s,
                                    QString(QChar(0xd83d)),
                                    QString(QChar(0xde00)),
                                    u"\uffff"_s,
                                    u"\ue000"_s,
                                    u"\U000e0041"_s,
                                    u"\U000f0000"_s,
                                    u"CON"_s,
                                    u"nul"_s,
                                    u"NUL."_s,
                                    u"com1"_s,
                                    u"LPT\u00b9"_s,
                                    u"aux.mp3"_s,
                                    u".mp3"_s,
                                    u".part"_s,
                                    u" (2)"_s,
                                    u"\u00df"_s,
                                    u"\u0130"_s,
                                    u"\u01c4"_s,
                                    u"\ufb01"_s,
                                    u"%2e%2e%2f"_s,
                                    u"\uff0f"_s,
                                    u"word"_s,
                                    u"Wort"_s,
                                    u"\u6f22\u5b57"_s,
                                    QString(70, u'a'),
                                    QString(200, QChar(0x0301)),
                                    QString(90, QChar(0x1100))};
    return pieces;
}

const QString &any(Random &random, const QStringList &pieces)
{
    return pieces.at(qsizetype(random()) % pieces.size());
}

QString hostileText(Random &random)
{
    QString text;
    const auto count = random() % 12;
    for (unsigned i = 0; i < count; ++i) {
        if (random() % 4 == 0)
            text += QChar(ushort(random() % 0x10000));
        else
            text += any(random, random() % 2 == 0 ? hostilePieces() : hostileCharacters());
    }
    return text;
}

MediaNaming hostileNaming(Random &random)
{
    const QStringList containers{{}, u"mp3"_s, u"mov,mp4,m4a,3gp,3g2,mj2"_s, u"ogg"_s, u"../x"_s};
    MediaNaming naming{.podcast = hostileText(random),
                       .title = hostileText(random),
                       .address = QUrl(u"https://cdn.example/a."_s + hostileText(random)),
                       .type = random() % 2 == 0 ? u"audio/mpeg"_s : hostileText(random),
                       .container = containers.at(qsizetype(random()) % containers.size()),
                       .hasPictures = random() % 2 == 0};
    if (random() % 3 > 0) {
        const qint64 seconds = qint64(random()) * (random() % 8 == 0 ? 1'000'000 : 1);
        naming.published = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    }
    return naming;
}

/// In words of its own, not in those of the unit.
QString whatIsWrongWith(const QString &part)
{
    static const QString forbidden = u"/\\<>:\"|?*"_s;
    static const QStringList devices
            = u"CON PRN AUX NUL COM1 COM9 LPT1 LPT9 LPT\u00b9 CONIN$ CONOUT$"_s.split(u' ');
    if (part.isEmpty() || part.toUtf8().size() + 5 > 255)
        return u"its length"_s;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QByteArray bytes = part.toUtf8();
    if (QString(decoder(bytes)) != part || decoder.hasError())
        return u"its encoding"_s;
    if (u".-~ "_s.contains(part.front()) || u". "_s.contains(part.back()))
        return u"an end"_s;
    if (part.normalized(QString::NormalizationForm_C) != part)
        return u"its composition"_s;
    for (const uint code : part.toUcs4()) {
        const QChar::Category category = QChar::category(code);
        const bool isHidden = category == QChar::Other_Control || category == QChar::Other_Format
                || category == QChar::Other_Surrogate || category == QChar::Other_NotAssigned
                || category == QChar::Other_PrivateUse || category == QChar::Separator_Line
                || category == QChar::Separator_Paragraph || code == 0x3164 || code == 0xfe0f;
        if (isHidden || (code < 128 && forbidden.contains(QChar(ushort(code)))))
            return u"character "_s + QString::number(code, 16);
    }
    return devices.contains(part.section(u'.', 0, 0).trimmed().toUpper()) ? u"a device"_s
                                                                          : QString();
}

} // namespace

class TestMediaName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingHostileLeavesTheFolder();
    void hostileNamesAreUniqueBoundedAndStable();
    void randomPathsFromElsewhereAreSafeOrRefused();
    void unsafePathsFromElsewhereAreRefused_data();
    void unsafePathsFromElsewhereAreRefused();
    void namesOfNothingButRubbishAreUntitled();
    void theNameCanBeRead_data();
    void theNameCanBeRead();
    void theFolderIsThePodcasts_data();
    void theFolderIsThePodcasts();
    void aDayOutsideTheCalendarIsLeftOut();
    void longNamesAreCutBetweenLetters();
    void aLetterThatIsTooLongIsCutAnyway();
    void namesAreNumberedWhereTheyMeanOneFile();
    void thousandsOfOneNameComeToAnEnd();
    void theExtensionIsTheFilesThenTheTypesThenTheAddresses_data();
    void theExtensionIsTheFilesThenTheTypesThenTheAddresses();
};

void TestMediaName::nothingHostileLeavesTheFolder()
{
    Random random(1);
    for (int round = 0; round < 8'000; ++round) {
        const QString path = pathOf(hostileNaming(random));
        const QStringList parts = path.split(u'/');
        QCOMPARE(parts.size(), 2);
        for (const QString &part : parts)
            QVERIFY2(whatIsWrongWith(part).isEmpty(),
                     qPrintable(whatIsWrongWith(part) + u" in "_s + path));
        QVERIFY2(isSafeMediaPath(path), qPrintable(path));
    }
}

void TestMediaName::hostileNamesAreUniqueBoundedAndStable()
{
    Random random(2);
    QSet<QString> taken;
    const auto isTaken = [&taken](const QString &key) { return taken.contains(key); };
    for (int round = 0; round < 4'000; ++round) {
        const MediaNaming naming = hostileNaming(random);
        const QString path = mediaPath(naming, isTaken);
        QCOMPARE(mediaPath(naming, isTaken), path);
        QVERIFY(!taken.contains(mediaPathKey(path)));
        const QByteArray file = path.section(u'/', 1).toUtf8() + ".part";
        QVERIFY(file.size() <= MaxMediaNameBytes);
        taken.insert(mediaPathKey(path));
    }
    QCOMPARE(taken.size(), 4'000);
}

void TestMediaName::randomPathsFromElsewhereAreSafeOrRefused()
{
    Random random(3);
    int safe = 0;
    for (int round = 0; round < 20'000; ++round) {
        const QString path = hostileText(random) + u'/' + hostileText(random);
        if (!isSafeMediaPath(path))
            continue;
        ++safe;
        QCOMPARE(path.count(u'/'), 1);
        for (const QString &part : path.split(u'/'))
            QVERIFY2(whatIsWrongWith(part).isEmpty() || part.toUtf8().size() > 250,
                     qPrintable(path));
    }
    QVERIFY(safe > 20);
}

void TestMediaName::unsafePathsFromElsewhereAreRefused_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
         {"",          "a",        "/a",     "a/",   "a/b/c", "/etc/passwd", "../b",  "a/..",
          "a/.",       "a/.b.mp3", "./b",    "a//b", "a/b ",  "a/-b",        "~/b",   "NUL/b",
          "a/nul.mp3", "a/b.",     "a\\b/c", "c:/b", "a/b?",  "a/ b",        "a/b  c"})
        QTest::newRow(path) << QString::fromLatin1(path);
    QTest::newRow("two lines") << u"a/b\nc"_s;
    QTest::newRow("bidi") << u"a/b\u202ec"_s;
    QTest::newRow("decomposed") << u"a/e\u0301"_s;
    QTest::newRow("NUL byte") << u"a/b"_s + QChar(0);
    QTest::newRow("256 bytes") << u"a/"_s + QString(256, u'b');
}

void TestMediaName::unsafePathsFromElsewhereAreRefused()
{
    QFETCH(QString, path);

    QVERIFY(!isSafeMediaPath(path));
    QVERIFY(isSafeMediaPath(u"a/"_s + QString(255, u'b')));
}

void TestMediaName::namesOfNothingButRubbishAreUntitled()
{
    for (const QString &rubbish : {QString(), u"   "_s, u"..."_s, u"???"_s, u"\u202e\u200b"_s,
                                   u"-"_s, u"\u0301"_s, u".mp3"_s}) {
        QCOMPARE(pathOf(named(rubbish)), u"Show/2023-05-25 Untitled episode.mp3"_s);
        QCOMPARE(folderOf(rubbish), rubbish == ".mp3"_L1 ? u"mp3"_s : u"Untitled podcast"_s);
    }
}

void TestMediaName::theNameCanBeRead_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *what, const QString &title, const QString &name) {
        QTest::newRow(what) << title << name;
    };
    row("plain", u"Title"_s, u"Title"_s);
    row("spaces", u"  One \n two\t\u00a0three "_s, u"One two three"_s);
    row("separators", u"AC/DC \\o/ 1|2"_s, u"AC-DC -o- 1-2"_s);
    row("colon", u"Part 1: Start at 12:30"_s, u"Part 1- Start at 12-30"_s);
    row("quotes", u"\"Why?\" <he> *said*"_s, u"'Why' _he_ _said_"_s);
    row("dots", u"Wait... what..."_s, u"Wait... what"_s);
    row("leading dot", u".NET"_s, u".NET"_s); // the day stands before it
    row("its own extension", u"Track 07.MP3"_s, u"Track 07"_s);
    row("another extension", u"notes.exe"_s, u"notes.exe"_s);
    row("right to left", u"\u05e9\u05b8\u05dc\u05d5\u05dd \u202eabc"_s,
        u"\u05e9\u05b8\u05dc\u05d5\u05dd abc"_s);
    row("emoji", u"Hi \U0001f44d\U0001f3fd \u2764\ufe0f"_s, u"Hi \U0001f44d\U0001f3fd \u2764"_s);
    row("combining", u"Cafe\u0301 \u0301x"_s, u"Caf\u00e9 \u0301x"_s);
    row("heaps of marks", u"a"_s + QString(40, QChar(0x0323)),
        u"\u1ea1"_s + QString(8, QChar(0x0323)));
    row("a device", u"NUL"_s, u"NUL"_s);
}

void TestMediaName::theNameCanBeRead()
{
    QFETCH(QString, title);
    QFETCH(QString, name);

    QCOMPARE(pathOf(named(title)), u"Show/2023-05-25 "_s + name + u".mp3"_s);
}

void TestMediaName::theFolderIsThePodcasts_data()
{
    QTest::addColumn<QString>("podcast");
    QTest::addColumn<QString>("folder");
    const auto row = [](const char *what, const QString &podcast, const QString &folder) {
        QTest::newRow(what) << podcast << folder;
    };
    row("plain", u"Show"_s, u"Show"_s);
    row("up", u"../../etc"_s, u"etc"_s);
    row("hidden", u".NET Rocks!"_s, u"NET Rocks!"_s);
    row("an option", u"--help"_s, u"help"_s);
    row("a home", u"~root"_s, u"root"_s);
    row("trailing", u"Q. and A. . "_s, u"Q. and A"_s);
    row("device", u"NUL"_s, u"NUL_"_s);
    row("device with more", u"aux .fm"_s, u"aux_ .fm"_s);
    row("superscript device", u"COM\u00b2"_s, u"COM\u00b2_"_s);
    row("device before what is too long", u"LPT\u00b9"_s + QString(90, QChar(0x1100)),
        u"LPT\u00b9_"_s);
    row("no device", u"Company"_s, u"Company"_s);
}

void TestMediaName::theFolderIsThePodcasts()
{
    QFETCH(QString, podcast);
    QFETCH(QString, folder);

    QCOMPARE(folderOf(podcast), folder);
}

void TestMediaName::aDayOutsideTheCalendarIsLeftOut()
{
    MediaNaming naming = named(u"-Title"_s);
    naming.published = {};
    QCOMPARE(pathOf(naming), u"Show/Title.mp3"_s);
    naming.published = QDateTime(QDate(12'345, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(pathOf(naming), u"Show/Title.mp3"_s);
    naming.published = QDateTime(QDate(2023, 5, 26), QTime(1, 0), Qt::OffsetFromUTC, 2 * 3'600);
    QCOMPARE(pathOf(naming), u"Show/2023-05-25 -Title.mp3"_s); // in UTC
}

void TestMediaName::longNamesAreCutBetweenLetters()
{
    const QString letter = u"\U0001f44d\U0001f3fd"_s; // eight bytes, one letter to a reader
    const QString path = pathOf(named(letter.repeated(60)));

    QString name = path.section(u'/', 1);
    QVERIFY(name.toUtf8().size() + 12 > MaxMediaNameBytes - 8); // as long as may be
    name.chop(4);
    QCOMPARE(name.mid(11), letter.repeated((name.size() - 11) / letter.size()));
}

void TestMediaName::aLetterThatIsTooLongIsCutAnyway()
{
    const QString jamo(400, QChar(0x1100)); // one letter by Unicode's rules
    const QString folder = folderOf(jamo);

    QVERIFY(folder.size() > 40);
    QVERIFY(folder.toUtf8().size() <= MaxMediaNameBytes);
}

void TestMediaName::namesAreNumberedWhereTheyMeanOneFile()
{
    QSet<QString> taken{mediaPathKey(pathOf(named(u"Caf\u00e9"_s)))};
    const auto isTaken = [&taken](const QString &key) { return taken.contains(key); };
    const QString second = mediaPath(named(u"CAFE\u0301"_s), isTaken);
    taken.insert(mediaPathKey(second));

    QCOMPARE(second, u"Show/2023-05-25 CAF\u00c9 (2).mp3"_s);
    QCOMPARE(mediaPath(named(u"caf\u00e9"_s), isTaken), u"Show/2023-05-25 caf\u00e9 (3).mp3"_s);
    QCOMPARE(mediaPathKey(u"a/Stra\u00dfe"_s), mediaPathKey(u"A/STRASSE"_s));
}

void TestMediaName::thousandsOfOneNameComeToAnEnd()
{
    int asked = 0;
    const auto allTaken = [&asked](const QString & /*key*/) {
        ++asked;
        return true;
    };

    QCOMPARE(mediaPath(named(u"x"_s), allTaken), QString());
    QCOMPARE(asked, 9'999);
}

void TestMediaName::theExtensionIsTheFilesThenTheTypesThenTheAddresses_data()
{
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("pictures");
    QTest::addColumn<QString>("extension");
    const auto row = [](const char *container, const char *type, const char *address, bool pictures,
                        const char *extension) {
        QTest::addRow("%s, %s, %s, %d", container, type, address, int(pictures))
                << QString::fromLatin1(container) << QString::fromLatin1(type)
                << u"https://a.example/"_s + QString::fromLatin1(address) << pictures
                << QString::fromLatin1(extension);
    };
    row("", "audio/mpeg", "e.m4a", false, "mp3");
    row("", "Audio/MPEG; charset=utf-8", "", false, "mp3");
    row("", "application/octet-stream", "dir.d/e.OPUS?x=a.mp3", false, "opus");
    row("", "application/ogg", "", false, "ogg");
    row("", "video/mp4", "", false, "mp4");
    row("", "text/html", "e.php", false, "bin");
    row("", "", "mp3", false, "bin"); // a name, not an extension
    row("", "", "e.sh", false, "bin");
    row("mov,mp4,m4a,3gp,3g2,mj2", "audio/mpeg", "e.mp3", false, "m4a");
    row("mov,mp4,m4a,3gp,3g2,mj2", "audio/mpeg", "e.mp3", true, "mp4");
    row("mov,mp4,m4a,3gp,3g2,mj2", "audio/mp4", "e.m4b", false, "m4b");
    row("mov,mp4,m4a,3gp,3g2,mj2", "audio/mp4", "e.m4b", true, "mp4");
    row("mov,mp4,m4a,3gp,3g2,mj2", "video/quicktime", "e", true, "mov");
    row("ogg", "audio/opus", "e", false, "opus");
    row("ogg", "", "e.mp3", false, "ogg");
    row("matroska,webm", "video/webm", "", true, "webm");
    row("matroska,webm", "", "", false, "mka");
    row("aac", "audio/mp4", "e.m4a", false, "aac");
    row("mp3", "", "", false, "mp3");
    row("unheard of", "audio/flac", "", false, "flac");
}

void TestMediaName::theExtensionIsTheFilesThenTheTypesThenTheAddresses()
{
    QFETCH(QString, container);
    QFETCH(QString, type);
    QFETCH(QString, address);
    QFETCH(bool, pictures);
    QFETCH(QString, extension);

    QCOMPARE(mediaExtension({.address = QUrl(address),
                             .type = type,
                             .container = container,
                             .hasPictures = pictures}),
             extension);
}

QTEST_GUILESS_MAIN(TestMediaName)
#include "tst_medianame.moc"
