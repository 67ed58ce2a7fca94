// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace Earmark {

/// What the bytes of a file must be, as Subresource Integrity says it.
struct Integrity
{
    /// The larger, the stronger.
    enum class Algorithm : quint8 { None, Sha256, Sha384, Sha512 };

    Algorithm algorithm = Algorithm::None; ///< None: nothing is said, every file is right.
    QList<QByteArray> digests; ///< Any of these.

    bool operator==(const Integrity &) const = default;
};

/// "sha384-oqVu…", several separated by spaces. Of several algorithms the strongest counts. Unknown
/// ones, and what is no digest of its length in base64 (or base64url), say nothing.
Integrity parseIntegrity(const QString &text);

} // namespace Earmark
