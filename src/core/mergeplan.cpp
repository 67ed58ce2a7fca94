// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mergeplan.h"

#include "core/fingerprint.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <bit>
#include <chrono>
#include <concepts>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::minutes SameLength = 10min;

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

QByteArray digestOf(const PreparedEpisode &item)
{
    return item.digest.isEmpty() ? contentDigest(item) : item.digest;
}

bool contradict(const KnownEpisode &known, const PreparedEpisode &item)
{
    const bool areOfOneDay = !known.published.isValid() || !item.feed.published.isValid()
            || known.published.toUTC().date() == item.feed.published.toUTC().date();
    return known.title != item.shownTitle && !areOfOneDay;
}

bool areOfOneAddress(const KnownEpisode &known, const PreparedEpisode &item)
{
    return addressKey(known.enclosure) == addressKey(item.feed.enclosure.url);
}

/// Of what has the guid: nothing else speaks for it.
bool isDoubtful(const KnownEpisode &known, const PreparedEpisode &item)
{
    return known.title != item.shownTitle && !areOfOneAddress(known, item);
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
    void settleDoubts(const QList<std::pair<qsizetype, qsizetype>> &doubts);
    bool isOtherEpisode(qsizetype item, qsizetype known) const;
    void match(qsizetype item, qsizetype known);
    QList<EpisodeId> vacated() const;
    template<typename Find>
    void matchRest(Find find);
    std::optional<qsizetype> byAddress(const PreparedEpisode &item) const;
    std::optional<qsizetype> byTitleAndDay(const PreparedEpisode &item) const;
    void sortOldestFirst(QList<qsizetype> &items) const;

    const QList<KnownEpisode> &m_known;
    const QList<PreparedEpisode> &m_items;
    QList<qsizetype> m_first; // items without repeated guids
    QHash<QString, qsizetype> m_guids; // -> known
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
    seen.reserve(items.size());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const PreparedEpisode &item = items.at(i);
        const qsizetype before = seen.size();
        seen.insert(item.feed.guid);
        if (seen.size() > before)
            m_first.append(i);
    }
    if (known.isEmpty()) // a first import: nothing to recognise
        return;
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

void Matcher::match(qsizetype item, qsizetype known)
{
    m_match.insert(item, known);
    m_taken.insert(known);
}

void Matcher::matchGuids()
{
    m_guids.reserve(m_known.size());
    for (qsizetype i = 0; i < m_known.size(); ++i)
        m_guids.insert(m_known.at(i).guid, i);
    QList<std::pair<qsizetype, qsizetype>> doubts;
    for (const qsizetype item : std::as_const(m_first)) {
        const auto it = m_guids.constFind(m_items.at(item).feed.guid);
        if (it == m_guids.cend())
            continue;
        if (isDoubtful(m_known.at(*it), m_items.at(item)))
            doubts.append({item, *it});
        else
            match(item, *it);
    }
    settleDoubts(doubts);
}

/// Pairs of item and known episode that have the guid in common and neither title nor address.
void Matcher::settleDoubts(const QList<std::pair<qsizetype, qsizetype>> &doubts)
{
    QList<std::pair<qsizetype, qsizetype>> open;
    for (const auto &[item, known] : doubts) {
        auto other = byAddress(m_items.at(item));
        if (!other)
            other = byTitleAndDay(m_items.at(item));
        if (other && !m_taken.contains(*other))
            match(item, *other);
        else
            open.append({item, known});
    }
    const auto others = std::count_if(open.begin(), open.end(), [this](const auto &doubt) {
        return isOtherEpisode(doubt.first, doubt.second);
    });
    const bool isRewritten = others > 1 && others * 4 > m_first.size();
    for (const auto &[item, known] : open) {
        if (!m_taken.contains(known) && (isRewritten || !isOtherEpisode(item, known)))
            match(item, known);
    }
}

bool Matcher::isOtherEpisode(qsizetype item, qsizetype known) const
{
    return contradict(m_known.at(known), m_items.at(item));
}

/// Known episodes whose guid an item has that is not them.
QList<EpisodeId> Matcher::vacated() const
{
    QList<EpisodeId> ids;
    for (const qsizetype item : m_first) {
        const auto owner = m_guids.constFind(m_items.at(item).feed.guid);
        if (owner != m_guids.cend() && m_match.value(item, -1) != *owner)
            ids.append(m_known.at(*owner).id);
    }
    return ids;
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
        match(item, *known);
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
    QList<std::pair<qint64, qsizetype>> byTime;
    byTime.reserve(items.size());
    for (auto item = items.crbegin(); item != items.crend(); ++item) {
        const QDateTime &published = m_items.at(*item).feed.published;
        byTime.append({published.isValid() ? published.toMSecsSinceEpoch() : 0, *item});
    }
    std::stable_sort(byTime.begin(), byTime.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    std::transform(byTime.cbegin(), byTime.cend(), items.begin(),
                   [](const auto &timed) { return timed.second; });
}

MergePlan Matcher::plan()
{
    if (m_known.isEmpty()) {
        MergePlan all;
        all.insert = std::move(m_first);
        sortOldestFirst(all.insert);
        return all;
    }
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
        if (known.digest != digestOf(m_items.at(item)))
            plan.update.append({.id = known.id, .item = item});
    }
    sortOldestFirst(plan.insert);
    plan.vacate = vacated();
    return plan;
}

/// Puts values into a fingerprint; their order and their number count.
class Digest
{
public:
    QByteArray result() const { return m_fingerprint.result(); }

    Digest &operator<<(const QString &text)
    {
        m_fingerprint.add(QStringView(text));
        return *this;
    }
    Digest &operator<<(const QUrl &url)
    {
        return *this << (url.isEmpty() ? QString() : url.toString(QUrl::FullyEncoded));
    }
    Digest &operator<<(const QDateTime &time)
    {
        return *this << (time.isValid() ? time.toMSecsSinceEpoch() : 0);
    }
    Digest &operator<<(std::chrono::milliseconds time) { return *this << qint64(time.count()); }
    Digest &operator<<(double number) { return *this << std::bit_cast<qint64>(number); }
    template<std::integral T>
    Digest &operator<<(T number)
    {
        m_fingerprint.add(qint64(number));
        return *this;
    }
    template<typename T>
    Digest &operator<<(const std::optional<T> &value)
    {
        return *this << value.has_value() << value.value_or(T());
    }
    template<typename T>
    Digest &operator<<(const QList<T> &values)
    {
        *this << values.size();
        for (const T &value : values)
            *this << value;
        return *this;
    }
    Digest &operator<<(const Chapter &chapter)
    {
        return *this << chapter.start << chapter.end << chapter.title << chapter.link
                     << chapter.image << chapter.hidden;
    }
    Digest &operator<<(const Person &person)
    {
        return *this << person.name << person.role << person.group << person.image << person.link;
    }
    Digest &operator<<(const TranscriptReference &transcript)
    {
        return *this << transcript.url << transcript.type << transcript.language << transcript.rel;
    }
    Digest &operator<<(const Soundbite &soundbite)
    {
        return *this << soundbite.start << soundbite.duration << soundbite.title;
    }

private:
    Fingerprint m_fingerprint;
};

} // namespace

MergePlan planMerge(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items)
{
    return Matcher(known, items).plan();
}

QString vacatedGuid(const QString &guid, EpisodeId id)
{
    return u"%1 (%2)"_s.arg(guid, QString::number(id.value()));
}

namespace {

/// What is known of the items of one guid: by their dates (an invalid one among them).
struct Repeated
{
    struct Day
    {
        QSet<QString> titles;
        QSet<QString> addresses;

        bool hasSeveral() const { return titles.size() > 1 && addresses.size() > 1; }
    };
    QHash<QDateTime, Day> days;

    bool hasSeveral() const
    {
        const auto dated = days.size() - (days.contains(QDateTime()) ? 1 : 0);
        return dated > 1 || std::any_of(days.begin(), days.end(), [](const Day &day) {
                   return day.hasSeveral();
               });
    }
};

QDateTime dateOf(const PreparedEpisode &item)
{
    return item.feed.published.isValid() ? item.feed.published.toUTC() : QDateTime();
}

QHash<QString, Repeated> repeatedGuids(const QList<PreparedEpisode> &items)
{
    QSet<QString> seen;
    seen.reserve(items.size());
    QHash<QString, Repeated> repeated;
    for (const PreparedEpisode &item : items) {
        const qsizetype before = seen.size();
        seen.insert(item.feed.guid);
        if (seen.size() == before)
            repeated.insert(item.feed.guid, {});
    }
    if (repeated.isEmpty())
        return repeated;
    for (const PreparedEpisode &item : items) {
        const auto it = repeated.find(item.feed.guid);
        if (it == repeated.end())
            continue;
        Repeated::Day &day = it->days[dateOf(item)];
        day.titles.insert(item.shownTitle);
        day.addresses.insert(addressKey(item.feed.enclosure.url));
    }
    return repeated;
}

} // namespace

void separateRepeatedGuids(QList<PreparedEpisode> &items)
{
    const QHash<QString, Repeated> repeated = repeatedGuids(items);
    if (repeated.isEmpty())
        return;
    for (PreparedEpisode &item : items) {
        const auto it = repeated.constFind(item.feed.guid);
        if (it == repeated.cend() || !it->hasSeveral())
            continue;
        const QDateTime date = dateOf(item);
        QString own = item.feed.guid;
        if (date.isValid())
            own += u' ' + date.toString(Qt::ISODate);
        if (it->days.constFind(date)->hasSeveral())
            own += u' ' + addressKey(item.feed.enclosure.url);
        if (own == item.feed.guid)
            continue;
        item.feed.guid = own;
        if (!item.digest.isEmpty()) // of all else
            item.digest = fingerprintOf(QByteArray(item.digest + own.toUtf8()));
    }
}

QByteArray contentDigest(const PreparedEpisode &episode)
{
    const FeedEpisode &feed = episode.feed;
    Digest digest;
    digest << feed.guid << feed.title << episode.shownTitle << episode.excerpt << feed.author
           << feed.link << feed.published << feed.enclosure.url << feed.enclosure.type
           << feed.enclosure.length << feed.image << feed.seasonName << feed.numberDisplay
           << feed.episodeType << feed.chaptersUrl << feed.chaptersType << feed.durationSeconds
           << feed.season << feed.number << feed.isExplicit << feed.persons << feed.transcripts
           << feed.soundbites << feed.podloveChapters << episode.noteChapters
           << feed.descriptionHtml;
    if (!feed.enclosure.integrity.isEmpty()) // Few have one; all others keep the digest they had.
        digest << feed.enclosure.integrity;
    return digest.result();
}

} // namespace Earmark
