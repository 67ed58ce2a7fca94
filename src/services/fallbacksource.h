// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <atomic>
#include <memory>

namespace Earmark {

/// The bytes of one source, or, when its first read fails, of another. Once a byte of the first was
/// read it stays with it: the other may be another file (other advertisements).
class FallbackSource : public ByteSource
{
public:
    FallbackSource(std::shared_ptr<ByteSource> first, std::shared_ptr<ByteSource> other);

    std::optional<std::int64_t> size() const override { return current().size(); }
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override;
    std::string failure() const override { return current().failure(); }
    Refusal refusal() const override { return current().refusal(); }
    bool isLocal() const override { return current().isLocal(); }
    bool isThere(std::int64_t from, std::int64_t to) const override
    {
        return current().isThere(from, to);
    }

private:
    enum class Choice : std::uint8_t { Open, First, Other };

    ByteSource &current() const { return m_choice == Choice::Other ? *m_other : *m_first; }

    const std::shared_ptr<ByteSource> m_first;
    const std::shared_ptr<ByteSource> m_other;
    std::atomic<Choice> m_choice = Choice::Open;
};

} // namespace Earmark
