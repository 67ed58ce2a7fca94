// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "support/failonwarning.h"

#include <QBuffer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// How a picture comes out of the artwork service: a square for artwork, itself for notes.
class TestPictureShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aPictureIsCroppedToASquareOrKeptWhole();
    void aSmallPictureIsNotEnlarged();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ArtworkService> m_artwork;
    QUrl m_wide; ///< 80 by 20
};

void TestPictureShapes::init()
{
    failOnAnyWarning();
    m_http = std::make_unique<HttpClient>(m_dir.filePath(u"stream"_s));
    m_artwork = std::make_unique<ArtworkService>(*m_http, m_dir.filePath(u"artwork"_s));
    QImage wide(80, 20, QImage::Format_RGB32);
    wide.fill(Qt::green);
    QBuffer bytes;
    QVERIFY(wide.save(&bytes, "PNG"));
    m_wide = m_artwork->keep(bytes.data());
    QTRY_VERIFY(!QDir(m_dir.filePath(u"artwork"_s)).isEmpty());
}

void TestPictureShapes::aPictureIsCroppedToASquareOrKeptWhole()
{
    QTRY_COMPARE(m_artwork->square(m_wide, 40).size(), QSize(40, 40));
    QTRY_COMPARE(m_artwork->whole(m_wide, 40).size(), QSize(40, 10));
    QCOMPARE(m_artwork->square(m_wide, 40).size(), QSize(40, 40));
}

void TestPictureShapes::aSmallPictureIsNotEnlarged()
{
    QTRY_COMPARE(m_artwork->whole(m_wide, 400).size(), QSize(80, 20));
}

QTEST_GUILESS_MAIN(TestPictureShapes)
#include "tst_pictureshapes.moc"
