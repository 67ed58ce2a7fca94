// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/directory.h"
#include "core/directoryrequests.h"
#include "core/findinput.h"
#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QHash>
#include <QObject>

#include <functional>

namespace Earmark {

class HttpClient;
struct HttpResponse;
class SettingsService;

/// Asks the public directories of podcasts, all that are switched on at once, and shows what they
/// answer as it comes. What is asked next takes the place of what was asked before. The trouble of
/// one directory costs the others nothing.
///
/// Nothing is asked before somebody calls, nothing but words ever leaves: search() drops what holds
/// an address. Answers are strangers' text (feed/directoryanswers.h); entries whose feed lies on
/// the listener's own network are left out.
class DirectoryService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DirectoryService)

public:
    enum class Progress : quint8 {
        Off, ///< By the listener's word, or there is no key for it.
        Idle,
        Waiting, ///< It wants no more questions this minute.
        Asking,
        Answered,
        Failed,
    };
    struct Chart
    {
        QString country; ///< Two lower-case letters.
        int genre = 0; ///< core/directoryrequests.h, chartCategories(); 0: all.
    };

    DirectoryService(HttpClient &http, SettingsService &settings, Clock clock,
                     QObject *parent = nullptr);
    ~DirectoryService() override;

    void search(const QString &words);
    /// Apple's; the other directories have none by country.
    void showChart(const Chart &chart);
    /// Ends what runs and forgets what was found.
    void stop();

    /// Of the last question, merged; grows while isAsking().
    const DirectoryEntries &entries() const { return m_entries; }
    bool isAsking() const;
    Progress progress(Directory directory) const { return m_progress.value(directory); }
    /// A sentence for each directory that failed or waits, and the directory's name before it.
    QStringList troubles() const;

    /// The feed behind a directory's page (of a kind with an id). Error: a sentence why not.
    QFuture<Result<QUrl>> feedOf(const FindInput &link);

    /// Loads the secret of Podcast Index into the settings, before it is first
    /// needed; without one they have it already.
    using SecretLoader = std::function<QFuture<Result<>>()>;
    void setSecretLoader(SecretLoader loader) { m_loadSecret = std::move(loader); }
    QFuture<Result<>> loadSecret();

    /// A host that answers may point to although it lies on the own network: a
    /// directory's that the settings put there. Empty otherwise.
    QString ownHost() const;

    static QString nameOf(Directory directory);

Q_SIGNALS:
    /// Entries, progress or troubles.
    void changed();

private:
    using Parser = Result<DirectoryEntries> (*)(const QByteArray &json);
    struct Question
    {
        Directory directory;
        QUrl url;
        Parser parse;
    };

    void begin();
    void ask(const Question &question);
    void askIndex(const Question &question);
    QFuture<Result<QUrl>> lookUp(const FindInput &link);
    void keep(Directory directory, const Result<DirectoryEntries> &answer);
    QFuture<Result<DirectoryEntries>> fetch(const Question &question, bool isForList);
    QFuture<Result<DirectoryEntries>> send(const Question &question, bool isForList);
    DirectoryEntries allowed(DirectoryEntries entries) const;
    bool isOn(Directory directory) const;

    HttpClient &m_http;
    SettingsService &m_settings;
    Clock m_clock;
    SecretLoader m_loadSecret;
    quint64 m_wish = 0; ///< Counts questions of the list: an answer to an older
                        ///< one is dropped.
    QHash<Directory, Progress> m_progress;
    QHash<Directory, QString> m_troubles;
    QHash<Directory, DirectoryEntries> m_answers;
    DirectoryEntries m_entries;
    QList<QFuture<Result<HttpResponse>>> m_requests; ///< Of the list.
    QList<QDateTime> m_sentToItunes;
};

} // namespace Earmark
