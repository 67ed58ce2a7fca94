// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedjson.h"
#include "feed/feedlimits.h"
#include "feed/feedparser.h"
#include "feed/xmlmender.h"
#include "feed/xmltokens.h"
#include "fuzz/targets.h"
#include "services/feedpreparation.h"

#include <QBuffer>
#include <QXmlStreamReader>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {
namespace {

constexpr std::array<const char *, 8> Charsets{"",           "",      "",          "",
                                               "iso-8859-1", "utf-8", "shift_jis", "utf-16"};

/// As a socket would bring it: what the mender says must not hang on where the pieces end.
void requireSameInPieces(const QByteArray &bytes)
{
    constexpr qsizetype Shortest = 1;
    constexpr qsizetype Longest = 61;
    constexpr qsizetype MostBytes = 8192; // A small piece costs as much as a large one.
    if (bytes.size() > MostBytes)
        return;
    QByteArray atOnce;
    XmlMender whole;
    whole.add(bytes, true, atOnce);
    QByteArray pieced;
    XmlMender pieces;
    const qsizetype length = Shortest + bytes.size() % Longest;
    for (qsizetype at = 0; at < bytes.size(); at += length)
        pieces.add(QByteArrayView(bytes).sliced(at, std::min(length, bytes.size() - at)), false,
                   pieced);
    pieces.add({}, true, pieced);
    require(atOnce == pieced, "pieces are mended as the whole");
    require(whole.repairs() == pieces.repairs(), "pieces are repaired as the whole");
}

/// On to the next start or end, with the text before it.
XmlTokens::Token nextTag(XmlTokens &tokens, QString &text)
{
    XmlTokens::Token token = tokens.next();
    for (; token == XmlTokens::Token::Text; token = tokens.next())
        text += tokens.text();
    return token;
}

bool nextTag(QXmlStreamReader &xml, QString &text)
{
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::StartElement || token == QXmlStreamReader::EndElement)
            return true;
        if (token == QXmlStreamReader::Characters)
            text += xml.text();
    }
    return false;
}

/// Qt takes a byte order mark away where a text begins with one, and what is one text to one reader
/// may be two to the other.
QString withoutMarks(QString text)
{
    return text.remove(QChar(QChar::ByteOrderMark));
}

void requireSameTag(const XmlTokens &tokens, XmlTokens::Token token, const QXmlStreamReader &xml)
{
    require((token == XmlTokens::Token::Start) == xml.isStartElement(), "a start is a start");
    require(tokens.name() == xml.qualifiedName(), "both readers find the same name");
    if (!xml.isStartElement())
        return;
    const QXmlStreamAttributes attributes = xml.attributes();
    require(qsizetype(tokens.attributes().size()) == attributes.size(), "and as many attributes");
    for (qsizetype i = 0; i < attributes.size(); ++i) {
        const XmlTokens::Attribute &own = tokens.attributes().at(std::size_t(i));
        require(own.name == attributes.at(i).qualifiedName(), "and the same names of them");
        require(withoutMarks(own.value.toString())
                        == withoutMarks(attributes.at(i).value().toString()),
                "and the same values");
    }
}

/// What was mended is XML, and our reader reads it as Qt's does; but it may end too early.
void requireMended(const QByteArray &bytes)
{
    constexpr qsizetype MostBytes = 8192;
    if (bytes.size() > MostBytes)
        return;
    QByteArray mended;
    XmlMender mender;
    mender.add(bytes, true, mended);
    QBuffer buffer(&mended);
    buffer.open(QIODevice::ReadOnly);
    XmlTokens tokens(buffer);
    QXmlStreamReader xml(mended);
    xml.setNamespaceProcessing(false);
    for (;;) {
        QString text;
        QString textOfQt;
        const XmlTokens::Token token = nextTag(tokens, text);
        if (!nextTag(xml, textOfQt)) {
            require(token == XmlTokens::Token::None, "both readers come to the end together");
            break;
        }
        require(token != XmlTokens::Token::None, "our reader reads to the end");
        require(withoutMarks(text) == withoutMarks(textOfQt), "both readers find the same text");
        requireSameTag(tokens, token, xml);
    }
    require(xml.error() != QXmlStreamReader::NotWellFormedError || mended.isEmpty(),
            "what was mended is well-formed");
}

void requireEpisode(const FeedEpisode &episode)
{
    require(!episode.guid.isEmpty(), "every episode has a guid");
    require(episode.title.size() <= FeedLimits::Line, "titles have a limit");
    require(!episode.durationSeconds
                    || (std::isfinite(*episode.durationSeconds) && *episode.durationSeconds >= 0),
            "a duration is a number, not below zero");
    require(!episode.number || std::isfinite(*episode.number), "an episode's number is one");
    require(episode.enclosure.length >= 0, "no enclosure is shorter than nothing");
    require(!episode.published.isValid() || episode.published.timeSpec() == Qt::UTC,
            "times are UTC");
    requireWeb(episode.enclosure.url, "an enclosure is http or https");
    requireWeb(episode.link, "an episode's link is http or https");
    requireWeb(episode.image, "a picture is http or https");
    requireWeb(episode.chaptersUrl, "chapters are http or https");
    for (const Enclosure &enclosure : episode.enclosures)
        requireWeb(enclosure.url, "every enclosure is http or https");
    for (const TranscriptReference &transcript : episode.transcripts)
        requireWeb(transcript.url, "a transcript is http or https");
    requireChapters(episode.podloveChapters);
}

void requirePrepared(const PreparedFeed &feed)
{
    constexpr qsizetype LongestExcerpt = 240;
    for (const PreparedEpisode &episode : feed.episodes) {
        require(!episode.shownTitle.isEmpty(), "a shown title is never empty");
        require(!episode.shownTitle.contains(u'\n'), "a shown title is one line");
        require(episode.excerpt.size() <= LongestExcerpt, "excerpts have a limit");
        requireNoteChapters(episode.noteChapters);
    }
}

/// Reading and preparing at once, as a refresh does, comes to the same as one after the other.
void requireSameAtOnce(const QByteArray &bytes, const FeedContext &context,
                       const Podcast &subscription, const PreparedFeed &expected)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    Result<ReadFeed> read = readFeed(buffer, context, {});
    require(read.has_value(), "a feed is one whoever reads it");
    const PreparedFeed made = preparedFor(subscription, *std::move(read));
    require(made.podcast == expected.podcast, "a podcast is the same whoever reads it");
    require(made.episodes.size() == expected.episodes.size(), "and has as many episodes");
    for (qsizetype i = 0; i < made.episodes.size(); ++i) {
        require(made.episodes.at(i).digest == expected.episodes.at(i).digest,
                "and the same episodes");
    }
}

} // namespace

void feed(const QByteArray &bytes)
{
    FeedContext context;
    context.baseUrl = QUrl(u"https://feeds.example/show/feed.xml"_s);
    context.httpCharset = Charsets.at(std::size_t(bytes.size()) % Charsets.size());
    requireSameInPieces(bytes);
    requireMended(bytes);
    Result<FeedDocument> read = parseFeed(bytes, context);
    if (!read) {
        require(!read.error().sentence.isEmpty(), "an error is a sentence");
        return;
    }
    require(!read->format.isEmpty(), "a feed is of some format");
    requireWeb(read->link, "a feed's link is http or https");
    requireWeb(read->image, "a feed's picture is http or https");
    requireWeb(read->newFeedUrl, "a new address is http or https");
    requireWeb(read->nextPage, "a next page is http or https");
    for (const FeedEpisode &episode : read->episodes)
        requireEpisode(episode);
    for (const LiveItem &live : read->liveItems)
        requireEpisode(live.episode);
    constexpr qsizetype MostPrinted = 4096; // bytes; notes have a target of their own
    if (bytes.size() <= MostPrinted)
        require(!toJson(*read).isEmpty(), "every feed can be printed");
    Podcast subscription;
    subscription.url = context.baseUrl;
    subscription.lastRefreshed = QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC);
    const PreparedFeed made = prepareFeed(subscription, *std::move(read));
    requirePrepared(made);
    if (bytes.size() % 4 == 0)
        requireSameAtOnce(bytes, context, subscription, made);
}

} // namespace Earmark::Fuzz
