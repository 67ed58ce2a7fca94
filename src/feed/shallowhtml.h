// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// The same HTML in a form that two readers cannot read differently, and that costs gumbo little:
/// its tree is built and freed by recursion, every block repeats the inline elements that are open,
/// and attributes are compared one with each other. Everything a stranger wrote goes through this
/// before gumbo sees it.
///
/// Out come at most 50,000 tags, well nested and never deep (112 beside list items, paragraphs and
/// cells), with the few attributes that somebody here reads, in double quotes. Comments, scripts,
/// styles, frames, SVG and MathML are gone with what they hold; a CDATA mark leaves its content; a
/// '<' that begins no tag, or is meant as text (feed/literalsigns.h), is `&lt;`. Linear.
QString shallowHtml(const QString &html);

} // namespace Earmark
