// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containerguard.h"

#include "media/containerwalks.h"

using namespace Qt::StringLiterals;

namespace Earmark {

Result<> guardContainer(ByteSource &source, std::int64_t begin, std::string_view format,
                        const std::stop_token &stop)
{
    WindowReader reader(source, stop);
    QString why;
    if (format.find("matroska") != std::string_view::npos)
        why = walkMatroska(reader, begin);
    else if (format.find("mov") != std::string_view::npos)
        why = walkMp4(reader, begin);
    else if (format == "flac")
        why = walkFlac(reader, begin);
    else if (format == "ogg")
        why = walkOgg(reader, begin);
    if (reader.status() == ByteSource::Status::Cancelled)
        return fail(ErrorKind::Cancelled, u"Opening was cancelled."_s);
    // Not passed: who breaks off this read alone would be let in unseen.
    if (reader.status() == ByteSource::Status::Failed) {
        const QString failure = QString::fromStdString(source.failure());
        return fail(ErrorKind::Network,
                    failure.isEmpty() ? u"The file could not be read. Try again later."_s : failure,
                    u"The source failed while the container was checked."_s);
    }
    if (why.isEmpty() && reader.isSpent())
        why = u"its structure leads around"_s;
    return why.isEmpty() ? Result<>() : tooMuchToOpen(why);
}

Error tooMuchToOpen(const QString &detail)
{
    return fail(ErrorKind::Media,
                u"This file asks for far more work than sound needs, so Earmark does not open it. "
                "It may be damaged; ask its publisher."_s,
                detail);
}

} // namespace Earmark
