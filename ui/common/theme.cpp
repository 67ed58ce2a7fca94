// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace Earmark {

namespace {

constexpr double ReadableText = 4.5; // WCAG 2 AA

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(double(color.redF())) + 0.7152 * linear(double(color.greenF()))
            + 0.0722 * linear(double(color.blueF()));
}

} // namespace

Colors lightColors()
{
    return {.paper = QColor(0xFB, 0xFA, 0xF8),
            .side = QColor(0xF3, 0xF1, 0xED),
            .panel = QColor(0xFF, 0xFF, 0xFF),
            .text = QColor(0x1F, 0x1D, 0x1A),
            .second = QColor(0x6E, 0x68, 0x60),
            .hairline = QColor(0xE6, 0xE2, 0xDC),
            .accent = QColor(0xA4, 0x4A, 0x0C),
            .accentTint = QColor(0xF6, 0xE7, 0xDA),
            .selection = QColor(0xEF, 0xE8, 0xDF),
            .wave = QColor(0xCF, 0xC8, 0xBE),
            .onAccent = QColor(0xFF, 0xFF, 0xFF),
            .warning = QColor(0xB3, 0x26, 0x1E)};
}

Colors darkColors()
{
    return {.paper = QColor(0x1B, 0x1A, 0x18),
            .side = QColor(0x20, 0x1E, 0x1C),
            .panel = QColor(0x25, 0x23, 0x20),
            .text = QColor(0xEC, 0xE8, 0xE2),
            .second = QColor(0xA5, 0x9E, 0x95),
            .hairline = QColor(0x35, 0x31, 0x2D),
            .accent = QColor(0xF0, 0xA0, 0x4B),
            .accentTint = QColor(0x3A, 0x2C, 0x1C),
            .selection = QColor(0x33, 0x2E, 0x28),
            .wave = QColor(0x57, 0x51, 0x4A),
            .onAccent = QColor(0x1B, 0x1A, 0x18),
            .warning = QColor(0xF2, 0x88, 0x7E)};
}

Colors withAccent(Colors base, QColor accent)
{
    const bool dark = base.paper.lightness() < 128;
    const QColor away = dark ? QColor(Qt::white) : QColor(Qt::black);
    constexpr int Steps = 20;
    const QColor wanted = accent.toRgb();
    for (int step = 0; step <= Steps; ++step) {
        accent = mixed(wanted, away, double(step) / Steps);
        base.accent = accent;
        base.accentTint = mixed(base.paper, accent, dark ? 0.18 : 0.12);
        const std::array grounds{base.paper, base.side, base.panel, base.selection,
                                 base.accentTint};
        if (std::ranges::all_of(grounds, [&](const QColor &ground) {
                return contrast(accent, ground) >= ReadableText;
            }))
            break;
    }
    base.onAccent
            = contrast(accent, Qt::white) >= ReadableText ? QColor(Qt::white) : darkColors().paper;
    return base;
}

QPalette paletteOf(const Colors &colors)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &color) {
        palette.setColor(role, color);
    };
    set(QPalette::Window, colors.paper);
    set(QPalette::WindowText, colors.text);
    set(QPalette::Base, colors.panel);
    set(QPalette::AlternateBase, colors.side);
    set(QPalette::Text, colors.text);
    set(QPalette::Button, colors.panel);
    set(QPalette::ButtonText, colors.text);
    set(QPalette::BrightText, colors.warning);
    set(QPalette::PlaceholderText, colors.second);
    set(QPalette::Highlight, colors.accent);
    set(QPalette::HighlightedText, colors.onAccent);
    set(QPalette::Link, colors.accent);
    set(QPalette::LinkVisited, colors.accent);
    set(QPalette::ToolTipBase, colors.panel);
    set(QPalette::ToolTipText, colors.text);
    set(QPalette::Light, colors.panel);
    set(QPalette::Midlight, colors.selection);
    set(QPalette::Mid, colors.hairline);
    set(QPalette::Dark, colors.wave);
    set(QPalette::Shadow, colors.text);
    const QColor faded = mixed(colors.paper, colors.second, 0.55);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    return palette;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::WindowText).lightness() > 128;
}

Colors colorsOf(const QPalette &palette)
{
    static const Colors light = lightColors();
    static const Colors dark = darkColors();
    const Colors &base = isDark(palette) ? dark : light;
    const QColor accent = palette.color(QPalette::Active, QPalette::Link);
    return accent == base.accent ? base : withAccent(base, accent);
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto between = [share](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {between(from.red(), to.red()), between(from.green(), to.green()),
            between(from.blue(), to.blue())};
}

QFont scaledFont(const QFont &base, TextSize size, QFont::Weight weight)
{
    static constexpr std::array Factors{0.88, 1.0, 1.3, 1.55, 2.0};
    const double factor = Factors.at(size_t(size));
    QFont font = base;
    if (base.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF() * factor);
    else
        font.setPixelSize(std::max(1, int(std::lround(base.pixelSize() * factor))));
    font.setWeight(weight);
    return font;
}

} // namespace Earmark
