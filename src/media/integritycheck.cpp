// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/integritycheck.h"

#include "core/integrity.h"

#include <QCryptographicHash>

#include <vector>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr std::size_t Block = 1024UL * 1024;

QCryptographicHash::Algorithm hashOf(Integrity::Algorithm algorithm)
{
    switch (algorithm) {
    case Integrity::Algorithm::Sha512:
        return QCryptographicHash::Sha512;
    case Integrity::Algorithm::Sha384:
        return QCryptographicHash::Sha384;
    case Integrity::Algorithm::None:
    case Integrity::Algorithm::Sha256:
        break;
    }
    return QCryptographicHash::Sha256;
}

} // namespace

Result<> checkIntegrity(ByteSource &source, const QString &integrity, const std::stop_token &stop)
{
    const Integrity wanted = parseIntegrity(integrity);
    if (wanted.algorithm == Integrity::Algorithm::None)
        return {};
    QCryptographicHash hash(hashOf(wanted.algorithm));
    std::vector<char> block(Block);
    for (std::int64_t at = 0;;) {
        const auto read = source.readAt(at, block, stop);
        if (read.status == ByteSource::Status::End)
            break;
        if (read.status == ByteSource::Status::Cancelled)
            return fail(ErrorKind::Cancelled, u"The check was cancelled."_s);
        if (read.status == ByteSource::Status::Failed) {
            const QString why = QString::fromStdString(source.failure());
            return fail(ErrorKind::Network,
                        why.isEmpty() ? u"The file could not be read. Try again later."_s : why,
                        u"The source failed while its digest was computed."_s);
        }
        hash.addData(QByteArrayView(block.data(), static_cast<qsizetype>(read.count)));
        at += static_cast<std::int64_t>(read.count);
    }
    if (wanted.digests.contains(hash.result()))
        return {};
    return fail(
            ErrorKind::Media,
            u"What came is not the file that the podcast announced: its checksum is another "
            "one. Download it again, or ask the publisher."_s,
            u"%1 is not in \"%2\"."_s.arg(QString::fromLatin1(hash.result().toBase64()), integrity),
            FileIsAnother);
}

} // namespace Earmark
