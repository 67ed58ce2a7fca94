// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QLatin1StringView>
#include <QString>

#include <initializer_list>

namespace Earmark {

/// A JSON document as far as it could be read.
struct JsonReading
{
    QJsonDocument document; ///< Null: it is no JSON.
    bool isMended = false; ///< It was broken: what came whole of it was kept.
    QString problem; ///< For the log, when document is null.
};

/// Reads JSON in any encoding (feed/encoding.h). What is mended: commas before a bracket, NaN and
/// Infinity, control characters in strings, brackets that do not fit, and a document that breaks
/// off: the elements of its lists that came whole are kept. Not nested deeper than 1,024.
JsonReading readJson(const QByteArray &bytes, const QByteArray &httpCharset = {});

/// Does text begin as JSON does, with a bracket?
bool looksLikeJson(QStringView text);

/// The first of these members that is there and not null; null when none is.
QJsonValue firstOf(const QJsonObject &object, std::initializer_list<QLatin1StringView> names);

} // namespace Earmark
