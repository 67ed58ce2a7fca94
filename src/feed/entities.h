// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace Earmark {

/// The character behind HTML 4's `&name;` ("nbsp", "Eacute"; case matters); 0 for any other name.
char16_t namedEntity(QStringView name);

/// text begins with '&'. Appends what the reference there stands for and answers its length; 0,
/// and nothing appended, when that '&' is only an ampersand.
qsizetype decodeReference(QStringView text, QString &out);

/// Every reference decoded, once.
QString decodeReferences(QStringView text);

} // namespace Earmark
