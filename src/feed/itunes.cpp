// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/durations.h"
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

// Apple's tags, and Google Play's, which are the same with other names.

namespace Earmark {
namespace {

int rankOf(const FeedReader &xml, int rank)
{
    return xml.vocabulary() == Vocabulary::GooglePlay ? rank + 20 : rank;
}

QUrl imageAddress(FeedReader &xml)
{
    for (const QStringView name : {u"href", u"url", u"src"}) {
        if (xml.hasAttribute(name))
            return xml.addressAttribute(name);
    }
    return xml.addressText();
}

void readCategory(FeedReader &xml, const QStringList &outer, QList<QStringList> &paths)
{
    QString name = xml.attribute(u"text");
    QStringList path = outer;
    const qsizetype before = paths.size();
    if (!name.isEmpty())
        path.append(name);
    xml.children([&] {
        if (xml.name() == u"category" && path.size() < 8)
            readCategory(xml, path, paths);
    });
    const bool isLeaf = paths.size() == before;
    if (isLeaf && !name.isEmpty() && paths.size() < FeedLimits::Values && !paths.contains(path))
        paths.append(path);
}

void readOwner(FeedReader &xml, FeedDraft &draft)
{
    xml.children([&] {
        if (xml.name() == u"name")
            draft.feed.ownerName = xml.line();
        else if (xml.name() == u"email")
            draft.feed.ownerEmail = xml.line();
    });
}

QString oneOf(const QString &word, std::initializer_list<QLatin1StringView> words)
{
    for (const QLatin1StringView known : words) {
        if (word.compare(known, Qt::CaseInsensitive) == 0)
            return QString(known);
    }
    return {};
}

void readSummary(FeedReader &xml, FeedDraft &draft)
{
    draft.description.offer(xml.text(), rankOf(xml, 1));
}

void readSubtitle(FeedReader &xml, FeedDraft &draft)
{
    const QString text = xml.text();
    draft.subtitle.offer(text.left(FeedLimits::Line), 1);
    draft.description.offer(text, 2);
}

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"title", [](FeedReader &xml, FeedDraft &draft) { draft.title.offer(xml.line(), 2); }},
        {u"author",
         [](FeedReader &xml, FeedDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.author.offer(xml.line(), rank);
         }},
        {u"owner", readOwner},
        {u"image",
         [](FeedReader &xml, FeedDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.image.offer(imageAddress(xml), rank);
         }},
        {u"link",
         [](FeedReader &xml, FeedDraft &draft) {
             if (xml.attribute(u"rel") == u"image")
                 draft.image.offer(xml.addressAttribute(u"href"), 2);
         }},
        {u"category",
         [](FeedReader &xml, FeedDraft &draft) { readCategory(xml, {}, draft.feed.categories); }},
        {u"keywords",
         [](FeedReader &xml, FeedDraft &draft) { addTags(draft.feed.tags, xml.line()); }},
        {u"explicit",
         [](FeedReader &xml, FeedDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.isExplicit.offer(parseYesNo(xml.line()), rank);
         }},
        {u"type",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.feed.type = oneOf(xml.line(), {"episodic"_L1, "serial"_L1});
         }},
        {u"new-feed-url",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.newFeedUrl = xml.addressText(); }},
        {u"block",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.block = parseYesNo(xml.line()); }},
        {u"complete",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.complete = parseYesNo(xml.line()); }},
        {u"summary", readSummary},
        {u"description", readSummary},
        {u"subtitle", readSubtitle},
};

std::optional<double> parseEpisodeNumber(const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (ok && value >= 0 && value < 1e9)
        return value;
    const auto count = parseCount(text);
    return count ? std::optional<double>(*count) : std::nullopt;
}

/// "S02E05" says both.
void readNumber(FeedReader &xml, EpisodeDraft &draft)
{
    static const QRegularExpression both(
            u"^S(?:eason)?\\s*(\\d{1,4})\\W*E(?:p|pisode)?\\.?\\s*(\\d{1,6})$"_s,
            QRegularExpression::CaseInsensitiveOption);
    const QString text = xml.line();
    const auto match = both.match(text);
    if (match.hasMatch())
        draft.season.offer(match.captured(1).toInt(), 1);
    draft.number.offer(parseEpisodeNumber(match.hasMatch() ? match.captured(2) : text), 0);
}

void readEpisodeSummary(FeedReader &xml, EpisodeDraft &draft)
{
    const QString text = xml.text();
    draft.notes.offer(text, rankOf(xml, 3));
    draft.summary.offer(text, rankOf(xml, 0));
}

void readEpisodeSubtitle(FeedReader &xml, EpisodeDraft &draft)
{
    const QString text = xml.text();
    draft.notes.offer(text, 4);
    draft.subtitle.offer(text.left(FeedLimits::Line), 1);
}

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"title", [](FeedReader &xml, EpisodeDraft &draft) { draft.title.offer(xml.line(), 2); }},
        {u"duration",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.duration.offer(parseDuration(xml.line()), 0);
         }},
        {u"image",
         [](FeedReader &xml, EpisodeDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.image.offer(imageAddress(xml), rank);
         }},
        {u"author",
         [](FeedReader &xml, EpisodeDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.author.offer(xml.line(), rank);
         }},
        {u"summary", readEpisodeSummary},
        {u"description", readEpisodeSummary},
        {u"subtitle", readEpisodeSubtitle},
        {u"season",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.season.offer(parseCount(xml.line()), 0);
         }},
        {u"episode", readNumber},
        {u"episodetype",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.episode.episodeType = oneOf(xml.line(), {"full"_L1, "trailer"_L1, "bonus"_L1});
         }},
        {u"explicit",
         [](FeedReader &xml, EpisodeDraft &draft) {
             const int rank = rankOf(xml, 0);
             draft.isExplicit.offer(parseYesNo(xml.line()), rank);
         }},
        {u"block",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.episode.block = parseYesNo(xml.line());
         }},
        {u"keywords",
         [](FeedReader &xml, EpisodeDraft &draft) { addTags(draft.episode.tags, xml.line()); }},
        {u"category",
         [](FeedReader &xml, EpisodeDraft &draft) {
             QList<QStringList> paths;
             readCategory(xml, {}, paths);
             for (const QStringList &path : std::as_const(paths)) {
                 for (const QString &name : path)
                     addTag(draft.episode.tags, name);
             }
         }},
};

} // namespace

void readItunesFeed(FeedReader &xml, FeedDraft &draft)
{
    applyRule(FeedRules, xml, draft);
}

void readItunesEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    applyRule(EpisodeRules, xml, draft);
}

} // namespace Earmark
