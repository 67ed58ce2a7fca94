// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

struct Known
{
    QLatin1StringView name;
    Integrity::Algorithm algorithm;
    qsizetype bytes;
};
constexpr Known Algorithms[] = {{"sha256"_L1, Integrity::Algorithm::Sha256, 32},
                                {"sha384"_L1, Integrity::Algorithm::Sha384, 48},
                                {"sha512"_L1, Integrity::Algorithm::Sha512, 64}};

QByteArray fromBase64(QByteArray text)
{
    constexpr auto Strict = QByteArray::AbortOnBase64DecodingErrors;
    text.replace('-', '+').replace('_', '/');
    const auto decoded = QByteArray::fromBase64Encoding(text, Strict);
    return decoded ? *decoded : QByteArray();
}

} // namespace

Integrity parseIntegrity(const QString &text)
{
    Integrity strongest;
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const qsizetype dash = word.indexOf(u'-');
        const QString name = word.left(dash).toLower();
        // Options may follow; none is defined.
        const QString value = dash < 0 ? QString() : word.sliced(dash + 1).section(u'?', 0, 0);
        for (const Known &known : Algorithms) {
            if (name != known.name || known.algorithm < strongest.algorithm)
                continue;
            const QByteArray digest = fromBase64(value.toLatin1());
            if (digest.size() != known.bytes)
                continue;
            if (known.algorithm > strongest.algorithm)
                strongest = {known.algorithm, {}};
            strongest.digests.append(digest);
        }
    }
    return strongest;
}

} // namespace Earmark
