// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexsecret.h"

#include "core/async.h"
#include "services/logins.h"
#include "services/secretstore.h"
#include "services/settingsservice.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {
const auto Name = u"Podcast Index"_s;
}

IndexSecret::IndexSecret(SettingsService &settings, Logins &logins, QObject *parent)
    : QObject(parent), m_settings(settings), m_logins(logins),
      m_kept(settings.directories().podcastIndexSecret)
{
    connect(&settings, &SettingsService::directoriesChanged, this, &IndexSecret::keepNew);
}

QFuture<Result<>> IndexSecret::load()
{
    if (m_loaded)
        return *m_loaded;
    const QString old = m_settings.indexSecretInFile();
    if (!old.isEmpty())
        m_loaded = moveOutOfFile(old);
    else if (!m_settings.directories().podcastIndexKey.isEmpty())
        m_loaded = read();
    return m_loaded.value_or(readyFuture(Result<>()));
}

QFuture<Result<>> IndexSecret::moveOutOfFile(const QString &secret)
{
    return then(m_logins.secrets().write(Name, secret), this,
                [this, secret](const Result<> &written) {
                    if (written && m_settings.indexSecretInFile() == secret)
                        m_settings.removeIndexSecretFromFile();
                    return written;
                });
}

QFuture<Result<>> IndexSecret::read()
{
    return then(m_logins.secrets().read(Name), this,
                [this](const Result<QString> &secret) -> Result<> {
                    if (!secret)
                        return secret.error();
                    DirectorySettings settings = m_settings.directories();
                    if (!settings.podcastIndexSecret.isEmpty())
                        return {}; // typed meanwhile
                    m_kept = *secret;
                    settings.podcastIndexSecret = *secret;
                    m_settings.setDirectories(settings);
                    return {};
                });
}

void IndexSecret::keepNew()
{
    const QString secret = m_settings.directories().podcastIndexSecret;
    if (secret == m_kept)
        return;
    m_kept = secret;
    m_loaded = secret.isEmpty() ? m_logins.secrets().remove(Name)
                                : m_logins.secrets().write(Name, secret);
    onResult(*m_loaded, this, [this, secret](const Result<> &done) {
        if (!done && m_kept == secret)
            m_kept.clear(); // tried again with the next change
    });
}

} // namespace Earmark
