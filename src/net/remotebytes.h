// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "net/remotestore.h"

#include <memory>

namespace Earmark {

/// A media file on a server, as HttpClient::open() hands it out. readAt() blocks until the network
/// thread brought the bytes, the stop token is triggered or there is a failure; the time a server
/// may stay silent is limited there, so it does not block for ever. It may be destroyed on any
/// thread; the requests end with it.
class RemoteBytes : public ByteSource
{
public:
    explicit RemoteBytes(std::shared_ptr<RemoteStore> store) : m_store(std::move(store)) { }
    ~RemoteBytes() override { m_store->abandon(); }

    std::optional<std::int64_t> size() const override { return m_store->size(); }
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override
    {
        return m_store->read(offset, into, stop);
    }
    std::string failure() const override { return m_store->failure(); }
    Refusal refusal() const override { return m_store->refusal(); }
    bool isThere(std::int64_t from, std::int64_t to) const override
    {
        return m_store->isThere(from, to);
    }

private:
    const std::shared_ptr<RemoteStore> m_store;
};

} // namespace Earmark
