// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace Earmark {

/// What a reader of an episode holds: the bytes of its file, wherever they come from just now.
/// While the file is opened anew (by another address, in another folder) reads wait, and then go
/// on.
///
/// Why a mutex: readers are decoders in threads of their own, and set() is called by the GUI.
class StoredBytes final : public ByteSource
{
public:
    /// over: called once, by whichever thread lets go of it last.
    explicit StoredBytes(std::function<void()> over);
    ~StoredBytes() override;

    /// Reads of what was there before are broken off, and made again of this. Null: they wait.
    void set(std::shared_ptr<ByteSource> bytes);

    std::optional<std::int64_t> size() const override;
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override;
    std::string failure() const override;
    Refusal refusal() const override;
    bool isLocal() const override;
    bool isThere(std::int64_t from, std::int64_t to) const override;

private:
    std::shared_ptr<ByteSource> current() const;

    const std::function<void()> m_over;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::shared_ptr<ByteSource> m_bytes;
    std::stop_source m_generation; ///< Of the reads of m_bytes.
    std::optional<std::int64_t> m_size; ///< While there is no m_bytes.
};

} // namespace Earmark
