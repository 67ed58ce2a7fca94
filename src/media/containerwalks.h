// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/windowreader.h"

#include <QString>

namespace Earmark {

// The parts of guardContainer(): each walks one container from `begin` on and says what is too much
// in it (for Error::detail), or nothing.

QString walkMatroska(WindowReader &reader, std::int64_t begin);
QString walkMp4(WindowReader &reader, std::int64_t begin);
QString walkFlac(WindowReader &reader, std::int64_t begin);
QString walkOgg(WindowReader &reader, std::int64_t begin);

} // namespace Earmark
