// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dlfcn.h>

namespace Earmark {

/// The function of this name in the library that one of our own of the same name stands in front
/// of; null: there is none.
template<typename Function>
Function behindUs(const char *name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

} // namespace Earmark
