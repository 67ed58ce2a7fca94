// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pipeopening.h"

#include "media/audiodecoder.h"

using namespace Qt::StringLiterals;

namespace Earmark {

PcmPipe::Opened openDecoder(const std::shared_ptr<ByteSource> &source, const std::stop_token &stop)
{
    auto decoder = AudioDecoder::open(source, stop);
    if (decoder)
        return {std::move(*decoder), {}};
    const Error &error = decoder.error();
    return {nullptr,
            {error.sentence.toStdString(), error.detail.toStdString(),
             error.kind == ErrorKind::Network}};
}

Error noBytes()
{
    return fail(ErrorKind::Network,
                u"The sound of this episode does not arrive. Check the network and try again."_s,
                u"No bytes within the time allowed."_s);
}

Error toError(const PipeTrouble &trouble)
{
    return fail(trouble.bytes ? ErrorKind::Network : ErrorKind::Media,
                trouble.sentence.empty() ? u"This episode cannot be played."_s
                                         : QString::fromStdString(trouble.sentence),
                QString::fromStdString(trouble.detail));
}

} // namespace Earmark
