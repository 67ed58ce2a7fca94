// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mergeplan.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QHash>
#include <QIODevice>
#include <QSet>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::minutes SameLength = 10min;
constexpr qsizetype DigestSize = 16;

/// The address without its scheme: a host that moves to https keeps its episodes.
QString addressKey(const QUrl &url)
{
    return url.isEmpty() ? QString()
                         : url.toString(QUrl::RemoveScheme | QUrl::RemoveFragment
                                        | QUrl::RemoveUserInfo | QUrl::FullyEncoded);
}

using TitleDay = std::pair<QString, QDate>;

TitleDay titleDay(const QString &title, const QDateTime &published)
{
    return published.isValid() ? TitleDay(title, published.toUTC().date()) : TitleDay();
}

std::chrono::milliseconds durationOf(const PreparedEpisode &item)
{
    return std::chrono::milliseconds(qRound64(item.feed.durationSeconds.value_or(0) * 1000));
}

bool areOfOneLength(std::chrono::milliseconds a, std::chrono::milliseconds b)
{
    return a <= 0ms || b <= 0ms || (a > b ? a - b : b - a) <= SameLength;
}

bool contradict(const KnownEpisode &known, const PreparedEpisode &item)
{
    const bool areOfOneDay = !known.published.isValid() || !item.feed.published.isValid()
            || known.published.toUTC().date() == item.feed.published.toUTC().date();
    return known.title != item.shownTitle && !areOfOneDay;
}

/// What stands exactly once under a key; a key that stands for several stands for none.
template<typename Key>
class Unique
{
public:
    void add(const Key &key, qsizetype index)
    {
        if (key == Key())
            return;
        const auto it = m_indexes.find(key);
        if (it == m_indexes.end())
            m_indexes.insert(key, index);
        else
            *it = Several;
    }
    std::optional<qsizetype> find(const Key &key) const
    {
        const qsizetype index = m_indexes.value(key, Several);
        return index == Several ? std::nullopt : std::optional(index);
    }

private:
    static constexpr qsizetype Several = -1;
    QHash<Key, qsizetype> m_indexes;
};

class Matcher
{
public:
    Matcher(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items);

    MergePlan plan();

private:
    void matchGuids();
    template<typename Find>
    void matchRest(Find find);
    std::optional<qsizetype> byAddress(const PreparedEpisode &item) const;
    std::optional<qsizetype> byTitleAndDay(const PreparedEpisode &item) const;
    void sortOldestFirst(QList<qsizetype> &items) const;

    const QList<KnownEpisode> &m_known;
    const QList<PreparedEpisode> &m_items;
    QList<qsizetype> m_first; // items without repeated guids
    QHash<qsizetype, qsizetype> m_match; // item -> known
    QSet<qsizetype> m_taken; // of known
    Unique<QString> m_knownAddresses;
    Unique<QString> m_itemAddresses;
    Unique<TitleDay> m_knownDays;
    Unique<TitleDay> m_itemDays;
};

Matcher::Matcher(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items)
    : m_known(known), m_items(items)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const PreparedEpisode &item = items.at(i);
        const qsizetype before = seen.size();
        seen.insert(item.feed.guid);
        if (seen.size() > before)
            m_first.append(i);
    }
    for (qsizetype i = 0; i < known.size(); ++i) {
        m_knownAddresses.add(addressKey(known.at(i).enclosure), i);
        m_knownDays.add(titleDay(known.at(i).title, known.at(i).published), i);
    }
    for (const qsizetype i : std::as_const(m_first)) {
        const PreparedEpisode &item = items.at(i);
        m_itemAddresses.add(addressKey(item.feed.enclosure.url), i);
        m_itemDays.add(titleDay(item.shownTitle, item.feed.published), i);
    }
}

void Matcher::matchGuids()
{
    QHash<QString, qsizetype> guids;
    guids.reserve(m_known.size());
    for (qsizetype i = 0; i < m_known.size(); ++i)
        guids.insert(m_known.at(i).guid, i);
    for (const qsizetype item : std::as_const(m_first)) {
        const auto it = guids.constFind(m_items.at(item).feed.guid);
        if (it == guids.cend())
            continue;
        m_match.insert(item, *it);
        m_taken.insert(*it);
    }
}

template<typename Find>
void Matcher::matchRest(Find find)
{
    for (const qsizetype item : std::as_const(m_first)) {
        if (m_match.contains(item))
            continue;
        const std::optional<qsizetype> known = find(m_items.at(item));
        if (!known || m_taken.contains(*known))
            continue;
        m_match.insert(item, *known);
        m_taken.insert(*known);
    }
}

std::optional<qsizetype> Matcher::byAddress(const PreparedEpisode &item) const
{
    const QString key = addressKey(item.feed.enclosure.url);
    const auto known = m_knownAddresses.find(key);
    if (!known || !m_itemAddresses.find(key) || contradict(m_known.at(*known), item))
        return std::nullopt;
    return known;
}

std::optional<qsizetype> Matcher::byTitleAndDay(const PreparedEpisode &item) const
{
    const TitleDay key = titleDay(item.shownTitle, item.feed.published);
    const auto known = m_knownDays.find(key);
    if (!known || !m_itemDays.find(key)
        || !areOfOneLength(m_known.at(*known).duration, durationOf(item)))
        return std::nullopt;
    return known;
}

void Matcher::sortOldestFirst(QList<qsizetype> &items) const
{
    std::reverse(items.begin(), items.end());
    const auto time = [this](qsizetype item) {
        const QDateTime &published = m_items.at(item).feed.published;
        return published.isValid() ? published.toMSecsSinceEpoch() : 0;
    };
    std::stable_sort(items.begin(), items.end(),
                     [&time](qsizetype a, qsizetype b) { return time(a) < time(b); });
}

MergePlan Matcher::plan()
{
    matchGuids();
    matchRest([this](const PreparedEpisode &item) { return byAddress(item); });
    matchRest([this](const PreparedEpisode &item) { return byTitleAndDay(item); });

    MergePlan plan;
    for (const qsizetype item : std::as_const(m_first)) {
        const auto match = m_match.constFind(item);
        if (match == m_match.cend()) {
            plan.insert.append(item);
            continue;
        }
        const KnownEpisode &known = m_known.at(*match);
        if (known.digest != contentDigest(m_items.at(item)))
            plan.update.append({.id = known.id, .item = item});
    }
    sortOldestFirst(plan.insert);
    return plan;
}

QDataStream &operator<<(QDataStream &out, const Chapters &chapters)
{
    out << chapters.size();
    for (const Chapter &chapter : chapters) {
        out << qint64(chapter.start.count()) << qint64(chapter.end.value_or(-1ms).count())
            << chapter.title << chapter.link << chapter.image << chapter.hidden;
    }
    return out;
}

template<typename T>
QDataStream &writeOptional(QDataStream &out, const std::optional<T> &value)
{
    return out << value.has_value() << value.value_or(T());
}

void writePeople(QDataStream &out, const FeedEpisode &feed)
{
    out << feed.persons.size();
    for (const Person &person : feed.persons)
        out << person.name << person.role << person.group << person.image << person.link;
    out << feed.transcripts.size();
    for (const TranscriptReference &transcript : feed.transcripts)
        out << transcript.url << transcript.type << transcript.language << transcript.rel;
    out << feed.soundbites.size();
    for (const Soundbite &soundbite : feed.soundbites)
        out << soundbite.start << soundbite.duration << soundbite.title;
}

} // namespace

MergePlan planMerge(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items)
{
    return Matcher(known, items).plan();
}

QByteArray contentDigest(const PreparedEpisode &episode)
{
    const FeedEpisode &feed = episode.feed;
    QByteArray content;
    QDataStream out(&content, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4); // fixed: another would make every episode look changed
    out << feed.guid << feed.title << episode.shownTitle << episode.excerpt << feed.author
        << feed.link << (feed.published.isValid() ? feed.published.toMSecsSinceEpoch() : 0)
        << feed.enclosure.url << feed.enclosure.type << feed.enclosure.length
        << feed.descriptionHtml << feed.image << feed.seasonName << feed.numberDisplay
        << feed.episodeType << feed.chaptersUrl << feed.chaptersType;
    writeOptional(out, feed.durationSeconds);
    writeOptional(out, feed.season);
    writeOptional(out, feed.number);
    writeOptional(out, feed.isExplicit);
    writePeople(out, feed);
    out << feed.podloveChapters << episode.noteChapters;
    return QCryptographicHash::hash(content, QCryptographicHash::Sha1).left(DigestSize);
}

} // namespace Earmark
