// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/storedbytes.h"

#include <utility>

namespace Earmark {

StoredBytes::StoredBytes(std::function<void()> over) : m_over(std::move(over)) { }

StoredBytes::~StoredBytes()
{
    m_bytes.reset(); // before anybody hears of it
    m_over();
}

void StoredBytes::set(std::shared_ptr<ByteSource> bytes)
{
    const auto there = current();
    const auto size = there ? there->size() : std::nullopt;
    std::shared_ptr<ByteSource> before;
    std::stop_source ended;
    {
        const std::lock_guard lock(m_mutex);
        if (size)
            m_size = size;
        before = std::exchange(m_bytes, std::move(bytes));
        ended = std::exchange(m_generation, {});
    }
    ended.request_stop();
    m_changed.notify_all();
}

std::shared_ptr<ByteSource> StoredBytes::current() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

std::optional<std::int64_t> StoredBytes::size() const
{
    const auto bytes = current();
    if (bytes)
        return bytes->size();
    const std::lock_guard lock(m_mutex);
    return m_size;
}

ByteSource::Read StoredBytes::readAt(std::int64_t offset, std::span<char> into,
                                     std::stop_token stop)
{
    for (;;) {
        std::shared_ptr<ByteSource> bytes;
        std::stop_token generation;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_bytes != nullptr; }))
                return {.status = Status::Cancelled};
            bytes = m_bytes;
            generation = m_generation.get_token();
        }
        // Either may end the read: who asked, or set().
        std::stop_source either;
        const std::stop_callback byReader(stop, [&either] { either.request_stop(); });
        const std::stop_callback bySet(generation, [&either] { either.request_stop(); });
        const Read read = bytes->readAt(offset, into, either.get_token());
        const bool isBrokenOff = read.status == Status::Cancelled || read.status == Status::Failed;
        if (!isBrokenOff || stop.stop_requested() || !generation.stop_requested())
            return read;
    }
}

std::string StoredBytes::failure() const
{
    const auto bytes = current();
    return bytes ? bytes->failure() : std::string();
}

ByteSource::Refusal StoredBytes::refusal() const
{
    const auto bytes = current();
    return bytes ? bytes->refusal() : Refusal::None;
}

bool StoredBytes::isLocal() const
{
    const auto bytes = current();
    return bytes && bytes->isLocal();
}

bool StoredBytes::isThere(std::int64_t from, std::int64_t to) const
{
    const auto bytes = current();
    return bytes && bytes->isThere(from, to);
}

} // namespace Earmark
