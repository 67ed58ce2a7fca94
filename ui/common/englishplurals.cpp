// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/englishplurals.h"

using namespace Qt::StringLiterals;

namespace Earmark {

QString EnglishPlurals::translate(const char * /*context*/, const char *sourceText,
                                  const char * /*disambiguation*/, int n) const
{
    if (n < 0)
        return {};
    QString text = QString::fromUtf8(sourceText);
    return text.replace("(s)"_L1, n == 1 ? ""_L1 : "s"_L1);
}

} // namespace Earmark
