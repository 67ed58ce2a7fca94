// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/picturememory.h"

#include <algorithm>

extern "C" {
#include <libavutil/mem.h>
}

namespace Earmark {

namespace {

constexpr std::size_t MostKept = 3; // that nobody uses
constexpr std::size_t Beyond = 64; // bytes that swscale may write behind the last line

struct Free
{
    void operator()(std::uint8_t *bytes) const { av_free(bytes); }
};
using Block = std::unique_ptr<std::uint8_t, Free>;

} // namespace

struct PictureMemory::Store
{
    std::mutex mutex;
    std::vector<Block> kept; ///< Of size bytes each.
    std::size_t size = 0;

    void giveBack(Block block, std::size_t bytes)
    {
        const std::scoped_lock lock(mutex);
        if (bytes == size && kept.size() < MostKept)
            kept.push_back(std::move(block));
    }
};

PictureMemory::PictureMemory() : m_store(std::make_shared<Store>()) { }

PictureMemory::~PictureMemory() = default;

std::shared_ptr<std::uint8_t> PictureMemory::take(std::size_t bytes)
{
    Block block;
    {
        const std::scoped_lock lock(m_store->mutex);
        if (m_store->size != bytes) {
            m_store->kept.clear();
            m_store->size = bytes;
        } else if (!m_store->kept.empty()) {
            block = std::move(m_store->kept.back());
            m_store->kept.pop_back();
        }
    }
    if (block == nullptr)
        block.reset(static_cast<std::uint8_t *>(av_malloc(bytes + Beyond)));
    if (block == nullptr)
        return nullptr;
    return {block.release(), [store = std::weak_ptr(m_store), bytes](std::uint8_t *given) {
                Block back(given);
                if (const auto alive = store.lock())
                    alive->giveBack(std::move(back), bytes);
            }};
}

} // namespace Earmark
