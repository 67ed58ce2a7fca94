// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace Earmark {

/// Memory for one picture after the other: what was given back is given out again, since fresh
/// pages are dear, and giving a megabyte back to the system is no work for the GUI thread. Any
/// thread may give back, also when this object is gone.
class PictureMemory
{
public:
    PictureMemory();
    ~PictureMemory();
    PictureMemory(const PictureMemory &) = delete;
    PictureMemory &operator=(const PictureMemory &) = delete;

    /// Not cleared; aligned as swscale likes it, and a little longer. Null when there is none.
    std::shared_ptr<std::uint8_t> take(std::size_t bytes);

private:
    struct Store;
    std::shared_ptr<Store> m_store;
};

} // namespace Earmark
