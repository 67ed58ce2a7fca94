// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outputdevice.h"

#include <algorithm>

namespace Earmark {

const OutputDevice *meantOutput(const OutputDevices &outputs, const OutputDevice &chosen)
{
    if (chosen.id.isEmpty())
        return nullptr;
    const auto byId = std::find_if(outputs.begin(), outputs.end(), [&](const OutputDevice &output) {
        return output.id == chosen.id;
    });
    if (byId != outputs.end())
        return &*byId;
    const auto isNamesake = [&](const OutputDevice &output) {
        return !chosen.name.isEmpty() && output.name == chosen.name;
    };
    if (std::count_if(outputs.begin(), outputs.end(), isNamesake) != 1)
        return nullptr;
    return &*std::find_if(outputs.begin(), outputs.end(), isNamesake);
}

} // namespace Earmark
