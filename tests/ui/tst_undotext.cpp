// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/undostack.h"
#include "support/failonwarning.h"
#include "ui/common/englishplurals.h"
#include "ui/shell/undotext.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestUndoText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyKindHasItsSentence();
    void deletedFilesAreNamedOrCounted();

private:
    EnglishPlurals m_plurals;
};

void TestUndoText::everyKindHasItsSentence()
{
    for (int kind = 0; kind <= int(UndoKind::DeleteFiles); ++kind) {
        const QString text = undoText({.kind = UndoKind(kind), .subject = u"One"_s});
        QVERIFY2(!text.isEmpty(), qPrintable(QString::number(kind)));
        QVERIFY2(!text.endsWith(u'.') && !text.contains(u'%'), qPrintable(text));
    }
}

void TestUndoText::deletedFilesAreNamedOrCounted()
{
    QVERIFY(QCoreApplication::installTranslator(&m_plurals));
    QCOMPARE(undoText({.kind = UndoKind::DeleteFiles, .subject = u"One"_s}),
             u"The file of \"One\" was deleted"_s);
    QCOMPARE(undoText({.kind = UndoKind::DeleteFiles, .subject = {}}), u"1 file deleted"_s);
    QCOMPARE(undoText({.kind = UndoKind::DeleteFiles, .subject = {}, .count = 3}),
             u"3 files deleted"_s);
}

QTEST_GUILESS_MAIN(TestUndoText)
#include "tst_undotext.moc"
