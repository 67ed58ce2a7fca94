// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/storage.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// A connection belongs to the thread that opened it: one thread, which never goes away by itself.
void keepOneThread(QThreadPool &pool)
{
    pool.setMaxThreadCount(1);
    pool.setExpiryTimeout(-1);
}

Error notOpen()
{
    return fail(ErrorKind::Storage, u"The library is not open."_s);
}

} // namespace

Storage::Storage() : m_writerError(notOpen()), m_readerError(notOpen())
{
    keepOneThread(m_writePool);
    keepOneThread(m_readPool);
}

Storage::~Storage()
{
    m_isClosing = true;
    const auto runLast = [](QThreadPool &pool, std::function<void()> last) {
        runOnPool(
                [last = std::move(last)] {
                    last();
                    return true;
                },
                &pool, Closing)
                .waitForFinished();
    };
    // A read that came before the file was ready goes round by the writer and back: once round,
    // nothing is on its way any more. The writer closes last, so that it can tidy up the journal.
    runLast(m_readPool, [] {});
    runLast(m_writePool, [] {});
    runLast(m_readPool, [this] { m_reader.reset(); });
    runLast(m_writePool, [this] { m_writer.reset(); });
}

QFuture<Result<>> Storage::open(const QString &path)
{
    m_readPool.start([this, path] {
        openReader(path);
        m_readerIsSettled = m_reader != nullptr;
    });
    return runOnPool([this, path] { return openWriter(path); }, &m_writePool, Opening);
}

QFuture<Result<>> Storage::openReadOnly(const QString &path)
{
    return runOnPool(
            [this, path]() -> Result<> {
                openReader(path);
                m_readerIsSettled = true;
                return m_reader ? Result<>() : Result<>(m_readerError);
            },
            &m_readPool);
}

void Storage::openReader(const QString &path)
{
    if (m_reader)
        return;
    auto opened = Database::openReadOnly(path);
    if (opened)
        m_reader = std::move(*opened);
    else
        m_readerError = opened.error();
}

Result<> Storage::openWriter(const QString &path)
{
    auto opened = Database::open(path);
    if (opened)
        m_writer = std::move(*opened);
    else
        m_writerError = opened.error();
    m_readPool.start([this, path, error = m_writerError, isOpen = m_writer != nullptr] {
        if (isOpen)
            openReader(path);
        else if (!m_reader)
            m_readerError = error;
        m_readerIsSettled = true;
    });
    return std::move(opened).transform([](const std::unique_ptr<Database> &) {});
}

void Storage::enqueueRead(std::function<void()> job)
{
    m_readPool.start([this, job = std::move(job)] {
        if (m_readerIsSettled)
            job();
        else // once round by the writer's thread: behind its opening of the file
            m_writePool.start([this, job] { m_readPool.start(job); }, Detour);
    });
}

Error Storage::closing()
{
    return fail(ErrorKind::Cancelled, u"Earmark was closed before this was done."_s);
}

} // namespace Earmark
