// SPDX-License-Identifier: GPL-3.0-or-later
#include "architecture/sourcerules.h"
#include "support/failonwarning.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The architecture, as a test; what the rules are stands in sourcerules.cpp.
class TstLayering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void brokenRulesAreCaught_data();
    void brokenRulesAreCaught();
    void whatIsAllowedIsLetAlone_data();
    void whatIsAllowedIsLetAlone();
    void longFilesAreCaught();
    void commentsAreNoCode();
    void theRepositoryKeepsTheRules_data();
    void theRepositoryKeepsTheRules();
    void everySourceIsBuilt();
};

namespace {

const QString Spdx = u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s;

QString root()
{
    return QStringLiteral(EARMARK_SOURCE_DIR "/");
}

/// Paths relative to the repository, fixtures left out.
QStringList files(const QString &folder, const QStringList &patterns)
{
    QStringList found;
    QDirIterator it(root() + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next().mid(root().size());
        if (!path.startsWith(u"tests/data/"_s))
            found.append(path);
    }
    found.sort();
    return found;
}

QString read(const QString &path)
{
    QFile file(root() + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void snippetColumns()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
}

void snippet(const char *name, const char16_t *path, const char16_t *code)
{
    QTest::newRow(name) << QString::fromUtf16(path) << QString::fromUtf16(code);
}

void brokenIncludes()
{
    snippet("core upward", u"src/core/a.cpp", u"#include \"feed/feedparser.h\"");
    snippet("core to ui", u"src/core/a.cpp", u"#include \"ui/mainwindow.h\"");
    snippet("feed sideways", u"src/feed/a.cpp", u"#include \"net/httpclient.h\"");
    snippet("storage sideways", u"src/storage/a.cpp", u"#include \"feed/opml.h\"");
    snippet("net sideways", u"src/net/a.cpp", u"#include \"storage/database.h\"");
    snippet("net to media", u"src/net/a.cpp", u"#include \"media/chapters.h\"");
    snippet("media to net", u"src/media/a.cpp", u"# include \"net/httpclient.h\"");
    snippet("playback to net", u"src/playback/a.cpp", u"#include \"net/bytesource.h\"");
    snippet("playback to services", u"src/playback/a.cpp", u"#include \"services/player.h\"");
    snippet("services to ui", u"src/services/a.cpp", u"  #include \"ui/mainwindow.h\"");
    snippet("services to app", u"src/services/a.cpp", u"#include \"app/application.h\"");
    snippet("ui to storage", u"ui/list/a.cpp", u"#include \"storage/library.h\"");
    snippet("ui to feed", u"ui/list/a.cpp", u"#include \"feed/notes.h\"");
    snippet("ui to app", u"ui/list/a.cpp", u"#include \"app/application.h\"");
    snippet("unknown layer", u"src/helpers/a.cpp", u"int a;");
    snippet("by a relative path", u"src/feed/a.cpp", u"#include \"../net/httpclient.h\"");
    snippet("without the folder", u"src/feed/a.cpp", u"#include \"feedparser.h\"");
    snippet("TagLib outside media", u"src/playback/a.cpp", u"#include <taglib/fileref.h>");
    snippet("TagLib by its own path", u"src/services/a.cpp", u"#include <id3v2tag.h>");
    snippet("libav outside media", u"src/playback/a.cpp", u"#include <libavformat/avformat.h>");
    snippet("libav in C", u"src/net/a.cpp", u"extern \"C\" {\n#include <libavutil/dict.h>\n}");
    snippet("resampler", u"src/services/a.cpp", u"#include <libswresample/swresample.h>");
    snippet("gumbo outside feed", u"ui/notes/a.cpp", u"#include <gumbo.h>");
    snippet("image in core", u"src/core/a.h", u"#include <QImage>");
    snippet("network in core", u"src/core/a.h", u"#include <QNetworkReply>");
    snippet("file in core", u"src/core/a.cpp", u"#include <QFile>");
    snippet("widget in services", u"src/services/a.cpp", u"#include <QWidget>");
    snippet("view in playback", u"src/playback/a.cpp", u"#include <QListView>");
    snippet("dialog in net", u"src/net/a.cpp", u"#include <QFileDialog>");
    snippet("application in storage", u"src/storage/a.cpp", u"#include <QtWidgets/QApplication>");
}

void brokenText()
{
    snippet("select in ui", u"ui/a.cpp", u"q = u\"SELECT id FROM episode\"_s;");
    snippet("insert in services", u"src/services/a.cpp", u"u\"INSERT OR IGNORE INTO t\"_s");
    snippet("delete in net", u"src/net/a.cpp", u"u\"DELETE FROM t\"_s");
    snippet("update in core", u"src/core/a.cpp", u"u\"UPDATE episode SET state = 1\"_s");
    snippet("pragma in app", u"src/app/a.cpp", u"u\"PRAGMA user_version\"_s");
    snippet("query in ui", u"ui/a.h", u"#include <QSqlQuery>");
    snippet("select in a raw string", u"ui/a.cpp", u"R\"(// no comment\nSELECT id)\"");
    snippet("event loop", u"src/net/a.cpp", u"QEventLoop loop;");
    snippet("event loop in a test", u"tests/net/tst_a.cpp", u"QEventLoop loop;");
    snippet("process events", u"ui/a.cpp", u"QCoreApplication::processEvents();");
    snippet("dialog's own loop", u"ui/a.cpp", u"if (dialog.exec() == QDialog::Accepted)");
    snippet("menu's own loop", u"ui/a.cpp", u"menu->exec(event->globalPos());");
    snippet("drag's own loop", u"ui/a.cpp", u"QMenu::exec (actions, point);");
    snippet("loop in app", u"src/app/application.cpp", u"app.exec();");
    snippet("thread sleeps", u"src/net/a.cpp", u"QThread::msleep(5);");
    snippet("usleep", u"src/media/a.cpp", u"usleep(5);");
    snippet("sleep_for", u"src/media/a.cpp", u"std::this_thread::sleep_for(5ms);");
    snippet("test sleeps", u"tests/net/tst_a.cpp", u"QTest::qSleep(5);");
    snippet("test waits blindly", u"tests/net/tst_a.cpp", u"QTest::qWait(500);");
    snippet("instance", u"src/net/a.h", u"static HttpClient &instance();");
    snippet("instance pointer", u"src/net/a.h", u"static HttpClient *globalInstance();");
    snippet("global static", u"src/net/a.cpp", u"Q_GLOBAL_STATIC(Cache, cache)");
    snippet("local singleton", u"src/net/a.cpp", u"static Cache cache;\n    return cache;");
    snippet("local singleton made", u"src/net/a.cpp", u"static Cache cache(1, 2); return &cache;");
    snippet("clock in core", u"src/core/a.cpp", u"QDateTime::currentDateTimeUtc()");
    snippet("timer in core", u"src/core/a.cpp", u"std::chrono::steady_clock::now()");
    snippet("no context", u"ui/a.cpp", u"connect(m_button, &QPushButton::clicked, [this] {});");
    snippet("Qt6::Sql in ui", u"ui/CMakeLists.txt", u"PUBLIC Qt6::Sql");
    snippet("Qt6::Widgets in net", u"src/net/CMakeLists.txt", u"PUBLIC Qt6::Widgets");
}

} // namespace

void TstLayering::brokenRulesAreCaught_data()
{
    snippetColumns();
    brokenIncludes();
    brokenText();
}

void TstLayering::brokenRulesAreCaught()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    const QString form = path.endsWith(u".h"_s) ? u"#pragma once\n"_s : QString();
    const QString innocent = path.endsWith(u".txt"_s) ? u"# "_s + Spdx.mid(3) : Spdx + form;

    const QStringList found = violations(path, innocent + code + u'\n');

    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().startsWith(path), qPrintable(found.first()));
}

void TstLayering::whatIsAllowedIsLetAlone_data()
{
    snippetColumns();
    snippet("own layer", u"src/feed/a.cpp", u"#include \"feed/feedparser.h\"");
    snippet("playback uses media", u"src/playback/a.cpp", u"#include \"media/decoder.h\"");
    snippet("app uses all", u"src/app/a.cpp", u"#include \"ui/a.h\"\n#include \"net/a.h\"");
    snippet("ui uses services", u"ui/a.cpp", u"#include \"services/a.h\"\n#include \"ui_a.h\"");
    snippet("moc", u"ui/a.cpp", u"#include \"a.moc\"");
    snippet("commented", u"src/core/a.cpp",
            u"// #include \"ui/a.h\" and QEventLoop\n/* SELECT a\n*/");
    snippet("SQL at home", u"src/storage/a.cpp", u"u\"SELECT id FROM t\"_s; query.exec();");
    snippet("libav at home", u"src/media/a.cpp", u"#include <libavformat/avformat.h>");
    snippet("a view of text", u"src/feed/a.cpp", u"#include <QStringView>");
    snippet("main", u"src/app/main.cpp", u"return app.exec();");
    snippet("words", u"ui/a.cpp", u"tr(\"Select or UPDATE all; the sleep timer executes\")");
    snippet("const table", u"src/net/a.cpp", u"static const QHash<int, int> t{{1, 2}}; return t;");
    snippet("wait for", u"tests/net/tst_a.cpp", u"QTest::qWaitFor([] { return true; });");
    snippet("sleep timer", u"src/services/a.cpp", u"sleepTimer(); isAsleep();");
    snippet("with context", u"ui/a.cpp", u"connect(b, &QPushButton::clicked, this, [this] {});");
    snippet("quote characters", u"ui/a.cpp", u"f(u'\"'); n = 1'000'000; g(u'\\''); // QEventLoop");
}

void TstLayering::whatIsAllowedIsLetAlone()
{
    QFETCH(QString, path);
    QFETCH(QString, code);

    QCOMPARE(violations(path, Spdx + code + u'\n'), QStringList());
}

void TstLayering::longFilesAreCaught()
{
    const QString header = Spdx + u"#pragma once\n"_s;

    QCOMPARE(violations(u"src/core/a.cpp"_s, Spdx + u"\n"_s.repeated(499)), QStringList());
    QCOMPARE(violations(u"src/core/a.cpp"_s, Spdx + u"\n"_s.repeated(500)).size(), 1);
    QCOMPARE(violations(u"src/core/a.h"_s, header + u"\n"_s.repeated(198)), QStringList());
    QCOMPARE(violations(u"src/core/a.h"_s, header + u"\n"_s.repeated(199)).size(), 1);
    QCOMPARE(violations(u"src/core/a.h"_s, Spdx).size(), 1); // no #pragma once
    QCOMPARE(violations(u"src/core/a.cpp"_s, u"int a;\n"_s).size(), 1); // no licence
}

void TstLayering::commentsAreNoCode()
{
    QCOMPARE(withoutComments(u"a // b\nc /* d\ne */ f"_s), u"a \nc \n f"_s);
    QCOMPARE(withoutComments(u"\"// a\" R\"(/* b)\" 'c'"_s), u"\"// a\" R\"(/* b)\" 'c'"_s);
    QCOMPARE(withoutComments(u"/* never ended"_s), QString());
    QCOMPARE(withoutComments(u"\"a\\\"//\" // b"_s), u"\"a\\\"//\" "_s);
}

void TstLayering::theRepositoryKeepsTheRules_data()
{
    QTest::addColumn<QString>("folder");
    for (const auto *folder : {"src/core", "src/feed", "src/storage", "src/net", "src/media",
                               "src/playback", "src/services", "src/app", "ui", "tests"})
        QTest::newRow(folder) << QString::fromLatin1(folder);
}

void TstLayering::theRepositoryKeepsTheRules()
{
    QFETCH(QString, folder);
    const QStringList paths = files(folder, {u"*.h"_s, u"*.cpp"_s, u"CMakeLists.txt"_s});
    QVERIFY2(!paths.isEmpty(), "nothing to check: has the folder moved?");

    QStringList found;
    for (const QString &path : paths)
        found += violations(path, read(path));

    QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
}

void TstLayering::everySourceIsBuilt()
{
    static const QRegularExpression test(u"^tests/([a-z0-9]+/tst_[a-z0-9]+)\\.cpp$"_s);
    QStringList forgotten;
    const QStringList sources = files(u"src"_s, {u"*.h"_s, u"*.cpp"_s, u"*.sql"_s})
            + files(u"ui"_s, {u"*.h"_s, u"*.cpp"_s}) + files(u"tests"_s, {u"*.cpp"_s});
    for (const QString &path : sources) {
        QString folder = path.section(u'/', 0, -2);
        while (!QFile::exists(root() + folder + u"/CMakeLists.txt"_s) && folder.contains(u'/'))
            folder = folder.section(u'/', 0, -2);
        const auto asTest = test.match(path);
        const QString name = asTest.hasMatch() ? asTest.captured(1) : path.mid(folder.size() + 1);
        const QRegularExpression named(u"(^|[\\s/\"(])"_s + QRegularExpression::escape(name)
                                       + u"($|[\\s\")])"_s);
        if (!named.match(read(folder + u"/CMakeLists.txt"_s)).hasMatch())
            forgotten.append(path);
    }
    QVERIFY2(forgotten.isEmpty(), qPrintable(u"In no CMakeLists.txt:\n"_s + forgotten.join(u'\n')));
}

QTEST_APPLESS_MAIN(TstLayering)
#include "tst_layering.moc"
