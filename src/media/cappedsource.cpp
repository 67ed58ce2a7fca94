// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/cappedsource.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

// Memory follows the bytes that really came, not the size a hostile header claims.
constexpr qint64 Step = 256LL * 1024;

} // namespace

ByteSource::Read CappedSource::readAt(std::int64_t offset, std::span<char> into,
                                      std::stop_token stop)
{
    if (isSpent() || offset < 0)
        return {Status::Failed, 0};
    const auto wanted = std::min<std::size_t>(into.size(), static_cast<std::size_t>(m_left.load()));
    const Read read = m_inner.readAt(offset, into.first(wanted), std::move(stop));
    if (read.status == Status::Ok)
        m_left -= static_cast<std::int64_t>(read.count);
    else if (read.status != Status::End)
        m_worst = read.status;
    return read;
}

std::string CappedSource::failure() const
{
    if (isSpent())
        return "The file keeps more about itself than Earmark reads to look for chapters.";
    return m_inner.failure();
}

std::optional<ByteSource::Status> CappedSource::interrupted() const
{
    const Status worst = m_worst;
    return worst == Status::Ok ? std::nullopt : std::optional(worst);
}

Result<QByteArray> readBytes(ByteSource &source, qint64 offset, qint64 count,
                             const std::stop_token &stop)
{
    QByteArray bytes;
    while (bytes.size() < count) {
        const qsizetype had = bytes.size();
        bytes.resize(had + std::min(Step, count - had));
        const std::span<char> into(bytes.data() + had,
                                   static_cast<std::size_t>(bytes.size() - had));
        const ByteSource::Read read = source.readAt(offset + had, into, stop);
        bytes.resize(had + static_cast<qsizetype>(read.count));
        if (read.status == ByteSource::Status::End)
            break;
        if (read.status == ByteSource::Status::Cancelled)
            return fail(ErrorKind::Cancelled, u"Looking for chapters was stopped."_s);
        if (read.status == ByteSource::Status::Failed || read.count == 0) {
            const QString why = QString::fromStdString(source.failure());
            return fail(ErrorKind::Media,
                        why.isEmpty() ? u"The file could not be read. Try again later."_s : why,
                        u"read of %1 bytes at %2"_s.arg(count).arg(offset));
        }
    }
    return bytes;
}

} // namespace Earmark
