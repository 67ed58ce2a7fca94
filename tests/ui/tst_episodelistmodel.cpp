// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/episodes/episodelistmodel.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestEpisodeListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aFailureIsASentenceAndCanBeMended();
    void anAnswerToAnOlderListIsDropped();
    void keepsTheModelContract();
    void showsTheFirstRowsBeforeItIsCounted();
    void threeHundredThousandRowsCostAFewWindows();
    void rowsThatCameAreAnnounced();
    void sameRowsReloadWithoutAReset();
    void aRowThatWentIsGoneAfterReload();
    void updateTouchesOneRow();
    void changedRowsAreReadAgain();
    void theQueueIsMovedByAWish();
};

namespace {

EpisodeQuery place(Place place)
{
    EpisodeQuery query;
    query.place = place;
    return query;
}

QString titleAt(const EpisodeListModel &model, int row)
{
    return model.index(row).data().toString();
}

} // namespace

void TestEpisodeListModel::aFailureIsASentenceAndCanBeMended()
{
    SampleLibrary library(3);
    library.setFailure(u"The library cannot be read. Restart Earmark."_s);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.state(), EpisodeListModel::State::Failed);
    QVERIFY(model.error().sentence.startsWith(u"The library"_s));

    library.setFailure({});
    model.reload();

    QTRY_COMPARE(model.state(), EpisodeListModel::State::Ready);
    QTRY_COMPARE(model.rowCount(), 3);
}

void TestEpisodeListModel::anAnswerToAnOlderListIsDropped()
{
    SampleLibrary library(40);
    EpisodeListModel model(library);
    model.setQuery({});
    library.setCount(2);
    model.setQuery(place(Place::Queue));

    QSignalSpy counted(&model, &EpisodeListModel::counted);

    QTRY_COMPARE(model.rowCount(), 2);
    QTRY_COMPARE(counted.count(), 1);
    QCOMPARE(model.rowCount(), 2);
}

void TestEpisodeListModel::keepsTheModelContract()
{
    SampleLibrary library(700);
    EpisodeListModel model(library);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 700);
    QTRY_VERIFY(!titleAt(model, 699).isEmpty());
    library.remove(3);
    model.reload();
    QTRY_COMPARE(model.rowCount(), 699);
    library.setCount(0);
    model.setQuery({});
    QTRY_COMPARE(model.state(), EpisodeListModel::State::Ready);
    QCOMPARE(model.rowCount(), 0);
}

void TestEpisodeListModel::showsTheFirstRowsBeforeItIsCounted()
{
    SampleLibrary library(5000);
    EpisodeListModel model(library);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setQuery({});

    QTRY_COMPARE(inserted.count(), 2);

    QVERIFY(inserted.first().at(2).toInt() < 100);
    QCOMPARE(model.rowCount(), 5000);
    QCOMPARE(titleAt(model, 0), SampleLibrary::row(0).title);
}

void TestEpisodeListModel::threeHundredThousandRowsCostAFewWindows()
{
    SampleLibrary library(300000);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 300000);

    for (int row = 0; row < 300000; row += 9973) {
        QTRY_COMPARE(titleAt(model, row), SampleLibrary::row(row).title);
        QVERIFY(model.windowsInMemory() <= 13);
    }
    QTRY_VERIFY(model.rowAt(299999) != nullptr || titleAt(model, 299999).isEmpty());
    QVERIFY(library.questions() < 60);
}

void TestEpisodeListModel::rowsThatCameAreAnnounced()
{
    SampleLibrary library(2000);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 2000);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

    QVERIFY(titleAt(model, 1500).isEmpty());

    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1280);
    QCOMPARE(titleAt(model, 1500), SampleLibrary::row(1500).title);
}

void TestEpisodeListModel::sameRowsReloadWithoutAReset()
{
    SampleLibrary library(300);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 300);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    EpisodeRow row = SampleLibrary::row(0);
    row.title = u"Another title"_s;
    library.set(row);

    model.reload();

    QTRY_COMPARE(titleAt(model, 0), u"Another title"_s);
    QCOMPARE(reset.count(), 0);
}

void TestEpisodeListModel::aRowThatWentIsGoneAfterReload()
{
    SampleLibrary library(300);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 300);
    library.remove(0);

    model.reload();

    QTRY_COMPARE(model.rowCount(), 299);
    QCOMPARE(titleAt(model, 0), SampleLibrary::row(1).title);
}

void TestEpisodeListModel::updateTouchesOneRow()
{
    SampleLibrary library(20);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 20);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    EpisodeRow row = SampleLibrary::row(7);
    row.state.favourite = true;
    EpisodeRow unknown = SampleLibrary::row(900);

    model.updateRow(row);
    model.updateRow(row);
    model.updateRow(unknown);

    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 7);
}

void TestEpisodeListModel::changedRowsAreReadAgain()
{
    SampleLibrary library(20);
    EpisodeListModel model(library);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 20);
    EpisodeRow row = SampleLibrary::row(5);
    row.title = u"Changed"_s;
    library.set(row);

    model.reloadRows({row.id, EpisodeId(4000)});

    QTRY_COMPARE(titleAt(model, 5), u"Changed"_s);
}

void TestEpisodeListModel::theQueueIsMovedByAWish()
{
    SampleLibrary library(5);
    EpisodeListModel model(library);
    model.setQuery(place(Place::Queue));
    QTRY_COMPARE(model.rowCount(), 5);
    QVERIFY(model.flags(model.index(0)).testFlag(Qt::ItemIsDragEnabled));
    QSignalSpy moved(&model, &EpisodeListModel::moveWished);
    const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(3)}));

    QVERIFY(!model.dropMimeData(dragged.get(), Qt::MoveAction, 1, 0, {}));

    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.first().at(0).value<EpisodeId>(), EpisodeId(4));
    QCOMPARE(moved.first().at(1).toInt(), 1);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 5);
    QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsDragEnabled));
}

QTEST_MAIN(TestEpisodeListModel)
#include "tst_episodelistmodel.moc"
