// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ownnetwork.h"
#include "support/failonwarning.h"

#include <QTest>
#include <QUrl>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestOwnNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void hostsAreJudgedByTheirName_data();
    void hostsAreJudgedByTheirName();
    void addressesAreJudgedAsTheyComeFromAUrl_data();
    void addressesAreJudgedAsTheyComeFromAUrl();
    void theEdgesOfEveryNetAreExact();
    void oneHostHasManySpellings();
};

namespace {

void judged(const QStringList &hosts, HostPlace place)
{
    for (const QString &host : hosts)
        QTest::newRow(host.isEmpty() ? "(none)" : qPrintable(host)) << host << place;
}

} // namespace

void TestOwnNetwork::hostsAreJudgedByTheirName_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<HostPlace>("place");

    judged({u""_s, u"."_s, u"localhost"_s, u"LOCALHOST."_s, u"a.localhost"_s, u"nas"_s, u"nas."_s,
            u"nas.local"_s, u"Nas.LOCAL."_s, u"router.lan"_s, u"x.home.arpa"_s, u"db.internal"_s,
            u"x.localdomain"_s, u"local"_s},
           HostPlace::Own);
    judged({u"127.0.0.1"_s,
            u"127.1"_s,
            u"127.0.0.1."_s,
            u"0x7f.1"_s,
            u"0X7F.1"_s,
            u"2130706433"_s,
            u"0x7f000001"_s,
            u"0177.0.0.1"_s,
            u"017700000001"_s,
            u"0"_s,
            u"0.0.0.0"_s,
            u"10.0.0.1"_s,
            u"100.64.0.1"_s,
            u"169.254.169.254"_s,
            u"172.16.0.1"_s,
            u"172.31.255.255"_s,
            u"192.168.1.1"_s,
            u"192.168.257"_s,
            u"224.0.0.1"_s,
            u"255.255.255.255"_s,
            u"240.0.0.1"_s,
            u"\uff11\uff12\uff17.0.0.1"_s,
            u"127\u30020\u30020\u30021"_s},
           HostPlace::Own);
    judged({u"::1"_s,
            u"::"_s,
            u"[::1]"_s,
            u"fe80::1"_s,
            u"fe80::1%eth0"_s,
            u"febf::1"_s,
            u"fc00::1"_s,
            u"fdff::1"_s,
            u"ff02::1"_s,
            u"fec0::1"_s,
            u"::ffff:127.0.0.1"_s,
            u"::ffff:c0a8:101"_s,
            u"::127.0.0.1"_s,
            u"::ffff:0:10.0.0.1"_s,
            u"64:ff9b::10.0.0.1"_s,
            u"64:ff9b:1::8.8.8.8"_s,
            u"2002:7f00:1::"_s,
            u"2001:0:1:2:3:4:80ff:fffe"_s,
            u"100::1"_s,
            u"no::address::at:all"_s},
           HostPlace::Own);
    // What ends in a number and is no address: some resolver may make one of it.
    judged({u"256.1"_s, u"1.2.3.4.5"_s, u"a.example.1"_s, u"4294967296"_s, u"1..1"_s,
            u"0x100000000"_s, u"a.0x7f"_s, u"08.08.08.08.1"_s},
           HostPlace::Own);
    judged({u"93.184.216.34"_s, u"8.8.8.8"_s, u"1572395042"_s, u"172.32.0.1"_s, u"100.128.0.1"_s,
            u"169.253.0.1"_s, u"198.18.0.1"_s, u"2606:2800:220:1::1"_s, u"[2606:2800::1]"_s,
            u"::ffff:8.8.8.8"_s, u"64:ff9b::8.8.8.8"_s, u"2002:808:808::1"_s},
           HostPlace::Internet);
    judged({u"example.org"_s, u"Example.ORG."_s, u"127.0.0.1.nip.io"_s, u"local.example"_s,
            u"localhost.example"_s, u"xlocal.example"_s, u"b\u00fccher.example"_s, u"a.0x7g"_s},
           HostPlace::Unknown);
}

void TestOwnNetwork::hostsAreJudgedByTheirName()
{
    QFETCH(QString, host);
    QFETCH(HostPlace, place);

    QCOMPARE(placeOfHost(host), place);
    QCOMPARE(isOwnNetwork(host), place == HostPlace::Own);
}

void TestOwnNetwork::addressesAreJudgedAsTheyComeFromAUrl_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<HostPlace>("place");

    for (const QString &own :
         {u"http://127.1/"_s, u"http://0x7f.1/"_s, u"http://2130706433/"_s, u"http://[::1]:80/"_s,
          u"http://%31%32%37.0.0.1/"_s, u"http://\u2460\u2461\u2466.0.0.1/"_s, u"http://0/"_s,
          u"http://u:p@192.168.1.1:99/"_s, u"http://[::ffff:127.0.0.1]/"_s, u"http://nas:8080/"_s,
          u"http://127\u30020\u30020\u30021/"_s, u"http://[fe80::1%25eth0]/"_s})
        QTest::newRow(qPrintable(own)) << own << HostPlace::Own;
    QTest::newRow("name") << u"https://feeds.example.org/a"_s << HostPlace::Unknown;
    QTest::newRow("public") << u"https://8.8.8.8/a"_s << HostPlace::Internet;
}

void TestOwnNetwork::addressesAreJudgedAsTheyComeFromAUrl()
{
    QFETCH(QString, address);
    QFETCH(HostPlace, place);

    QCOMPARE(placeOfHost(QUrl(address).host()), place);
}

void TestOwnNetwork::theEdgesOfEveryNetAreExact()
{
    struct Net
    {
        std::uint32_t first;
        std::uint32_t last;
    };
    for (const Net &net :
         {Net{0x0a000000, 0x0affffff}, Net{0x64400000, 0x647fffff}, Net{0x7f000000, 0x7fffffff},
          Net{0xa9fe0000, 0xa9feffff}, Net{0xac100000, 0xac1fffff}, Net{0xc0a80000, 0xc0a8ffff}}) {
        QVERIFY(isOwnAddress(net.first));
        QVERIFY(isOwnAddress(net.last));
        QVERIFY(!isOwnAddress(net.first - 1));
        QVERIFY(!isOwnAddress(net.last + 1));
    }
    QVERIFY(isOwnAddress(0x00ffffffU));
    QVERIFY(!isOwnAddress(0x01000000U));
    QVERIFY(!isOwnAddress(0xdfffffffU));
    QVERIFY(isOwnAddress(0xffffffffU));
    QVERIFY(isOwnAddress(Ip6Address{0xfd}));
    QVERIFY(!isOwnAddress(Ip6Address{0xfb}));
    QVERIFY(!isOwnAddress(Ip6Address{0xfe, 0x00, 1}));
}

void TestOwnNetwork::oneHostHasManySpellings()
{
    QVERIFY(isSameHost(u"NAS.local."_s, u"nas.local"_s));
    QVERIFY(isSameHost(u"[::1]"_s, u"::1"_s));
    QVERIFY(!isSameHost(u"nas.local"_s, u"nas2.local"_s));
}

QTEST_GUILESS_MAIN(TestOwnNetwork)
#include "tst_ownnetwork.moc"
