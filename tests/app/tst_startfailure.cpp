// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startfailure.h"
#include "core/result.h"
#include "support/failonwarning.h"

#include <QApplication>
#include <QMessageBox>
#include <QTemporaryFile>
#include <QTest>

#include <array>
#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestStartFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aFileIsSeenByNobody();
    void aPipeIsSeen();
    void theBoxSaysWhyAndWhere();
    void aBoxThatIsClosedIsOver();
};

namespace {

QMessageBox *box()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *found = qobject_cast<QMessageBox *>(widget))
            return found;
    }
    return nullptr;
}

} // namespace

void TestStartFailure::aFileIsSeenByNobody()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(!isSeen(file.handle()));
    QVERIFY(!isSeen(-1));
}

void TestStartFailure::aPipeIsSeen()
{
    std::array<int, 2> ends{};
    QCOMPARE(::pipe(ends.data()), 0);
    QVERIFY(isSeen(ends[1]));
    ::close(ends[0]);
    ::close(ends[1]);
}

void TestStartFailure::theBoxSaysWhyAndWhere()
{
    showStartFailure(fail(ErrorKind::Storage, u"It is damaged."_s, u"/tmp/<b>x</b>"_s), this,
                     [] {});
    QVERIFY(box() != nullptr && box()->isVisible());
    QCOMPARE(box()->textFormat(), Qt::PlainText);
    QCOMPARE(box()->text(), u"It is damaged.\n\n/tmp/<b>x</b>"_s);
    box()->close();
    QTRY_VERIFY(box() == nullptr);
}

void TestStartFailure::aBoxThatIsClosedIsOver()
{
    int closed = 0;
    showStartFailure(fail(ErrorKind::Storage, u"It is damaged."_s), this, [&closed] { ++closed; });
    QVERIFY(box() != nullptr);
    QCOMPARE(closed, 0);
    QTest::keyClick(box(), Qt::Key_Escape);
    QTRY_COMPARE(closed, 1);
}

QTEST_MAIN(TestStartFailure)
#include "tst_startfailure.moc"
