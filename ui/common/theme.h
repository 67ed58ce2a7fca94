// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

// The tokens of the design, in one place. Colours reach widgets through QPalette alone: a widget
// that paints by itself asks colorsOf(palette()), so there is nobody to ask for "the theme".

namespace Earmark {

struct Colors
{
    QColor paper; ///< Ground of lists and pages.
    QColor side; ///< Ground of side bar and player.
    QColor panel; ///< Ground of the episode panel, fields, buttons.
    QColor text;
    QColor second; ///< Text and icons of the second rank.
    QColor hairline;
    QColor accent; ///< Text, marks and the one filled button.
    QColor accentTint;
    QColor selection;
    QColor wave; ///< The part of a bar that was not played yet.
    QColor onAccent; ///< Text and icons on accent.
    QColor warning; ///< Text of an error.

    bool operator==(const Colors &) const = default;
};

Colors lightColors();
Colors darkColors();
/// base with another accent, moved towards black or white until text in it can be read.
Colors withAccent(Colors base, QColor accent);

QPalette paletteOf(const Colors &colors);
/// The way back: light or dark by the palette's window, accent by its link.
Colors colorsOf(const QPalette &palette);
bool isDark(const QPalette &palette);

/// WCAG 2 contrast, 1 to 21.
double contrast(const QColor &one, const QColor &other);
/// The colour between from (0) and to (1).
QColor mixed(const QColor &from, const QColor &to, double share);

namespace Space {
constexpr int Xs = 4;
constexpr int S = 8;
constexpr int M = 12;
constexpr int L = 16;
constexpr int Xl = 20;
constexpr int Xxl = 24;
} // namespace Space

namespace Radius {
constexpr int Art = 5;
constexpr int Control = 7;
constexpr int Card = 10;
} // namespace Radius

enum class TextSize : quint8 { Meta, Body, EpisodeTitle, PodcastTitle, FirstPage };

/// base is the system's font (the application's); tabular figures come with Meta.
QFont scaledFont(const QFont &base, TextSize size, QFont::Weight weight = QFont::Normal);

} // namespace Earmark
