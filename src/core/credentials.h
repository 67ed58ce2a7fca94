// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// A name and password of HTTP's Basic scheme. Never in the library, a log or an error.
struct HttpCredentials
{
    QString name;
    QString password;

    bool operator==(const HttpCredentials &) const = default;
};

} // namespace Earmark
