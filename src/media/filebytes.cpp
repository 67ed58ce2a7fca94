// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {

Result<std::shared_ptr<ByteSource>> FileBytes::open(const QString &path)
{
    std::shared_ptr<FileBytes> bytes(new FileBytes);
    bytes->m_file.setFileName(path);
    if (!bytes->m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(
                ErrorKind::FileSystem,
                u"The file of this episode cannot be opened. It may have been moved or deleted; "
                "download the episode again or choose the file anew."_s,
                path + u": "_s + bytes->m_file.errorString());
    if (bytes->m_file.handle() == -1) { // a resource has no descriptor
        bytes->m_memory = bytes->m_file.readAll();
        bytes->m_file.close();
    }
    return std::shared_ptr<ByteSource>(std::move(bytes));
}

Result<std::shared_ptr<ByteSource>> FileBytes::openPlain(const QString &path)
{
    const auto refused = [&path](const QString &why) {
        return fail(
                ErrorKind::FileSystem,
                u"The file \"%1\" cannot be opened. It may have been moved or deleted, or you may "
                "not read it."_s.arg(path.section(u'/', -1)),
                path + u": "_s + why);
    };
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return refused(QString::fromLocal8Bit(std::strerror(errno)));
    std::shared_ptr<FileBytes> bytes(new FileBytes);
    struct stat status = {};
    const bool isPlain = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (!bytes->m_file.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered,
                            QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return refused(bytes->m_file.errorString());
    }
    if (!isPlain)
        return refused(u"no plain file"_s);
    return std::shared_ptr<ByteSource>(std::move(bytes));
}

std::optional<std::int64_t> FileBytes::size() const
{
    if (!m_file.isOpen())
        return m_memory.size();
    struct stat status = {};
    if (::fstat(m_file.handle(), &status) != 0)
        return std::nullopt;
    return status.st_size;
}

ByteSource::Read FileBytes::readAt(std::int64_t offset, std::span<char> into, std::stop_token stop)
{
    if (stop.stop_requested())
        return {Status::Cancelled, 0};
    if (offset < 0 || into.empty())
        return {Status::Failed, 0};
    if (!m_file.isOpen()) {
        if (offset >= m_memory.size())
            return {Status::End, 0};
        const auto count
                = std::min(into.size(), static_cast<std::size_t>(m_memory.size() - offset));
        std::copy_n(m_memory.constData() + offset, count, into.data());
        return {Status::Ok, count};
    }
    ssize_t got = 0;
    do {
        got = ::pread(m_file.handle(), into.data(), into.size(), offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        m_errno = errno;
        return {Status::Failed, 0};
    }
    if (got == 0)
        return {Status::End, 0};
    return {Status::Ok, static_cast<std::size_t>(got)};
}

std::string FileBytes::failure() const
{
    const int code = m_errno;
    if (code == 0)
        return {};
    return "The file of this episode cannot be read: "
            + std::string(QString::fromLocal8Bit(std::strerror(code)).toStdString())
            + ". Check the disk, then try again.";
}

} // namespace Earmark
