// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partmap.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <limits>

namespace Earmark {
namespace {

// The file, numbers little-endian: Magic (its last byte is the version), the address (32 bytes),
// size (i64, -1: unknown), whether it was told (u8, 0 or 1), ETag and Last-Modified (each u16
// length, bytes), number of runs (u32), each run (i64 from, i64 to; ascending, with a gap between),
// SHA-256 of all before.
constexpr char Magic[] = "EMKPART\1";
constexpr qsizetype MagicSize = sizeof(Magic) - 1;
constexpr qsizetype DigestSize = 32; // SHA-256
constexpr qsizetype LongestHeader = 4096;

template<typename T>
void put(QByteArray &out, T number)
{
    const T little = qToLittleEndian(number);
    out.append(reinterpret_cast<const char *>(&little), sizeof(T));
}

void putText(QByteArray &out, const QByteArray &text)
{
    const QByteArray kept = text.size() > LongestHeader ? QByteArray() : text;
    put(out, quint16(kept.size()));
    out.append(kept);
}

QByteArray digestOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes.toByteArray());
    return hash.result();
}

/// Takes fields from the front; once one was not there, all later ones are not.
class Fields
{
public:
    explicit Fields(QByteArrayView bytes) : m_left(bytes) { }

    bool isGood() const { return m_good; }
    bool isAtEnd() const { return m_good && m_left.isEmpty(); }
    qsizetype left() const { return m_left.size(); }

    QByteArray bytes(qsizetype count)
    {
        m_good = m_good && count <= m_left.size();
        if (!m_good)
            return {};
        QByteArray taken = m_left.first(count).toByteArray();
        m_left = m_left.sliced(count);
        return taken;
    }

    template<typename T>
    T number()
    {
        const QByteArray taken = bytes(sizeof(T));
        return m_good ? qFromLittleEndian<T>(taken.constData()) : T(0);
    }

    QByteArray text()
    {
        const auto length = qsizetype(number<quint16>());
        m_good = m_good && length <= LongestHeader;
        return bytes(length);
    }

private:
    QByteArrayView m_left;
    bool m_good = true;
};

std::optional<RangeMap> takeRuns(Fields &fields, std::int64_t end)
{
    const auto count = qsizetype(fields.number<quint32>());
    if (!fields.isGood() || count != fields.left() / 16)
        return std::nullopt;
    RangeMap present;
    std::int64_t before = -1;
    for (qsizetype i = 0; i < count; ++i) {
        const auto from = std::int64_t(fields.number<qint64>());
        const auto to = std::int64_t(fields.number<qint64>());
        if (from <= before || to <= from || to > end)
            return std::nullopt;
        present.add(from, to);
        before = to;
    }
    return present;
}

} // namespace

QByteArray addressDigest(const QUrl &url)
{
    return digestOf(url.toEncoded(QUrl::RemoveUserInfo | QUrl::RemoveFragment));
}

QByteArray packPartMap(const PartMap &map)
{
    Q_ASSERT(map.address.size() == DigestSize);
    QByteArray out(Magic, MagicSize);
    out.append(map.address);
    put(out, qint64(map.size.value_or(-1)));
    put(out, quint8(map.isSizeTold ? 1 : 0));
    putText(out, map.etag);
    putText(out, map.lastModified);
    put(out, quint32(map.present.runs()));
    std::int64_t end = 0;
    for (auto from
         = map.present.contains(0) ? std::optional<std::int64_t>(0) : map.present.nextRun(0);
         from; from = map.present.nextRun(end)) {
        end = map.present.endOfRun(*from);
        put(out, qint64(*from));
        put(out, qint64(end));
    }
    return out + digestOf(out);
}

std::optional<PartMap> unpackPartMap(QByteArrayView bytes)
{
    if (bytes.size() < MagicSize + DigestSize
        || digestOf(bytes.chopped(DigestSize)) != bytes.last(DigestSize))
        return std::nullopt;
    Fields fields(bytes.chopped(DigestSize));
    if (fields.bytes(MagicSize) != QByteArrayView(Magic, MagicSize))
        return std::nullopt;
    PartMap map;
    map.address = fields.bytes(DigestSize);
    const auto size = std::int64_t(fields.number<qint64>());
    const auto isTold = fields.number<quint8>();
    map.isSizeTold = isTold == 1;
    map.etag = fields.text();
    map.lastModified = fields.text();
    if (size < -1 || isTold > 1)
        return std::nullopt;
    if (size >= 0)
        map.size = size;
    const auto present
            = takeRuns(fields, size < 0 ? std::numeric_limits<std::int64_t>::max() : size);
    if (!present || !fields.isAtEnd())
        return std::nullopt;
    map.present = *present;
    return map;
}

RangeMap below(const RangeMap &ranges, std::int64_t end)
{
    RangeMap kept;
    auto from = ranges.contains(0) ? std::optional<std::int64_t>(0) : ranges.nextRun(0);
    while (from && *from < end) {
        const std::int64_t to = ranges.endOfRun(*from);
        kept.add(*from, std::min(to, end));
        from = ranges.nextRun(to);
    }
    return kept;
}

} // namespace Earmark
