// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/titles.h"
#include "feed/chapterfiles.h"
#include "feed/notechapters.h"
#include "feed/plaintext.h"
#include "feed/promotion.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

struct Seed
{
    QString guid;
    QString title;
    QString notes;
    std::optional<std::chrono::milliseconds> duration;
};

QByteArray shared(const QString &path)
{
    QFile file(QStringLiteral(EARMARK_SHARED_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<std::chrono::milliseconds> minutesAndSeconds(const QString &text)
{
    const auto parts = text.split(u':');
    if (parts.size() != 2)
        return std::nullopt;
    return std::chrono::minutes(parts.first().toInt()) + std::chrono::seconds(parts.last().toInt());
}

QList<Seed> seeds()
{
    QList<Seed> all;
    QXmlStreamReader xml(shared(u"seeds/backend-engineering.xml"_s));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "item"_L1)
            all.append(Seed());
        else if (all.isEmpty())
            continue;
        else if (xml.name() == "guid"_L1)
            all.last().guid = xml.readElementText();
        else if (xml.name() == "title"_L1)
            all.last().title = xml.readElementText();
        else if (xml.name() == "duration"_L1)
            all.last().duration = minutesAndSeconds(xml.readElementText());
        else if (xml.name() == "description"_L1)
            all.last().notes = xml.readElementText();
    }
    return all;
}

QString told(const Chapters &chapters)
{
    QString text;
    for (const Chapter &chapter : chapters)
        text += u"%1 %2\n"_s.arg(chapter.start.count() / 1000).arg(chapter.title);
    return text;
}

} // namespace

/// The real input of the issue, and cases written by others; skipped where they are not at hand.
class TestSeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyChapterIsFoundAndNoneInvented();
    void promotionIsFoundAndTitlesAreNot();
    void titlesBeginBehindThePromotion_data();
    void titlesBeginBehindThePromotion();
    void casesOfOthersHold_data();
    void casesOfOthersHold();
};

void TestSeeds::init()
{
    failOnAnyWarning();
    if (!QFile::exists(QStringLiteral(EARMARK_SHARED_DIR "/seeds/backend-engineering.xml")))
        QSKIP("The shared inputs are not here.");
}

void TestSeeds::everyChapterIsFoundAndNoneInvented()
{
    const QList<Seed> all = seeds();
    QCOMPARE(all.size(), 31);
    QStringList notes;
    for (const Seed &seed : all)
        notes.append(plainText(seed.notes));
    const QStringList promotions = findPromotions(notes);
    const QJsonObject expected
            = QJsonDocument::fromJson(shared(u"seeds/chapters-expected.json"_s)).object();
    int found = 0;
    for (const Seed &seed : all) {
        const QJsonArray wanted
                = expected.value("chapters"_L1).toObject().value(seed.guid).toArray();
        const Chapters chapters = chaptersFromNotes(seed.notes, seed.duration, promotions);
        QVERIFY2(chapters.size() == wanted.size(), qPrintable(seed.guid + u'\n' + told(chapters)));
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            const QJsonObject one = wanted.at(i).toObject();
            QCOMPARE(chapters.at(i).start, std::chrono::seconds(one.value("start"_L1).toInt()));
            if (one.contains("title"_L1))
                QCOMPARE(chapters.at(i).title, one.value("title"_L1).toString());
            else
                QVERIFY(chapters.at(i).title.startsWith(
                        one.value("title_starts_with"_L1).toString()));
            ++found;
        }
    }
    QCOMPARE(found, 98);
}

void TestSeeds::promotionIsFoundAndTitlesAreNot()
{
    QStringList notes;
    for (const Seed &seed : seeds())
        notes.append(plainText(seed.notes));
    const QStringList promotions = findPromotions(notes);
    QVERIFY2(!promotions.isEmpty() && promotions.size() < 20, qPrintable(promotions.join(u'\n')));
    for (const QString &promotion : promotions)
        QVERIFY2(promotion.contains("course"_L1, Qt::CaseInsensitive)
                         || promotion.contains("Fundamentals"_L1),
                 qPrintable(promotion));
}

void TestSeeds::titlesBeginBehindThePromotion_data()
{
    QTest::addColumn<QString>("guid");
    QTest::addColumn<QString>("begin");
    QTest::newRow("glued to the link") << u"seed-10"_s << u"ktls is brilliant."_s;
    QTest::newRow("line") << u"seed-14"_s << u"This video is an overview of how"_s;
    QTest::newRow("link on its own line") << u"seed-18"_s << u"Very clever!"_s;
    QTest::newRow("other link") << u"seed-20"_s << u"MySQL has been having bumpy journey"_s;
    QTest::newRow("running") << u"seed-21"_s << u"In this video I use strace"_s;
    QTest::newRow("question") << u"seed-22"_s << u"When do you use threads?"_s;
    QTest::newRow("link only") << u"seed-29"_s << u"Allegro improved their Kafka"_s;
    QTest::newRow("no promotion") << u"seed-13"_s << u"No technical video today, just"_s;
    QTest::newRow("own title") << u"seed-00"_s << u"They Enabled Postgres Partitioning"_s;
}

void TestSeeds::titlesBeginBehindThePromotion()
{
    QFETCH(QString, guid);
    QFETCH(QString, begin);
    const QList<Seed> all = seeds();
    QStringList notes;
    for (const Seed &seed : all)
        notes.append(plainText(seed.notes));
    const QStringList promotions = findPromotions(notes);
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all.at(i).guid != guid)
            continue;
        const QString title
                = displayTitle(all.at(i).title, withoutPromotions(notes.at(i), promotions));
        QVERIFY2(title.startsWith(begin), qPrintable(title));
        QVERIFY(title.size() <= 120);
        return;
    }
    QFAIL("no such episode");
}

void TestSeeds::casesOfOthersHold_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("line");
    for (const QString &name :
         {u"chapters-rssblue"_s, u"chapters-mtillmann"_s, u"podcast-namespace"_s}) {
        const QString folder = u"corpora/"_s + name + u'/';
        const QList<QByteArray> lines = shared(folder + u"cases.jsonl"_s).split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject one = QJsonDocument::fromJson(line).object();
            if (one.value("kind"_L1).toString().endsWith("-chapters"_L1))
                QTest::newRow(qPrintable(one.value("id"_L1).toString()))
                        << folder + one.value("input"_L1).toString() << line;
        }
    }
}

void TestSeeds::casesOfOthersHold()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, line);
    const QJsonObject one = QJsonDocument::fromJson(line).object();
    const QString kind = one.value("kind"_L1).toString();
    Chapters chapters;
    if (kind == "text-chapters"_L1) {
        chapters = chaptersFromNotes(QString::fromUtf8(shared(path)), std::nullopt, {});
    } else {
        const auto parsed = kind == "psc-chapters"_L1 ? parsePodloveChapters(shared(path))
                                                      : parseJsonChapters(shared(path));
        QVERIFY(parsed);
        chapters = *parsed;
    }
    const QJsonArray checks = one.value("checks"_L1).toArray();
    for (const QJsonValue &value : checks) {
        const QString what = value["p"_L1].toString();
        const QJsonValue wanted = value["v"_L1];
        if (what == "chapters"_L1) {
            QVERIFY2(chapters.size() == wanted.toInt(), qPrintable(told(chapters)));
            continue;
        }
        const qsizetype index = what.section(u'[', 1).section(u']', 0, 0).toInt();
        QVERIFY(index < chapters.size());
        const Chapter &chapter = chapters.at(index);
        if (what.endsWith("start"_L1))
            QCOMPARE(double(chapter.start.count()) / 1000, wanted.toDouble());
        else if (what.endsWith("title"_L1))
            QCOMPARE(chapter.title, wanted.toString());
        else if (what.endsWith("href"_L1))
            QCOMPARE(chapter.link.toString(), wanted.toString());
        else
            QCOMPARE(chapter.image.toString(), wanted.toString());
    }
}

QTEST_GUILESS_MAIN(TestSeeds)
#include "tst_seeds.moc"
