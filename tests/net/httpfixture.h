// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "support/failonwarning.h"
#include "support/testhttpserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Earmark {

/// What every test of HttpClient starts with: a server on loopback that knows no address yet, and a
/// client with the usual limits and an empty folder. Not a QObject: a test inherits it second and
/// calls setUp() and tearDown() from its own init() and cleanup().
class HttpFixture
{
protected:
    using Answer = QFuture<Result<HttpResponse>>;

    void setUp()
    {
        failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestHttpServer>();
        m_client = std::make_unique<HttpClient>(m_folder->path());
    }

    void tearDown()
    {
        m_client.reset();
        m_server.reset();
    }

    Answer get(const QUrl &url, qint64 maxBody = MaxFeedBytes)
    {
        return m_client->get({.url = url, .validators = {}, .maxBody = maxBody});
    }

    static Result<HttpResponse> wait(const Answer &answer)
    {
        using namespace Qt::StringLiterals;
        if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 10000)
            || answer.resultCount() == 0)
            return fail(ErrorKind::Usage, u"no result"_s);
        return answer.result();
    }

    Result<HttpResponse> fetch(const QString &path) { return wait(get(m_server->url(path))); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<HttpClient> m_client;
};

} // namespace Earmark
