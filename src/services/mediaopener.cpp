// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediaopener.h"

#include "core/addresspolicy.h"
#include "media/filebytes.h"
#include "net/httpclient.h"
#include "services/demo.h"

using namespace Qt::StringLiterals;

namespace Earmark {

MediaOpener::MediaOpener(HttpClient &http) : m_http(http) { }

Result<std::shared_ptr<ByteSource>> MediaOpener::open(const Enclosure &enclosure)
{
    if (isDemoAddress(enclosure.url))
        return FileBytes::open(demoResource(enclosure.url));
    if (isFetchable(enclosure.url))
        return m_http.open(enclosure.url);
    if (enclosure.url.isEmpty()) {
        return fail(ErrorKind::NotFound,
                    u"This episode has no sound: its podcast names no file for it."_s);
    }
    return fail(ErrorKind::Network,
                u"This episode's sound has an address that Earmark does not open; only http and"
                " https are."_s,
                enclosure.url.scheme());
}

} // namespace Earmark
