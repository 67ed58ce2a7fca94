// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/result.h"
#include "net/httpfailure.h"

#include <QFuture>
#include <QObject>
#include <QUrl>

namespace Earmark {

/// What to do where no connection came about at an address whose https was a guess.
struct SecondTry
{
    QUrl url; ///< By http; empty: there is none.
    Error error; ///< Said then; tells a listener why http was not tried, where that is his choice.
};

/// hasLogin: a name and password belong to the request. They, and an address that may be a secret,
/// are never sent unencrypted by a guess of the program.
SecondTry secondTry(const QUrl &guessed, bool hasLogin, const Error &error);

/// ask: QUrl -> QFuture<Result<T>>. Asks by https, and by http where that gives no connection; the
/// rules about the listener's own network are ask's, and hold for both.
template<typename Ask>
auto askGuessed(const QUrl &guessed, bool hasLogin, QObject *context, Ask ask)
{
    using Answer = decltype(ask(guessed).result());
    return then(ask(guessed), context, [=](const Answer &first) {
        if (first)
            return readyFuture(first);
        const SecondTry second = secondTry(guessed, hasLogin, first.error());
        if (second.url.isEmpty())
            return readyFuture(Answer(second.error));
        return then(ask(second.url), context, [=](const Answer &answer) {
            return !answer && isWithoutConnection(answer.error()) ? first : answer;
        });
    });
}

} // namespace Earmark
