// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/feedpreparation.h"

#include "core/mergeplan.h"
#include "core/refreshplan.h"
#include "core/titles.h"
#include "feed/notechapters.h"
#include "feed/plaintext.h"
#include "feed/promotion.h"

#include <cmath>
#include <condition_variable>
#include <deque>
#include <future>
#include <iterator>
#include <mutex>
#include <vector>

namespace Earmark {
namespace {

// Plain notes hold little white space: more than the excerpt's length is enough to make it of.
constexpr qsizetype ExcerptOf = 480;
constexpr qsizetype SliceSize = 250; // episodes
constexpr std::size_t MostWaiting = 3; // slices, in the memory that parsed episodes need
constexpr qsizetype GuidsKept = 50;

std::optional<std::chrono::milliseconds> durationOf(const FeedEpisode &episode)
{
    if (!episode.durationSeconds || !(*episode.durationSeconds > 0))
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(*episode.durationSeconds * 1000));
}

/// A reader of feeds takes the first picture of the notes for an episode without one. Pictures in
/// notes are fetched by the listener's word only, so that one is none.
QUrl ownPicture(const QUrl &image, const QString &html)
{
    if (image.isEmpty())
        return {};
    const bool isOfNotes
            = html.contains(image.toString(QUrl::FullyEncoded)) || html.contains(image.toString());
    return isOfNotes ? QUrl() : image;
}

/// What follows a title that was made of the notes' first sentence, unless it was cut short.
QString withoutBeginning(const QString &notes, const QString &title)
{
    const QString text = notes.simplified();
    return text.startsWith(title) && text.size() > title.size() ? text.mid(title.size()).trimmed()
                                                                : notes;
}

Podcast described(Podcast podcast, const FeedDocument &document, const QList<QDateTime> &dates)
{
    if (!document.title.isEmpty())
        podcast.title = document.title;
    podcast.author = document.author;
    podcast.description = document.description;
    podcast.site = document.link;
    podcast.image = ownPicture(document.image, document.description);
    podcast.language = document.language;
    podcast.serial = document.type == QLatin1StringView("serial");
    podcast.funding = document.funding;
    podcast.persons = document.persons;
    podcast.guid = document.guid;
    podcast.rhythm = rhythmOf(document, dates, podcast.lastRefreshed);
    podcast.error.clear();
    return podcast;
}

PreparedEpisode prepared(FeedEpisode episode, const QString &notes, const PromotionFinder &finder)
{
    PreparedEpisode made;
    if (episode.title.trimmed().isEmpty()) {
        const QString own = finder.without(notes);
        made.shownTitle = displayTitle({}, own);
        made.excerpt = excerpt(withoutBeginning(own, made.shownTitle));
    } else {
        made.shownTitle = displayTitle(episode.title, {});
        made.excerpt = excerpt(finder.beginningWithout(notes, ExcerptOf));
    }
    made.noteChapters = chaptersFromPlainNotes(notes, durationOf(episode), finder);
    episode.image = ownPicture(episode.image, episode.descriptionHtml);
    made.feed = std::move(episode);
    made.digest = contentDigest(made);
    return made;
}

/// Episodes come in slices and go out prepared, in the same order. The first slices, as many as
/// promotion is looked for in, wait until it was found. Two threads do the work: the one that adds,
/// when it has to wait or is at the end, and a helper.
class Preparation
{
public:
    explicit Preparation(std::function<void(PreparedEpisode &)> pack) : m_pack(std::move(pack)) { }

    void add(QList<FeedEpisode> episodes);
    /// After the last add().
    QList<PreparedEpisode> finish();
    QStringList promotions() const { return m_promotions; }

private:
    struct Slice
    {
        std::size_t number = 0;
        QList<FeedEpisode> episodes;
        QStringList notes; ///< Plain; of a later slice none.
    };
    using Lock = std::unique_lock<std::mutex>;

    void work();
    void find(Lock &lock);
    void prepareOne(Lock &lock);
    QList<PreparedEpisode> prepareSlice(Slice slice) const;
    bool wantsFinding() const { return !m_finder && !m_isFinding && (m_room <= 0 || m_isClosed); }

    const std::function<void(PreparedEpisode &)> m_pack; ///< May be empty.
    std::future<void> m_helper;
    std::mutex m_mutex; ///< Of all that follows.
    std::condition_variable m_changed;
    std::deque<Slice> m_first; ///< Of these the promotions are found.
    std::deque<Slice> m_waiting;
    std::vector<QList<PreparedEpisode>> m_done;
    qsizetype m_room = PromotionText; ///< Characters of m_first that are still wanted.
    QStringList m_promotions;
    std::optional<PromotionFinder> m_finder; ///< Does not change any more once it is there.
    bool m_isFinding = false;
    bool m_isClosed = false;
};

void Preparation::add(QList<FeedEpisode> episodes)
{
    Slice slice{.number = 0, .episodes = std::move(episodes), .notes = {}};
    qsizetype room = m_room; // nobody else writes it
    const bool isFirst = room > 0;
    for (const FeedEpisode &episode : std::as_const(slice.episodes)) {
        if (room <= 0)
            break;
        slice.notes.append(plainText(episode.descriptionHtml));
        room -= slice.notes.constLast().size();
    }
    const bool isLarge = slice.episodes.size() >= SliceSize;
    Lock lock(m_mutex);
    m_room = room;
    slice.number = m_done.size();
    m_done.emplace_back();
    (isFirst ? m_first : m_waiting).push_back(std::move(slice));
    m_changed.notify_all();
    if (isLarge && !m_helper.valid())
        m_helper = std::async(std::launch::async, [this] { work(); });
    while (m_waiting.size() > MostWaiting) {
        if (m_finder)
            prepareOne(lock);
        else if (wantsFinding())
            find(lock);
        else
            m_changed.wait(lock);
    }
}

QList<PreparedEpisode> Preparation::finish()
{
    {
        const Lock lock(m_mutex);
        m_isClosed = true;
        m_changed.notify_all();
    }
    work();
    if (m_helper.valid())
        m_helper.get();
    if (m_done.size() == 1)
        return std::move(m_done.front());
    QList<PreparedEpisode> all;
    all.reserve(qsizetype(m_done.size()) * SliceSize);
    for (QList<PreparedEpisode> &slice : m_done)
        all.append(std::exchange(slice, {}));
    return all;
}

/// Until all is done, or another has the rest in hand.
void Preparation::work()
{
    Lock lock(m_mutex);
    for (;;) {
        if (wantsFinding())
            find(lock);
        else if (m_finder && !m_waiting.empty())
            prepareOne(lock);
        else if (m_finder && m_isClosed)
            return;
        else
            m_changed.wait(lock);
    }
}

void Preparation::find(Lock &lock)
{
    m_isFinding = true;
    lock.unlock();
    QStringList notes;
    for (const Slice &slice : m_first) // complete: add() leaves it alone from now on
        notes.append(slice.notes);
    QStringList promotions = findPromotions(notes);
    PromotionFinder finder(promotions);
    lock.lock();
    m_promotions = std::move(promotions);
    m_finder.emplace(std::move(finder));
    m_waiting.insert(m_waiting.begin(), std::make_move_iterator(m_first.begin()),
                     std::make_move_iterator(m_first.end()));
    m_first.clear();
    m_changed.notify_all();
}

void Preparation::prepareOne(Lock &lock)
{
    Slice slice = std::move(m_waiting.front());
    m_waiting.pop_front();
    lock.unlock();
    const std::size_t number = slice.number;
    QList<PreparedEpisode> made = prepareSlice(std::move(slice));
    lock.lock();
    m_done[number] = std::move(made);
}

QList<PreparedEpisode> Preparation::prepareSlice(Slice slice) const
{
    QList<PreparedEpisode> made;
    made.reserve(slice.episodes.size());
    for (qsizetype i = 0; i < slice.episodes.size(); ++i) {
        FeedEpisode &episode = slice.episodes[i];
        const QString notes
                = i < slice.notes.size() ? slice.notes.at(i) : plainText(episode.descriptionHtml);
        made.append(prepared(std::move(episode), notes, *m_finder));
        if (m_pack)
            m_pack(made.last());
    }
    return made;
}

void addAll(Preparation &preparation, QList<FeedEpisode> episodes)
{
    if (episodes.size() <= SliceSize) {
        preparation.add(std::move(episodes));
        return;
    }
    for (qsizetype at = 0; at < episodes.size(); at += SliceSize)
        preparation.add(episodes.mid(at, SliceSize));
}

} // namespace

PreparedFeed prepareFeed(const Podcast &subscription, FeedDocument document)
{
    return preparedFor(subscription, readDocument(std::move(document)));
}

ReadFeed readDocument(FeedDocument document, const std::function<void(PreparedEpisode &)> &pack)
{
    Preparation preparation(pack);
    addAll(preparation, std::exchange(document.episodes, {}));
    ReadFeed feed;
    feed.episodes = preparation.finish();
    feed.promotions = preparation.promotions();
    feed.document = std::move(document);
    return feed;
}

Result<ReadFeed> readFeed(QIODevice &device, const FeedContext &context, const ReadFeedHooks &hooks)
{
    Preparation preparation(hooks.pack);
    ReadFeed feed;
    auto document = parseFeed(device, context, [&](QList<FeedEpisode> episodes) {
        if (feed.guids.isEmpty()) {
            if (hooks.isFeed)
                hooks.isFeed();
            for (const FeedEpisode &episode :
                 std::as_const(episodes).first(std::min(episodes.size(), GuidsKept)))
                feed.guids.append(episode.guid);
        }
        addAll(preparation, std::move(episodes));
    });
    feed.episodes = preparation.finish();
    if (!document)
        return document.error();
    feed.promotions = preparation.promotions();
    feed.document = std::move(*document);
    return feed;
}

PreparedFeed preparedFor(const Podcast &subscription, ReadFeed feed)
{
    QList<QDateTime> dates;
    dates.reserve(feed.episodes.size());
    for (const PreparedEpisode &episode : std::as_const(feed.episodes))
        dates.append(episode.feed.published);
    PreparedFeed made{.podcast = described(subscription, feed.document, dates),
                      .episodes = std::move(feed.episodes)};
    made.podcast.promotions = std::move(feed.promotions);
    separateRepeatedGuids(made.episodes);
    return made;
}

} // namespace Earmark
