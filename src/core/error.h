// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace Earmark {

enum class ErrorKind : quint8 {
    Cancelled,
    Network, ///< No answer, a broken one, or an address we do not open.
    HttpStatus, ///< A whole answer that says no; code is the status.
    Parse,
    Storage,
    FileSystem,
    Media,
    NotFound,
    OwnNetwork, ///< Refused: the address is on the listener's own network (net/httpclient.h,
                ///< Reach).
    Usage, ///< What was asked makes no sense; nothing was tried.
};

/// What went wrong: a sentence for the listener, a detail for the log, a code for the program.
struct Error
{
    ErrorKind kind = ErrorKind::Cancelled;
    QString sentence; ///< A whole sentence: what, why, what next. Never a secret, never an address
                      ///< with a password.
    QString detail; ///< English, technical, with the object it happened to.
    int code = 0; ///< HTTP status, QNetworkReply::NetworkError, SQLite or AVERROR code, by kind.
    std::chrono::seconds retryAfter{0}; ///< A server's wish (429, 503); 0: it had none.

    bool operator==(const Error &) const = default;
};

/// The only way to say "this failed": `return fail(ErrorKind::Parse, u"This is no podcast."_s);`
inline Error fail(ErrorKind kind, QString sentence, QString detail = {}, int code = 0)
{
    return Error{kind, std::move(sentence), std::move(detail), code, {}};
}

} // namespace Earmark
