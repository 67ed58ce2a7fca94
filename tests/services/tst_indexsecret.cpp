// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexsecret.h"
#include "services/logins.h"
#include "services/settingsservice.h"
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/futures.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// Where the secret of Podcast Index is, and where it is not.
class TestIndexSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void withoutAKeyringItIsKnownInThisRunAlone();
    void anOldOneStaysWhereNoKeyringTakesIt();
    void anOldOneMovesOutOfTheFile();
    void theNextRunFindsItInTheKeyring();
    void withoutAKeyNobodyIsAsked();
    void anEmptyOneIsForgotten();
    void whatCouldNotBeKeptIsTriedAgainWithTheNextChange();
    void whatIsTypedMeanwhileCounts();

private:
    void run(); ///< Another run of the program.
    void set(const QString &secret);
    QString secret() const { return m_settings->directories().podcastIndexSecret; }
    QByteArray file() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeKeyring> m_keyring;
    std::unique_ptr<Logins> m_logins;
    std::unique_ptr<SettingsService> m_settings;
    std::unique_ptr<IndexSecret> m_secret;
};

void TestIndexSecret::init()
{
    failOnAnyWarning();
    m_secret.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    m_keyring = std::make_shared<FakeKeyring>();
    run();
}

void TestIndexSecret::run()
{
    m_secret.reset();
    m_settings = std::make_unique<SettingsService>(m_dir->filePath(u"settings.ini"_s));
    m_logins = std::make_unique<Logins>(std::make_unique<FakeSecrets>(m_keyring));
    m_secret = std::make_unique<IndexSecret>(*m_settings, *m_logins);
}

void TestIndexSecret::set(const QString &secret)
{
    DirectorySettings settings = m_settings->directories();
    settings.podcastIndexKey = u"KEY"_s;
    settings.podcastIndexSecret = secret;
    m_settings->setDirectories(settings);
}

QByteArray TestIndexSecret::file() const
{
    QFile file(m_dir->filePath(u"settings.ini"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestIndexSecret::withoutAKeyringItIsKnownInThisRunAlone()
{
    m_keyring->isThere = false;
    set(u"swordfish"_s);

    QCOMPARE(secret(), u"swordfish"_s);
    QVERIFY(!resultOf(m_secret->load()));
    run();

    QVERIFY(file().contains("KEY"));
    QVERIFY(!file().contains("swordfish"));
    QVERIFY(!resultOf(m_secret->load()));
    QCOMPARE(secret(), QString());
}

void TestIndexSecret::anOldOneStaysWhereNoKeyringTakesIt()
{
    m_keyring->isThere = false;
    {
        QSettings old(m_dir->filePath(u"settings.ini"_s), QSettings::IniFormat);
        old.setValue(u"directories/podcastIndexSecret"_s, u"swordfish"_s);
    }
    run();

    QVERIFY(!resultOf(m_secret->load()));

    QCOMPARE(secret(), u"swordfish"_s); // nothing of the listener's is lost
    set(u"another"_s);
    run();
    QVERIFY(!file().contains("swordfish"));
    QVERIFY(!file().contains("another"));
}

void TestIndexSecret::anOldOneMovesOutOfTheFile()
{
    {
        QSettings old(m_dir->filePath(u"settings.ini"_s), QSettings::IniFormat);
        old.setValue(u"directories/podcastIndexKey"_s, u"KEY"_s);
        old.setValue(u"directories/podcastIndexSecret"_s, u"swordfish"_s);
    }
    run();
    QCOMPARE(secret(), u"swordfish"_s);

    QVERIFY(resultOf(m_secret->load()));

    QCOMPARE(secret(), u"swordfish"_s);
    QVERIFY(!file().contains("swordfish"));
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"swordfish"_s));
    run();
    QVERIFY(resultOf(m_secret->load()));
    QCOMPARE(secret(), u"swordfish"_s);
}

void TestIndexSecret::theNextRunFindsItInTheKeyring()
{
    set(u"swordfish"_s);
    run();
    QCOMPARE(secret(), QString());
    m_keyring->reads = 0;

    QVERIFY(resultOf(m_secret->load()));
    QVERIFY(resultOf(m_secret->load()));

    QCOMPARE(secret(), u"swordfish"_s);
    QCOMPARE(m_keyring->reads, 1);
    QVERIFY(!file().contains("swordfish"));
}

void TestIndexSecret::withoutAKeyNobodyIsAsked()
{
    QVERIFY(resultOf(m_secret->load()));
    QCOMPARE(m_keyring->reads, 0);
}

void TestIndexSecret::anEmptyOneIsForgotten()
{
    set(u"swordfish"_s);
    QCOMPARE(m_keyring->secrets.size(), 1);

    set({});

    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestIndexSecret::whatCouldNotBeKeptIsTriedAgainWithTheNextChange()
{
    m_keyring->isThere = false;
    set(u"s3cret"_s);
    QTRY_VERIFY(!resultOf(m_secret->load()));
    m_keyring->isThere = true;

    const auto keptWithAChange = [this] {
        DirectorySettings settings = m_settings->directories();
        settings.fyyd = !settings.fyyd;
        m_settings->setDirectories(settings);
        return m_keyring->secrets.values() == QStringList(u"s3cret"_s);
    };

    QTRY_VERIFY(keptWithAChange());
}

void TestIndexSecret::whatIsTypedMeanwhileCounts()
{
    set(u"old"_s);
    run();
    const auto loading = m_secret->load();

    set(u"new"_s);
    QVERIFY(resultOf(loading));

    QCOMPARE(secret(), u"new"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"new"_s));
}

QTEST_GUILESS_MAIN(TestIndexSecret)
#include "tst_indexsecret.moc"
