// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/fileidentifier.h"

#include "core/bytesource.h"
#include "core/fingerprint.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 Piece = qint64(16) * 1024;
constexpr qint64 Pieces = 8; // between head and end

/// [from, from + count) of the file, all of it.
Result<QByteArray> readPiece(ByteSource &source, qint64 from, qint64 count,
                             const std::stop_token &stop)
{
    QByteArray bytes(count, Qt::Uninitialized);
    qint64 done = 0;
    while (done < count) {
        const auto read = source.readAt(
                from + done, std::span(bytes.data() + done, std::size_t(count - done)), stop);
        if (read.status == ByteSource::Status::Cancelled)
            return fail(ErrorKind::Cancelled, {});
        if (read.status != ByteSource::Status::Ok) {
            const QString why = QString::fromStdString(source.failure());
            return fail(ErrorKind::Media,
                        why.isEmpty() ? u"This file ends before its end: it became shorter while "
                                        "it was read. Try again."_s
                                      : why);
        }
        done += qint64(read.count);
    }
    return bytes;
}

} // namespace

Result<FileIdentity> identifyHead(ByteSource &source, const std::stop_token &stop)
{
    const auto size = source.size();
    if (!size || *size <= 0)
        return fail(ErrorKind::Media, u"This file is empty, or its size is not known."_s);
    const auto head = readPiece(source, 0, std::min(IdentityHead, qint64(*size)), stop);
    if (!head)
        return head.error();
    return FileIdentity{.size = *size, .head = fingerprintOf(*head), .digest = {}};
}

Result<FileIdentity> identify(ByteSource &source, const std::stop_token &stop)
{
    auto identity = identifyHead(source, stop);
    if (!identity)
        return identity;
    Fingerprint fingerprint;
    fingerprint.add(identity->head);
    const qint64 piece = std::min(Piece, identity->size);
    for (qint64 i = 1; i <= Pieces + 1; ++i) {
        // The last one is the end. Short files are read more than once over, which does no harm.
        const qint64 from = (identity->size - piece) / (Pieces + 1) * i;
        const auto bytes
                = readPiece(source, i > Pieces ? identity->size - piece : from, piece, stop);
        if (!bytes)
            return bytes.error();
        fingerprint.add(*bytes);
    }
    identity->digest = fingerprint.result();
    return identity;
}

} // namespace Earmark
