// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/fallbacksource.h"

namespace Earmark {

FallbackSource::FallbackSource(std::shared_ptr<ByteSource> first, std::shared_ptr<ByteSource> other)
    : m_first(std::move(first)), m_other(std::move(other))
{
}

ByteSource::Read FallbackSource::readAt(std::int64_t offset, std::span<char> into,
                                        std::stop_token stop)
{
    if (m_choice == Choice::Other)
        return m_other->readAt(offset, into, std::move(stop));
    const Read read = m_first->readAt(offset, into, stop);
    // Readers may race for the first word: whoever loses does as it says.
    Choice open = Choice::Open;
    if (read.status == Status::Ok || read.status == Status::End) {
        m_choice.compare_exchange_strong(open, Choice::First);
        // Bytes of another file than the one that the others read by now are none.
        return m_choice == Choice::First ? read : m_other->readAt(offset, into, std::move(stop));
    }
    if (read.status != Status::Failed)
        return read;
    m_choice.compare_exchange_strong(open, Choice::Other);
    return m_choice == Choice::Other ? m_other->readAt(offset, into, std::move(stop)) : read;
}

} // namespace Earmark
