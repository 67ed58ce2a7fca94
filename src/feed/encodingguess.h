// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Earmark {

/// The seven-bit encoding whose escape sequences stand in head ("iso-2022-jp", "iso-2022-kr");
/// empty for none. Nothing else uses them.
QByteArray shiftedEncoding(QByteArrayView head);

/// The old encoding of a text in another script than Latin, by its bytes alone: Japanese by its
/// kana, Chinese and Korean by where their characters lie, Cyrillic, Greek, Hebrew and Arabic by
/// their commonest letters. Empty where it may be Latin.
QByteArray foreignEncoding(QByteArrayView head);

/// For bytes that are no UTF-8 and say nothing truthful about themselves: the old encoding of the
/// language the document names, else foreignEncoding(), else "windows-1252".
QByteArray likelyEncoding(QByteArrayView head);

} // namespace Earmark
