// SPDX-License-Identifier: GPL-3.0-or-later
#include "downloadsamples.h"
#include "support/failonwarning.h"
#include "ui/downloads/downloadsmodel.h"
#include "ui/downloads/downloadtexts.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Earmark;
using namespace Earmark::DownloadSamples;

using Kind = DownloadsModel::Kind;
using Section = DownloadsModel::Section;

/// What the Downloads page lists, and in which words.
class TestDownloadsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void everyStateHasItsSection();
    void aDownloadWithoutATitleWaitsForIt();
    void figuresAreToldAsFarAsTheyAreKnown_data();
    void figuresAreToldAsFarAsTheyAreKnown();
    void allTogetherAreOneLine();
    void theModelKeepsTheContract();
    void newFiguresChangeTheirRowAlone();
    void leftPartsAreASentence();

private:
    void fill();
    int rowOf(int id) const { return m_model->rowOf(EpisodeId(id)); }
    QModelIndex at(int row) const { return m_model->index(row); }

    std::unique_ptr<DownloadsModel> m_model;
};

void TestDownloadsModel::init()
{
    failOnAnyWarning();
    QLocale::setDefault(QLocale::c());
    m_model = std::make_unique<DownloadsModel>();
}

/// 1 runs, 2 waits, 3 failed, 4 is paused; 5, 6 and 7 are there.
void TestDownloadsModel::fill()
{
    DownloadRows rows;
    for (int id = 1; id <= 7; ++id)
        rows.append(row(id, id < 5 ? MediaPresence::Partly : MediaPresence::Whole));
    m_model->setFiles(rows);
    m_model->setDownloads({view(1, DownloadState::Running), view(2, DownloadState::Waiting),
                           view(4, DownloadState::Paused), view(3, DownloadState::Failed)});
    m_model->setUsage({{.podcast = PodcastId(2),
                        .title = u"Podcast 2"_s,
                        .files = 12,
                        .parts = 1,
                        .bytes = 900'000'000},
                       {.podcast = PodcastId(), .title = {}, .files = 1, .bytes = 45'000'000}},
                      {.episodes = 5, .bytes = 120'000'000});
}

void TestDownloadsModel::everyStateHasItsSection()
{
    fill();
    QStringList headings;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (at(row).data(DownloadsModel::KindRole).value<Kind>() == Kind::Heading)
            headings += at(row).data().toString() + u' '
                    + at(row).data(DownloadsModel::FactsRole).toString();
    }
    QCOMPARE(headings,
             (QStringList{u"Running 1"_s, u"Waiting 1"_s, u"Failed 1"_s, u"Paused 1"_s,
                          u"Downloaded 3"_s, u"Storage by podcast 945 MB"_s}));
    const auto section = [this](int id) { return at(rowOf(id)).data(DownloadsModel::SectionRole); };
    QCOMPARE(section(3).value<Section>(), Section::Failed);
    QCOMPARE(section(5).value<Section>(), Section::Files);
    QVERIFY(rowOf(5) < rowOf(6) && rowOf(6) < rowOf(7));
    QVERIFY(at(rowOf(3)).data(Qt::ToolTipRole).toString().contains(u"(404)"_s));
}

void TestDownloadsModel::aDownloadWithoutATitleWaitsForIt()
{
    fill();
    m_model->setDownloads({view(1, DownloadState::Running), view(9, DownloadState::Waiting)});
    QCOMPARE(rowOf(9), -1);
    QVERIFY(!m_model->isKnown(EpisodeId(9)));
    m_model->setFiles({row(9, MediaPresence::Absent), row(1, MediaPresence::Partly)});
    QVERIFY(rowOf(9) > rowOf(1));
}

void TestDownloadsModel::figuresAreToldAsFarAsTheyAreKnown_data()
{
    QTest::addColumn<DownloadView>("download");
    QTest::addColumn<QString>("expected");
    const DownloadView runs = view(1, DownloadState::Running);
    QTest::newRow("all") << runs << u"38 of 60 MB · 1.2 MB/s · 19 s left"_s;
    DownloadView changed = runs;
    changed.size = 0;
    changed.left.reset();
    QTest::newRow("no size") << changed << u"38 MB · 1.2 MB/s"_s;
    changed = runs;
    changed.present = 640'000;
    QTest::newRow("two units") << changed << u"640 kB of 60 MB · 1.2 MB/s · 19 s left"_s;
    changed = runs;
    changed.present = 0;
    changed.speed = 0;
    changed.left.reset();
    QTest::newRow("begins") << changed << u"60 MB"_s;
    changed.speed = 640'000;
    QTest::newRow("slow") << changed << u"60 MB · 640 kB/s"_s;
    changed.speed = 0;
    changed.size = 0;
    QTest::newRow("nothing known") << changed << QString();
    QTest::newRow("waits") << view(1, DownloadState::Waiting) << u"38 of 60 MB"_s;
}

void TestDownloadsModel::figuresAreToldAsFarAsTheyAreKnown()
{
    QFETCH(const DownloadView, download);
    QTEST(figuresText(download), "expected");
    QVERIFY(!figuresText(download, true).contains(u"/s"_s));
}

void TestDownloadsModel::allTogetherAreOneLine()
{
    QCOMPARE(activityText({}, true), QString());
    DownloadView second = view(2, DownloadState::Waiting);
    second.present = 0;
    const QList<DownloadView> some{view(1, DownloadState::Running), second,
                                   view(3, DownloadState::Failed)};
    // 22 MB and 60 MB at 1.2 MB/s.
    QCOMPARE(activityText(some, false), u"1 running · 1 waiting · 1 failed"_s);
    QCOMPARE(paceText(some), u"1.2 MB/s · 2 min left"_s);
    second.size = 0;
    QCOMPARE(paceText({some.first(), second}), u"1.2 MB/s"_s);
    QCOMPARE(paceText({second}), QString());
    QCOMPARE(activityText({second}, true), u"All paused · 1 waiting"_s);
}

void TestDownloadsModel::theModelKeepsTheContract()
{
    DownloadsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFiles(files(5));
    model.setDownloads({view(2, DownloadState::Running), view(4, DownloadState::Waiting)});
    model.setDownloads({view(4, DownloadState::Running), view(2, DownloadState::Paused)});
    model.update({view(4, DownloadState::Failed)});
    model.setUsage({{.podcast = PodcastId(1), .title = u"P"_s, .files = 1, .bytes = 1}}, {});
    model.setDownloads({});
    model.setFiles(files(2));
    model.setFiles({});
    QCOMPARE(model.rowCount(), 2);
}

void TestDownloadsModel::newFiguresChangeTheirRowAlone()
{
    fill();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy arranged(m_model.get(), &DownloadsModel::arranged);
    DownloadView more = view(1, DownloadState::Running);
    more.present = 39'000'000;
    m_model->update({more, view(9, DownloadState::Running)});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex(), at(rowOf(1)));
    QCOMPARE(changed.first().at(1).toModelIndex(), at(rowOf(1)));
    QVERIFY(arranged.isEmpty());
    QVERIFY(at(rowOf(1)).data(Qt::AccessibleTextRole).toString().contains(u"39 of 60 MB"_s));

    m_model->update({view(1, DownloadState::Paused)});
    QCOMPARE(arranged.count(), 1);
}

void TestDownloadsModel::leftPartsAreASentence()
{
    fill();
    const int last = m_model->rowCount() - 1;
    QCOMPARE(at(last).data().toString(),
             u"Parts of 5 episode(s) you heard or looked at, 120 MB; deleted after a week."_s);
    m_model->setUsage({{.podcast = PodcastId(1), .title = u"P"_s, .files = 1, .bytes = 1}}, {});
    QCOMPARE(at(m_model->rowCount() - 1).data().toString(), u"P"_s);
}

QTEST_MAIN(TestDownloadsModel)
#include "tst_downloadsmodel.moc"
