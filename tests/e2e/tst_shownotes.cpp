// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/episodeservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/futures.h"
#include "support/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// What the command line prints as safe is what the window shows.
class TestShowNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void theCommandPrintsWhatTheViewRenders();
};

namespace {

bool fitsIntoXml(const QString &notes)
{
    return !notes.contains("]]>"_L1) && std::all_of(notes.cbegin(), notes.cend(), [](QChar c) {
        return c == u'\n' || c == u'\t'
                || (c.unicode() >= 0x20 && !c.isNonCharacter() && c.unicode() != 0x7F);
    });
}

/// The attacks of tests/data/feed, each the notes of an episode.
QByteArray hostileFeed()
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA) + u"/feed/notes-attacks.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString items;
    for (const QJsonValue &attack : QJsonDocument::fromJson(file.readAll()).array()) {
        const QString notes = attack[u"notes"].toString();
        if (fitsIntoXml(notes))
            items += u"<item><title>A</title><guid>%1</guid><link>https://base.example/ep/1</link>"
                     u"<description><![CDATA["_s.arg(items.size())
                    + notes + u"]]></description></item>"_s;
    }
    return (u"<rss version='2.0'><channel><title>Hostile</title>"_s + items + u"</channel></rss>"_s)
            .toUtf8();
}

} // namespace

void TestShowNotes::theCommandPrintsWhatTheViewRenders()
{
    QTemporaryDir dir;
    QFile feed(dir.filePath(u"feed.xml"_s));
    QVERIFY(feed.open(QIODevice::WriteOnly));
    feed.write(hostileFeed());
    feed.close();
    const ProgramRun printed = runProgram({u"feed"_s, feed.fileName(), u"--json"_s});
    const QJsonArray episodes = printed.json().object().value("episodes"_L1).toArray();
    QCOMPARE_GE(episodes.size(), 150);

    Storage storage;
    UndoStack undo;
    EpisodeService service(storage, undo);
    for (const QJsonValue &printedEpisode : episodes) {
        Episode episode;
        episode.notesHtml = printedEpisode[u"description_html"].toString();
        episode.link = QUrl(printedEpisode[u"link"].toString());
        QCOMPARE(printedEpisode[u"description_safe_html"].toString(),
                 resultOf(service.notesHtml(episode, false)));
    }
}

QTEST_GUILESS_MAIN(TestShowNotes)
#include "tst_shownotes.moc"
