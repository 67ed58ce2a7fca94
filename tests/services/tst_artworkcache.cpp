// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkcache.h"
#include "services/artworkplan.h"
#include "support/failonwarning.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray encoded(const QImage &image, const char *format)
{
    QBuffer bytes;
    return image.save(&bytes, format) ? bytes.data() : QByteArray();
}

QByteArray plain(int width, int height, QColor color, const char *format = "PNG")
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(color);
    return encoded(image, format);
}

QByteArray bomb()
{
    QImage image(5'000, 5'000, QImage::Format_Mono);
    image.fill(0);
    return encoded(image, "PNG");
}

/// One pixel, red in the first frame, white in the second.
QByteArray movingGif()
{
    const QByteArray frame = QByteArray::fromHex("21f9040005000000"
                                                 "2c00000000010001000002");
    return QByteArray::fromHex("47494638396101000100800000ff0000ffffff") + frame
            + QByteArray::fromHex("02440100") + frame + QByteArray::fromHex("024c0100")
            + QByteArray::fromHex("3b");
}

const QDateTime Now(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
constexpr PictureShape Square{.pixels = 16, .isWhole = false};

} // namespace

class TestArtworkCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Qt's decoders complain of what is broken by design.
    void initTestCase() { QLoggingCategory::setFilterRules(u"qt.gui.imageio*=false"_s); }
    void init();

    void onlyPicturesAreDecoded_data();
    void onlyPicturesAreDecoded();
    void aPictureComesOutScaled_data();
    void aPictureComesOutScaled();
    void theFirstFrameIsShown();
    void seeThroughPicturesStandOnWhite();
    void whatIsUnusedForLongestGoes();
    void timesOfTheFutureGoFirst();
    void aPictureIsAskedForOnceAWeek_data();
    void aPictureIsAskedForOnceAWeek();
    void pausesGrow();
    void whatWasKeptIsThereAgain();
    void whatWasTamperedWithIsGone_data();
    void whatWasTamperedWithIsGone();
    void aFullDiskCostsNothing();
    void tidyingKeepsTheBudgetAndWhatIsNotOurs();

private:
    QString file(const QString &end) const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestArtworkCache::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
}

QString TestArtworkCache::file(const QString &end) const
{
    const QStringList names = QDir(m_dir->path()).entryList({u'*' + end});
    return names.isEmpty() ? QString() : m_dir->filePath(names.first());
}

void TestArtworkCache::onlyPicturesAreDecoded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray png = plain(40, 40, Qt::red);
    const QByteArray jpeg = plain(40, 40, Qt::red, "JPEG");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("SVG") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' "
                                       "height='9'><rect width='9' height='9'/></svg>");
    QTest::newRow("a page") << QByteArray("<html><body>Not found</body></html>");
    QTest::newRow("BMP") << plain(40, 40, Qt::red, "BMP");
    QTest::newRow("icon") << plain(40, 40, Qt::red, "ICO");
    QTest::newRow("pixels as text") << plain(40, 40, Qt::red, "XPM");
    QTest::newRow("TIFF") << plain(40, 40, Qt::red, "TIFF");
    QTest::newRow("SVG that begins like a PNG") << png.left(8) + "<svg/>";
    QTest::newRow("text that begins like WebP") << QByteArray("RIFF\0\0\0\0WEBPnothing", 19);
    QTest::newRow("too many pixels") << bomb();
    QTest::newRow("too long a side") << plain(20'000, 2, Qt::red);
    QTest::newRow("thousands of scans")
            << jpeg.left(jpeg.size() - 2) + QByteArray("\xFF\xDA").repeated(5'000) + jpeg.right(2);
}

void TestArtworkCache::onlyPicturesAreDecoded()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(readPicture(bytes, Square).isNull());
}

void TestArtworkCache::aPictureComesOutScaled_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *format : {"JPEG", "PNG", "WEBP"})
        QTest::newRow(format) << plain(1'600, 800, Qt::red, format);
}

void TestArtworkCache::aPictureComesOutScaled()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!bytes.isEmpty()); // WebP: qt6-image-formats-plugins is installed
    const QImage square = readPicture(bytes, {.pixels = 100, .isWhole = false});
    QCOMPARE(square.size(), QSize(100, 100));
    QVERIFY(square.pixelColor(50, 50).red() > 240);
    QVERIFY(square.pixelColor(50, 50).green() < 15);
    QCOMPARE(readPicture(bytes, {.pixels = 100, .isWhole = true}).size(), QSize(100, 50));
    QCOMPARE(readPicture(bytes, {.pixels = 2'000, .isWhole = true}).size(), QSize(1'600, 800));
    QCOMPARE(readPicture(bytes, {.pixels = 2'000, .isWhole = false}).size(), QSize(2'000, 2'000));
}

void TestArtworkCache::theFirstFrameIsShown()
{
    const QImage image = readPicture(movingGif(), Square);
    QCOMPARE(image.size(), QSize(16, 16));
    QCOMPARE(image.pixelColor(8, 8), QColor(Qt::red));
}

void TestArtworkCache::seeThroughPicturesStandOnWhite()
{
    QImage clear(40, 40, QImage::Format_ARGB32);
    clear.fill(Qt::transparent);
    const QImage square = readPicture(encoded(clear, "PNG"), Square);
    QCOMPARE(square.pixelColor(8, 8), QColor(Qt::white));
}

void TestArtworkCache::whatIsUnusedForLongestGoes()
{
    const QList<KeptFile> files{{u"new"_s, 40, Now.addDays(-1)},
                                {u"old"_s, 40, Now.addDays(-9)},
                                {u"older"_s, 10, Now.addDays(-20)},
                                {u"today"_s, 40, Now}};
    QCOMPARE(filesThatGo(files, 130, Now), QStringList());
    QCOMPARE(filesThatGo(files, 129, Now), QStringList({u"older"_s, u"old"_s}));
    QCOMPARE(filesThatGo(files, 0, Now).size(), 4);
    QCOMPARE(filesThatGo({}, 0, Now), QStringList());
}

void TestArtworkCache::timesOfTheFutureGoFirst()
{
    const QList<KeptFile> files{{u"old"_s, 10, Now.addDays(-100)},
                                {u"future"_s, 10, Now.addYears(100)},
                                {u"never"_s, 20, QDateTime()}};
    QCOMPARE(filesThatGo(files, 11, Now), QStringList({u"never"_s, u"future"_s, u"old"_s}));
}

void TestArtworkCache::aPictureIsAskedForOnceAWeek_data()
{
    QTest::addColumn<QDateTime>("checked");
    QTest::addColumn<bool>("due");
    QTest::newRow("never") << QDateTime() << true;
    QTest::newRow("yesterday") << Now.addDays(-1) << false;
    QTest::newRow("a week ago") << Now.addDays(-7) << true;
    QTest::newRow("by a clock that is a little wrong") << Now.addSecs(60) << false;
    QTest::newRow("in ten years") << Now.addYears(10) << true;
}

void TestArtworkCache::aPictureIsAskedForOnceAWeek()
{
    QFETCH(QDateTime, checked);
    QTEST(isDue(checked, std::chrono::days(7), Now), "due");
}

void TestArtworkCache::pausesGrow()
{
    QCOMPARE(pauseAfter(1, 30s), 30s);
    QCOMPARE(pauseAfter(2, 30s), 60s);
    QCOMPARE(pauseAfter(5, 30s), 480s);
    QCOMPARE(pauseAfter(1'000'000, 30s), 3600s);
    QCOMPARE(pauseAfter(0, 30s), 30s);
}

void TestArtworkCache::whatWasKeptIsThereAgain()
{
    const QUrl url(u"https://a.example/cover.png"_s);
    const HttpValidators validators{"\"a\nb %41\"", "Sun, 01 Nov 2026 12:00:00 GMT"};
    QString content;
    {
        ArtworkCache cache(m_dir->path(), 1'000'000);
        content = cache.keep(plain(40, 40, Qt::red));
        QCOMPARE(cache.keep(plain(40, 40, Qt::red)), content);
        cache.setEntry(url, {.content = content, .validators = validators, .checked = Now});
    }
    ArtworkCache cache(m_dir->path(), 1'000'000);
    const auto entry = cache.entry(url);
    QVERIFY(entry);
    QCOMPARE(entry->content, content);
    QCOMPARE(entry->validators, validators);
    QCOMPARE(entry->checked, Now);
    QCOMPARE(cache.read(content, Square).size(), QSize(16, 16));
    QVERIFY(!cache.entry(QUrl(u"https://b.example/"_s)));

    QVERIFY(QFile::remove(file(u".picture"_s)));
    QCOMPARE(cache.read(content, Square).size(), QSize(16, 16)); // the small one is enough
    QVERIFY(cache.read(content, {.pixels = 17, .isWhole = false}).isNull());
}

void TestArtworkCache::whatWasTamperedWithIsGone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("noise") << QByteArray("noise");
    QTest::newRow("another picture") << plain(40, 40, Qt::blue);
    QTest::newRow("a bomb") << bomb();
}

void TestArtworkCache::whatWasTamperedWithIsGone()
{
    QFETCH(QByteArray, bytes);
    ArtworkCache cache(m_dir->path(), 1'000'000);
    const QUrl url(u"https://a.example/cover.png"_s);
    const QString content = cache.keep(plain(40, 40, Qt::red));
    cache.setEntry(url, {.content = content, .validators = {}, .checked = Now});
    for (const QString &end : {u".picture"_s, u".address"_s}) {
        QFile victim(file(end));
        QVERIFY(victim.open(QIODevice::WriteOnly | QIODevice::Truncate));
        victim.write(bytes);
    }
    QVERIFY(!cache.entry(url));
    QVERIFY(cache.read(content, Square).isNull());

    // A link may lead anywhere: not followed, though there is the right picture at its end.
    const QString place = m_dir->filePath(content + u".picture"_s);
    QFile::remove(place);
    QFile elsewhere(m_dir->filePath(u"elsewhere"_s));
    QVERIFY(elsewhere.open(QIODevice::WriteOnly));
    elsewhere.write(plain(40, 40, Qt::red));
    elsewhere.close();
    QVERIFY(QFile::link(elsewhere.fileName(), place));
    QVERIFY(cache.read(content, Square).isNull());
}

void TestArtworkCache::aFullDiskCostsNothing()
{
    QFile file(m_dir->filePath(u"taken"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ArtworkCache cache(m_dir->filePath(u"taken/artwork"_s), 1'000'000); // nobody can make it
    const QString content = cache.keep(plain(40, 40, Qt::red));
    QCOMPARE(cache.read(content, Square).size(), QSize(16, 16));
    QVERIFY(cache.read(content + u'x', Square).isNull());
    QVERIFY(cache.read(u"../../etc/passwd"_s, Square).isNull());
    cache.tidy(Now);
}

void TestArtworkCache::tidyingKeepsTheBudgetAndWhatIsNotOurs()
{
    const QByteArray red = plain(400, 400, Qt::red);
    ArtworkCache cache(m_dir->path(), red.size() + red.size() / 2);
    const QString old = cache.keep(red);
    QFile aged(m_dir->filePath(old + u".picture"_s));
    QVERIFY(aged.open(QIODevice::ReadWrite));
    QVERIFY(aged.setFileTime(Now.addDays(-30), QFileDevice::FileModificationTime));
    aged.close();
    const QString young = cache.keep(plain(400, 400, Qt::blue));
    for (const QString &name : QStringList{u"notes.txt"_s, old + u".picture.AbCdEf"_s}) {
        QFile other(m_dir->filePath(name));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("x");
        QVERIFY(other.flush()); // or closing it would set the time anew
        QVERIFY(other.setFileTime(Now.addDays(-30), QFileDevice::FileModificationTime));
    }

    cache.tidy(QDateTime::currentDateTimeUtc());
    QVERIFY(!cache.has(old));
    QVERIFY(cache.has(young));
    QVERIFY(QFile::exists(m_dir->filePath(u"notes.txt"_s)));
    QVERIFY(!QFile::exists(m_dir->filePath(old + u".picture.AbCdEf"_s))); // a crash left it
}

QTEST_GUILESS_MAIN(TestArtworkCache)
#include "tst_artworkcache.moc"
