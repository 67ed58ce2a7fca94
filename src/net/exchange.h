// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "net/hostqueue.h"
#include "net/httpclient.h"

#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <optional>
#include <utility>

class QHostInfo;

namespace Earmark {

class Transport;

/// One request to its answer: waits for its place, follows redirects, watches the clock, asks once
/// more under a plain name after a 403, asks nobody it may not. The body is the owner's: read() it
/// as it comes. Deleting an Exchange ends it without a word. Network thread only.
class Exchange : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Exchange)

public:
    struct Ask
    {
        QUrl url{};
        QList<std::pair<QByteArray, QByteArray>> headers{};
        HttpRequest::Priority priority = HttpRequest::Priority::Background;
        bool media = false; ///< No limit for the whole; bytes as they are, never compressed.
        std::optional<HttpCredentials> credentials{}; ///< Only for the origin of url.
        QList<std::pair<QByteArray, QByteArray>> originHeaders{}; ///< The same.
        Reach reach = Reach::Anywhere;
        QString ownHost{}; ///< As in HttpRequest.
        bool isRefusalTold = false; ///< As in HttpRequest.
    };

    Exchange(Transport &transport, Ask ask, QObject *parent);
    ~Exchange() override;

    void start();
    void go(); ///< Only for Transport: there is a place now.

    int status() const { return m_status; }
    QByteArray header(const char *name) const;
    /// What Content-Length says, of the bytes as they come.
    std::optional<qint64> length() const;
    bool isFramed() const; ///< HTTP/2: a body that is cut is an error, not an end.
    const QUrl &finalUrl() const { return m_url; }
    /// How far the redirects were permanent (301, 308) before the first that was not.
    const QUrl &permanentUrl() const { return m_permanentUrl; }
    QByteArray read(qint64 most);
    /// Stops reading and the clock with it, and gives the place at the host to others: a stream
    /// nobody listens to yet must not hold up a refresh.
    void pause();
    void resume();
    /// The last answer came from where the credentials may be sent, without having been elsewhere.
    bool isTrusted() const { return m_trusted; }
    bool isPaused() const { return m_paused; }
    bool isFinished() const { return m_done; }

Q_SIGNALS:
    void headCame(); ///< Of the last answer: 2xx or 304, or what says no and shall be told.
    void bytesCame(); ///< Only after headCame().
    /// Once. All of the body can be read now; an error when it is not whole. The Exchange may be
    /// deleted by the receiver with deleteLater().
    void finished(const std::optional<Earmark::Error> &error);

private:
    void askReach();
    void judgeAddresses(const QHostInfo &info);
    void send();
    void readHead();
    void readMore();
    void replyFinished();
    void timeIsUp();
    void noteAnswer(const std::optional<Error> &error);
    void redirect();
    void giveUp(const Error &error);
    void dropReply();
    bool isAnswer() const; ///< A status whose body somebody wants.
    bool isRefusal() const; ///< One that is told as an answer.
    std::optional<Error> judge() const;

    Transport &m_transport;
    Ask m_ask;
    QUrl m_url;
    QUrl m_permanentUrl;
    QSet<QUrl> m_seen;
    QPointer<QNetworkReply> m_reply;
    QList<QSslError> m_sslErrors;
    QTimer m_limit; ///< Connect, then idle.
    QTimer m_whole;
    std::optional<HostQueue::Ticket> m_ticket;
    int m_status = 0;
    qint64 m_unwanted = 0; ///< Bytes of bodies nobody wants: of redirects and refusals.
    bool m_sent = false;
    bool m_headTold = false;
    bool m_plainName = false;
    bool m_redirected = false;
    bool m_isPermanent = true; ///< So far.
    bool m_trusted = true;
    bool m_paused = false;
    bool m_done = false;
};

} // namespace Earmark
