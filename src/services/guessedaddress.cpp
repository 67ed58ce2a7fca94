// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/guessedaddress.h"

#include "core/addresspolicy.h"

using namespace Qt::StringLiterals;

namespace Earmark {

SecondTry secondTry(const QUrl &guessed, bool hasLogin, const Error &error)
{
    if (!isWithoutConnection(error))
        return {.url = {}, .error = error};
    const QUrl plain = unencrypted(guessed);
    if (!plain.isEmpty() && !hasLogin)
        return {.url = plain, .error = error};
    Error told = error;
    told.sentence += hasLogin ? u" Without encryption the name and password were not sent; write "
                                u"http:// before the address if they should be."_s
                              : u" The address may be a secret, so it was not tried without "
                                u"encryption; write http:// before it if it should be."_s;
    return {.url = {}, .error = told};
}

} // namespace Earmark
