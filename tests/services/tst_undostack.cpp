// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "services/demo.h"
#include "services/openoutside.h"
#include "services/settingsservice.h"
#include "services/stallwatch.h"
#include "services/undostack.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The small services that need no library.
class TestUndoStack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void theLastActionIsTakenBackFirst();
    void anUndoThatFailsSaysWhy();
    void nothingToUndoDoesNothing();
    void onlyHttpAndMailLeaveTheProgram_data();
    void onlyHttpAndMailLeaveTheProgram();
    void onlyFoldersThatAreThereAreShown();
    void demoAddressesNameOnlyPlainResources_data();
    void demoAddressesNameOnlyPlainResources();
    void settingsAreRememberedAndBounded();
    void aStallIsMeasured();
};

void TestUndoStack::theLastActionIsTakenBackFirst()
{
    UndoStack stack;
    QStringList done;
    for (const auto &name : {u"one"_s, u"two"_s}) {
        stack.push({.kind = UndoKind::Archive, .subject = name}, [&done, name] {
            done.append(name);
            return readyFuture(Result<>());
        });
    }
    QSignalSpy undone(&stack, &UndoStack::undone);

    stack.undo();
    stack.undo();

    QTRY_COMPARE(undone.size(), 2);
    QCOMPARE(done, QStringList({u"two"_s, u"one"_s}));
    QVERIFY(!stack.canUndo());
}

void TestUndoStack::anUndoThatFailsSaysWhy()
{
    UndoStack stack;
    stack.push({.subject = {}}, [] {
        return readyFuture(Result<>(fail(ErrorKind::Storage, u"The disk is full."_s)));
    });
    QSignalSpy failed(&stack, &UndoStack::failed);

    stack.undo();

    QTRY_COMPARE(failed.size(), 1);
}

void TestUndoStack::nothingToUndoDoesNothing()
{
    UndoStack stack;
    const QSignalSpy undone(&stack, &UndoStack::undone);
    stack.undo();
    QCOMPARE(undone.size(), 0);
}

void TestUndoStack::onlyHttpAndMailLeaveTheProgram_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("leaves");
    QTest::newRow("https") << u"https://example.org/a?b=c"_s << true;
    QTest::newRow("http") << u"http://example.org"_s << true;
    QTest::newRow("mail") << u"mailto:host@example.org"_s << true;
    for (const auto &bad : {u"file:///etc/passwd"_s, u"javascript:alert(1)"_s,
                            u"data:text/html,x"_s, u"smb://host/share"_s, u"earmark:play?feed=x"_s,
                            u"/etc/passwd"_s, u"ssh://host"_s, u"http:"_s, u""_s})
        QTest::newRow(qPrintable(bad)) << bad << false;
}

void TestUndoStack::onlyHttpAndMailLeaveTheProgram()
{
    QFETCH(QString, address);
    QFETCH(bool, leaves);
    QList<QUrl> opened;
    const bool done = openOutside(QUrl(address), [&opened](const QUrl &url) {
        opened.append(url);
        return true;
    });
    QCOMPARE(done, leaves);
    QCOMPARE(opened.size(), leaves ? 1 : 0);
}

void TestUndoStack::onlyFoldersThatAreThereAreShown()
{
    const QTemporaryDir dir;
    QList<QUrl> opened;
    const auto show = [&opened](const QString &path) {
        return openFolderOutside(path, [&opened](const QUrl &url) {
            opened.append(url);
            return true;
        });
    };
    QVERIFY(!show({}));
    QVERIFY(!show(u"."_s));
    QVERIFY(!show(dir.filePath(u"none"_s)));
    QFile file(dir.filePath(u"a.sh"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!show(file.fileName()));
    QVERIFY(opened.isEmpty());
    QVERIFY(show(dir.path()));
    QCOMPARE(opened, QList{QUrl::fromLocalFile(dir.path())});
}

void TestUndoStack::demoAddressesNameOnlyPlainResources_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("resource");
    QTest::newRow("plain") << u"earmark-demo:feed.xml"_s << u":/demo/feed.xml"_s;
    QTest::newRow("folder") << u"earmark-demo:a/b"_s << QString();
    QTest::newRow("up") << u"earmark-demo:../x"_s << QString();
    QTest::newRow("hidden") << u"earmark-demo:.x"_s << QString();
    QTest::newRow("host") << u"earmark-demo://host/x"_s << QString();
}

void TestUndoStack::demoAddressesNameOnlyPlainResources()
{
    QFETCH(QString, address);
    QFETCH(QString, resource);
    QCOMPARE(demoResource(QUrl(address)), resource);
    QCOMPARE(isDemoAddress(QUrl(address)), !resource.isEmpty());
    QVERIFY(!isDemoAddress(QUrl(u"https://example.org/feed.xml"_s)));
}

void TestUndoStack::settingsAreRememberedAndBounded()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"settings.ini"_s);
    {
        SettingsService settings(path);
        QCOMPARE(settings.colourScheme(), ColourScheme::System);
        QCOMPARE(settings.volume(), 1.0);
        settings.setColourScheme(ColourScheme::Dark);
        settings.setVolume(7);
        settings.setWindowState(u"mainWindow"_s, "geometry");
    }
    SettingsService settings(path);
    QCOMPARE(settings.colourScheme(), ColourScheme::Dark);
    QCOMPARE(settings.volume(), 1.0);
    QCOMPARE(settings.windowState(u"mainWindow"_s), QByteArray("geometry"));
}

void TestUndoStack::aStallIsMeasured()
{
    StallWatch watch;
    QTRY_VERIFY(watch.longest().count() > 0);
    watch.reset();

    QElapsedTimer busy;
    busy.start();
    while (!busy.hasExpired(120)) { } // the thread under watch does not answer
    QTRY_VERIFY(watch.longest() >= std::chrono::milliseconds(100));
}

QTEST_GUILESS_MAIN(TestUndoStack)
#include "tst_undostack.moc"
