// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notes.h"
#include "support/failonwarning.h"
#include "support/safehtml.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTextDocument>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

/// Writes down what Qt's rich text would load.
class ListeningDocument : public QTextDocument
{
public:
    QStringList wished;

protected:
    QVariant loadResource(int, const QUrl &name) override
    {
        wished.append(name.toString());
        return {};
    }
};

/// Their own making, one an object: {"name", "notes", "safe", "images"}; "repeat" makes notes long.
QJsonArray cases()
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA) + u"/feed/notes-attacks.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).array();
}

} // namespace

/// A table of what people write into show notes to reach out of them.
class TstNotesAttacks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void eachComesOutAsExpected_data();
    void eachComesOutAsExpected();
    void thereAreEnough();
    void nothingIsLoadedButAllowedPictures_data() { eachComesOutAsExpected_data(); }
    void nothingIsLoadedButAllowedPictures();
    void whatIsSafeStaysAsItIs_data() { eachComesOutAsExpected_data(); }
    void whatIsSafeStaysAsItIs();
    void floodsEndSoon_data();
    void floodsEndSoon();
};

void TstNotesAttacks::eachComesOutAsExpected_data()
{
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("safe");
    QTest::addColumn<bool>("images");
    for (const QJsonValue &row : cases()) {
        QTest::newRow(qPrintable(row[u"name"].toString()))
                << row[u"notes"].toString() << row[u"safe"].toString() << row[u"images"].toBool();
    }
}

void TstNotesAttacks::eachComesOutAsExpected()
{
    QFETCH(QString, notes);
    QFETCH(bool, images);
    const QUrl page(u"https://base.example/ep/1"_s);
    const QString safe = safeNotesHtml(notes, {.allowImages = images, .baseUrl = page});
    QTEST(safe, "safe");
    QCOMPARE(brokenPromise(safe), QString());
}

void TstNotesAttacks::thereAreEnough()
{
    QCOMPARE_GE(cases().size(), 120);
}

void TstNotesAttacks::nothingIsLoadedButAllowedPictures()
{
    QFETCH(QString, safe);
    ListeningDocument document;
    document.setHtml(safe);
    document.setTextWidth(300);
    (void)document.size(); // lays out
    for (const QString &wished : std::as_const(document.wished))
        QVERIFY2(safe.contains(u"<img src=\""_s + wished.toHtmlEscaped()), qPrintable(wished));
}

void TstNotesAttacks::whatIsSafeStaysAsItIs()
{
    QFETCH(QString, safe);
    QFETCH(bool, images);
    if (safe.contains("earmark:seek"_L1))
        return; // a time's link is ours: no feed may write it
    const QString again = safeNotesHtml(safe, {.allowImages = images, .baseUrl = {}});
    QCOMPARE(brokenPromise(again), QString());
    if (safe.contains(u'<') && !safe.contains("<pre>"_L1))
        QCOMPARE(again, safe);
}

void TstNotesAttacks::floodsEndSoon_data()
{
    QTest::addColumn<QString>("notes");
    const auto flood = [](const char *name, const QString &part, qsizetype times,
                          const QString &before = {}) {
        QTest::newRow(name) << before + part.repeated(times);
    };
    flood("nested", u"<div>"_s, 100'000);
    flood("nested, ends of others between", u"<div></x>"_s, 100'000);
    flood("nested, ends in attributes", u"<div title=\"</div>\">"_s, 50'000);
    flood("nested, ends in comments", u"<div><!--</div>-->"_s, 50'000);
    flood("nested by ends that do not fit", u"<span><div></span></div>"_s, 40'000);
    flood("formatting with wrong ends", u"<b></i>"_s, 100'000);
    flood("formatting over paragraphs", u"<p>x"_s, 100'000, u"<b><i><u><s><em>"_s.repeated(4'000));
    flood("cells in a drawing", u"<td>"_s, 100'000, u"<svg>"_s);
    flood("rows in mathematics", u"<tr><mi>"_s, 60'000, u"<math>"_s);
    flood("unended drawings", u"<svg></x "_s, 100'000);
    flood("unended scripts", u"<script></x "_s, 80'000);
    flood("items within each other", u"<li><dt>"_s, 25'000);
    flood("items within each other, formatted", u"<li><b><dd></b>"_s, 12'000);
    flood("items in a cell", u"<li><dt>"_s, 25'000, u"<table><tr><td>"_s);
    flood("tables in tables", u"<table><tr><td>"_s, 60'000);
    flood("tables without cells", u"<table>"_s, 100'000);
    flood("text in tables", u"<table>x"_s, 100'000);
    flood("links in links", u"<a href=https://a.example>"_s, 40'000);
    flood("attributes", u" a=1"_s, 250'000, u"<p"_s);
    flood("attributes of many names", u" data-%1=x"_s, 90'000, u"<p"_s);
    flood("comments", u"<!-->"_s, 200'000);
    flood("comments that never end", u"<!--"_s, 250'000);
    flood("dashes in a comment", u"-"_s, 1'000'000, u"<!--"_s);
    flood("tags that never end", u"<a<b "_s, 200'000);
    flood("quotes that never end", u"<a b=\"'<a c='\""_s, 70'000);
    flood("open marks", u"<"_s, 1'000'000);
    flood("references", u"&lt;"_s, 250'000);
    flood("references without an end", u"&#x"_s, 350'000);
    flood("addresses", u"https://a.example/ "_s, 50'000);
    flood("one address", u"a."_s, 500'000, u"https://"_s);
    flood("marks behind an address", u".)"_s, 500'000, u"https://"_s);
    flood("times", u"1:00 "_s, 200'000);
    flood("a style of noughts", u"0"_s, 500'000, u"<p style=\"opacity:"_s);
    flood("styles of noughts", u"<p style=\"opacity:"_s + u"0"_s.repeated(900) + u"x\">"_s, 1'000);
    flood("lists", u"<ul><li>"_s, 100'000);
    flood("definitions", u"<dl><dt><dd>"_s, 60'000);
    flood("buttons", u"<button><p>"_s, 80'000);
    flood("choices", u"<select><option>"_s, 60'000);
    flood("templates", u"<template><td>"_s, 60'000);
    flood("ten megabytes of text", u"word "_s, 2'000'000);
    flood("ten megabytes of paragraphs", u"<p>word</p>"_s, 900'000);
}

void TstNotesAttacks::floodsEndSoon()
{
    QFETCH(QString, notes);
    QElapsedTimer timer;
    timer.start();
    const QString safe = safeNotesHtml(notes, {.allowImages = true, .baseUrl = {}});
    qInfo("%lld ms, %lld characters", timer.elapsed(), qint64(safe.size()));
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(safe.size() < 40'000'000);
    QCOMPARE(brokenPromise(safe), QString());
}

QTEST_MAIN(TstNotesAttacks)
#include "tst_notesattacks.moc"
