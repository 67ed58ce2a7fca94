// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/feedrow.h"

#include "core/mergeplan.h"
#include "storage/columns.h"
#include "storage/jsontext.h"

#include <cstring>
#include <tuple>
#include <type_traits>

namespace Earmark {
namespace {

constexpr qsizetype PackedRest = 1024; // bytes: what titles and addresses need, mostly
constexpr qsizetype MaxExcerpt = 240; // core/episode.h

qint64 durationOf(const FeedEpisode &feed)
{
    return qMax(qint64(0), qRound64(feed.durationSeconds.value_or(0) * 1000));
}

QByteArray utf8(const QUrl &url)
{
    return url.isEmpty() ? QByteArray() : toColumn(url).toUtf8();
}

/// Values behind one another, in this process's own form: made and read again in one import. A
/// QDataStream takes several times as long, and an import packs tens of thousands.
class Packer
{
public:
    explicit Packer(QByteArray &bytes) : m_bytes(bytes) { }

    template<typename T>
    requires std::is_arithmetic_v<T> Packer &operator<<(T value)
    {
        m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
        return *this;
    }
    Packer &operator<<(const QByteArray &value)
    {
        *this << value.size();
        m_bytes.append(value);
        return *this;
    }
    // The chapters of feeds have no picture of the file's.
    Packer &operator<<(const Chapter &chapter)
    {
        return *this << qint64(chapter.start.count()) << chapter.end.has_value()
                     << qint64(chapter.end ? chapter.end->count() : 0) << chapter.title.toUtf8()
                     << utf8(chapter.link) << utf8(chapter.image) << chapter.hidden;
    }

private:
    QByteArray &m_bytes;
};

class Unpacker
{
public:
    explicit Unpacker(QByteArrayView bytes) : m_bytes(bytes) { }

    template<typename T>
    requires std::is_arithmetic_v<T> Unpacker &operator>>(T &value)
    {
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return *this;
    }
    Unpacker &operator>>(QByteArray &value)
    {
        value = take(number()).toByteArray();
        return *this;
    }
    Unpacker &operator>>(Chapter &chapter)
    {
        qint64 start = 0;
        qint64 end = 0;
        bool hasEnd = false;
        QByteArray title;
        QByteArray link;
        QByteArray image;
        *this >> start >> hasEnd >> end >> title >> link >> image >> chapter.hidden;
        chapter.start = std::chrono::milliseconds(start);
        if (hasEnd)
            chapter.end = std::chrono::milliseconds(end);
        chapter.title = QString::fromUtf8(title);
        chapter.link = toUrl(QString::fromUtf8(link));
        chapter.image = toUrl(QString::fromUtf8(image));
        return *this;
    }
    qsizetype number()
    {
        qsizetype value = 0;
        *this >> value;
        return value;
    }

private:
    QByteArrayView take(qsizetype size)
    {
        const QByteArrayView taken = m_bytes.first(size);
        m_bytes = m_bytes.sliced(size);
        return taken;
    }

    QByteArrayView m_bytes;
};

/// The members of a row that are not in the packed episode itself, in one order for both ways.
template<typename Row>
auto packedMembers(Row &row)
{
    return std::tie(row.published, row.duration, row.hasTranscript, row.title, row.excerpt,
                    row.image, row.enclosureUrl, row.enclosureType, row.enclosureLength, row.link,
                    row.chaptersUrl, row.chaptersType, row.details, row.notes);
}

FeedRow unpacked(const PreparedEpisode &episode)
{
    FeedRow row;
    row.guid = episode.feed.guid.toUtf8();
    row.digest = episode.digest;
    Unpacker in(episode.packed);
    std::apply([&in](auto &...member) { (in >> ... >> member); }, packedMembers(row));
    row.chapters.resize(in.number());
    for (ChapterList &list : row.chapters) {
        list.source = static_cast<ChapterSource>(in.number());
        list.chapters.resize(in.number());
        for (Chapter &chapter : list.chapters)
            in >> chapter;
    }
    return row;
}

} // namespace

void pack(PreparedEpisode &episode)
{
    const FeedRow row = feedRow(episode);
    episode.packed.reserve(row.notes.size() + row.details.size() + PackedRest);
    Packer out(episode.packed);
    std::apply([&out](const auto &...member) { (out << ... << member); }, packedMembers(row));
    out << row.chapters.size();
    for (const ChapterList &list : row.chapters) {
        out << qsizetype(list.source) << list.chapters.size();
        for (const Chapter &chapter : list.chapters)
            out << chapter;
    }
    episode.packed.squeeze();
    episode.digest = row.digest;
    FeedEpisode needed;
    needed.guid = episode.feed.guid;
    needed.enclosure.url = episode.feed.enclosure.url;
    needed.published = episode.feed.published;
    needed.durationSeconds = episode.feed.durationSeconds;
    episode.feed = std::move(needed);
    episode.shownTitle.squeeze();
    episode.excerpt = QString();
    episode.noteChapters = {};
}

FeedRow feedRow(const PreparedEpisode &episode)
{
    if (!episode.packed.isEmpty())
        return unpacked(episode);
    const FeedEpisode &feed = episode.feed;
    FeedRow row{.published = toColumn(feed.published),
                .duration = durationOf(feed),
                .hasTranscript = !feed.transcripts.isEmpty(),
                .title = episode.shownTitle.toUtf8(),
                .excerpt = QStringView(episode.excerpt).left(MaxExcerpt).toUtf8(),
                .image = utf8(feed.image),
                .guid = feed.guid.toUtf8(),
                .enclosureUrl = utf8(feed.enclosure.url),
                .enclosureType = feed.enclosure.type.toUtf8(),
                .enclosureLength = feed.enclosure.length,
                .digest = episode.digest.isEmpty() ? contentDigest(episode) : episode.digest,
                .link = utf8(feed.link),
                .chaptersUrl = utf8(feed.chaptersUrl),
                .chaptersType = feed.chaptersType.toUtf8(),
                .details = episodeDetailsToJson(feed),
                .notes = feed.descriptionHtml.toUtf8(),
                .chapters = {}};
    if (!feed.podloveChapters.isEmpty())
        row.chapters.append({.source = ChapterSource::Podlove, .chapters = feed.podloveChapters});
    if (!episode.noteChapters.isEmpty())
        row.chapters.append({.source = ChapterSource::Notes, .chapters = episode.noteChapters});
    return row;
}

} // namespace Earmark
