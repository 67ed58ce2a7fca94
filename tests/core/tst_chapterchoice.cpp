// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chapterchoice.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Chapter chapter(std::chrono::milliseconds start, const QString &title, bool hidden = false)
{
    Chapter one;
    one.start = start;
    one.title = title;
    one.hidden = hidden;
    return one;
}

const ChapterList Notes{ChapterSource::Notes, {chapter(0s, u"N0"_s), chapter(60s, u"N1"_s)}};
const ChapterList Json{ChapterSource::Json,
                       {chapter(0s, u"J0"_s), chapter(61s, u"J1"_s), chapter(90s, u"J2"_s)}};

} // namespace

class TestChapterChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void nothingGivesNothing();
    void theMostTrustedListWithTwoChaptersIsShown();
    void theWantedSourceWinsIfItIsThere();
    void gapsAreFilledWhereStartsAgree();
    void theNearestStartFillsTheGap();
    void hugeListsAreFilledInNoTime();
    void startsBeyondABelievableDurationGo();
    void everyShownChapterEnds();
    void hiddenChaptersOnlyChangeThePicture();
    void positionsFindTheirChapter();
    void nextAndPreviousLeadToStarts();
};

void TestChapterChoice::nothingGivesNothing()
{
    QCOMPARE(chooseChapters({}, {}, 0ms), ShownChapters());
    QCOMPARE(chooseChapters({}, ChapterSource::File, 60s), ShownChapters());
    QVERIFY(!chapterAt({}, 5s) && !pictureAt({}, 5s));
    QVERIFY(!nextChapterStart({}, 5s) && !previousChapterStart({}, 5s));
}

void TestChapterChoice::theMostTrustedListWithTwoChaptersIsShown()
{
    const ChapterList single{ChapterSource::File,
                             {chapter(0s, u"F0"_s), chapter(5s, u"F1"_s, true)}};
    const ShownChapters shown = chooseChapters({Notes, Json, single}, {}, 0ms);
    QCOMPARE(shown.source, std::optional(ChapterSource::Json));
    QCOMPARE(shown.chapters.size(), 3);
    QCOMPARE(shown.available,
             (QList{ChapterSource::File, ChapterSource::Json, ChapterSource::Notes}));
}

void TestChapterChoice::theWantedSourceWinsIfItIsThere()
{
    QCOMPARE(chooseChapters({Notes, Json}, ChapterSource::Notes, 0ms).source,
             std::optional(ChapterSource::Notes));
    QCOMPARE(chooseChapters({Notes, Json}, ChapterSource::File, 0ms).source,
             std::optional(ChapterSource::Json));
}

void TestChapterChoice::gapsAreFilledWhereStartsAgree()
{
    ChapterList file{ChapterSource::File,
                     {chapter(0s, u"F0"_s), chapter(60s, {}), chapter(120s, {})}};
    ChapterList json = Json;
    json.chapters[1].image = QUrl(u"https://a.example/i.png"_s);
    json.chapters[0].link = QUrl(u"https://a.example/"_s);
    const ShownChapters shown = chooseChapters({file, json, Notes}, {}, 0ms);
    QCOMPARE(shown.chapters.at(0).title, u"F0"_s);
    QCOMPARE(shown.chapters.at(0).link, json.chapters.at(0).link);
    QCOMPARE(shown.chapters.at(1).title, u"J1"_s);
    QCOMPARE(shown.chapters.at(1).image, json.chapters.at(1).image);
    QCOMPARE(shown.chapters.at(2).title, QString());
}

void TestChapterChoice::theNearestStartFillsTheGap()
{
    const auto filled = [](const Chapters &others) -> QString {
        const ChapterList bare{ChapterSource::File, {chapter(10s, {}), chapter(60s, {})}};
        const ShownChapters shown = chooseChapters({bare, {ChapterSource::Notes, others}}, {}, 0ms);
        return shown.chapters.at(0).title + u'|' + shown.chapters.at(1).title;
    };
    QCOMPARE(filled({}), u"|"_s);
    QCOMPARE(filled({chapter(8999ms, u"far"_s), chapter(61001ms, u"far"_s)}), u"|"_s);
    QCOMPARE(filled({chapter(9s, u"a"_s), chapter(61s, u"b"_s)}), u"a|b"_s);
    QCOMPARE(filled({chapter(9200ms, u"a"_s), chapter(10700ms, u"b"_s)}), u"b|"_s);
    QCOMPARE(filled({chapter(9500ms, u"a"_s), chapter(10500ms, u"b"_s)}), u"a|"_s);
    QCOMPARE(filled({chapter(10s, u"a"_s), chapter(60s, u"b"_s), chapter(90s, u"c"_s)}), u"a|b"_s);
}

void TestChapterChoice::hugeListsAreFilledInNoTime()
{
    QList<ChapterList> sources{{ChapterSource::File, {}}, {ChapterSource::Json, {}}};
    for (int i = 0; i < 20'000; ++i) {
        sources[0].chapters.append(chapter(std::chrono::seconds(i), {}));
        sources[1].chapters.append(chapter(std::chrono::seconds(i), u"T"_s));
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(chooseChapters(sources, {}, 0ms).chapters.constLast().title, u"T"_s);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestChapterChoice::startsBeyondABelievableDurationGo()
{
    QCOMPARE(chooseChapters({Json}, {}, 80s).chapters.size(), 2);
    // A duration that would take most of them is what errs.
    QCOMPARE(chooseChapters({Json}, {}, 10s).chapters.size(), 3);
}

void TestChapterChoice::everyShownChapterEnds()
{
    ChapterList json = Json;
    json.chapters[0].end = 30s;
    json.chapters[1].end = 500s; // beyond the next one's start
    const ShownChapters shown = chooseChapters({json}, {}, 100s);
    QCOMPARE(shown.chapters.at(0).end, std::optional<std::chrono::milliseconds>(30s));
    QCOMPARE(shown.chapters.at(1).end, std::optional<std::chrono::milliseconds>(90s));
    QCOMPARE(shown.chapters.at(2).end, std::optional<std::chrono::milliseconds>(100s));
    QVERIFY(!chooseChapters({json}, {}, 0ms).chapters.at(2).end);
}

void TestChapterChoice::hiddenChaptersOnlyChangeThePicture()
{
    ChapterList json = Json;
    json.chapters.insert(1, chapter(20s, {}, true));
    json.chapters[1].image = QUrl(u"https://a.example/i.png"_s);
    json.chapters[1].end = 30s;
    const Chapters shown = chooseChapters({json}, {}, 100s).chapters;
    QCOMPARE(chapterAt(shown, 25s), std::optional<qsizetype>(0));
    QCOMPARE(pictureAt(shown, 25s), std::optional<qsizetype>(1));
    QCOMPARE(pictureAt(shown, 35s), std::optional<qsizetype>(0));
    QCOMPARE(shown.at(0).end, std::optional<std::chrono::milliseconds>(61s));
    // One visible chapter is no list, but its pictures hold.
    const ChapterList lone{ChapterSource::Json, {json.chapters.at(0), json.chapters.at(1)}};
    const ShownChapters none = chooseChapters({lone}, {}, 100s);
    QVERIFY(!none.source);
    QVERIFY(!chapterAt(none.chapters, 25s));
    QCOMPARE(pictureAt(none.chapters, 25s), std::optional<qsizetype>(1));
}

void TestChapterChoice::positionsFindTheirChapter()
{
    const Chapters shown = chooseChapters({Json}, {}, 100s).chapters;
    QCOMPARE(chapterAt(shown, 0s), std::optional<qsizetype>(0));
    QCOMPARE(chapterAt(shown, 60999ms), std::optional<qsizetype>(0));
    QCOMPARE(chapterAt(shown, 61s), std::optional<qsizetype>(1));
    QCOMPARE(chapterAt(shown, 99s), std::optional<qsizetype>(2));
    QVERIFY(!chapterAt({chapter(10s, u"late"_s)}, 5s));
}

void TestChapterChoice::nextAndPreviousLeadToStarts()
{
    const Chapters shown = chooseChapters({Json}, {}, 100s).chapters;
    QCOMPARE(nextChapterStart(shown, 0s), std::optional<std::chrono::milliseconds>(61s));
    QCOMPARE(nextChapterStart(shown, 60950ms), std::optional<std::chrono::milliseconds>(90s));
    QVERIFY(!nextChapterStart(shown, 95s));
    QCOMPARE(previousChapterStart(shown, 70s), std::optional<std::chrono::milliseconds>(61s));
    QCOMPARE(previousChapterStart(shown, 63s), std::optional<std::chrono::milliseconds>(0s));
    QCOMPARE(previousChapterStart(shown, 1s), std::optional<std::chrono::milliseconds>(0s));
}

QTEST_GUILESS_MAIN(TestChapterChoice)
#include "tst_chapterchoice.moc"
