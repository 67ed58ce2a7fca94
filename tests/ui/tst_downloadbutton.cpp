// SPDX-License-Identifier: GPL-3.0-or-later
#include "mediasamples.h"
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/episode/downloadbutton.h"
#include "ui/episode/episodepanel.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// What is there of the panel's episode, and the button for it.
class TestDownloadButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void thePanelsButtonFollows_data();
    void thePanelsButtonFollows();
    void anotherEpisodeHasAnotherButton();
    void aNarrowPanelKeepsItsButtonsWhole();

private:
    Appearance *m_appearance = nullptr;
};

void TestDownloadButton::init()
{
    failOnAnyWarning();
    if (m_appearance == nullptr)
        m_appearance = new Appearance(ColourScheme::Light, false, this);
}

void TestDownloadButton::thePanelsButtonFollows_data()
{
    QTest::addColumn<MediaStatus>("status");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("tip");
    QTest::addColumn<EpisodeWish>("wish");
    QTest::newRow("nothing") << MediaStatus() << u"Download"_s << u"Download (D), 61 MB"_s
                             << EpisodeWish::Download;
    QTest::newRow("part") << aPart() << u"Download the rest"_s
                          << u"Download the rest (D). 33 % of 54 MB is on this computer."_s
                          << EpisodeWish::Download;
    QTest::newRow("running") << aDownload(DownloadState::Running) << u"Cancel the download"_s
                             << u"Cancel the download (D). Downloading: 33 % of 54 MB"_s
                             << EpisodeWish::CancelDownload;
    QTest::newRow("failed") << aDownload(DownloadState::Failed, u"Failed: it is gone."_s)
                            << u"Try the download again"_s
                            << u"Try the download again (D). Failed: it is gone. 33 % of 54 MB is "
                               "on this computer."_s
                            << EpisodeWish::Download;
    QTest::newRow("whole") << aFile() << u"Downloaded"_s
                           << u"Downloaded, 54 MB. Shift+D deletes the file."_s
                           << EpisodeWish::Download;
}

void TestDownloadButton::thePanelsButtonFollows()
{
    QFETCH(MediaStatus, status);
    EpisodePanel panel;
    panel.resize(400, 500);
    panel.showEpisode(SampleLibrary::row(1));
    panel.showSize(61'000'000);
    panel.showMedia(status);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QSignalSpy wished(&panel, &EpisodePanel::wished);
    auto *button = panel.findChild<DownloadButton *>();
    QTEST(button->accessibleName(), "name");
    QTEST(button->toolTip(), "tip");
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(wished.count(), 1);
    QTEST(wished.first().first().value<EpisodeWish>(), "wish");
    QVERIFY(!button->grab().toImage().isNull());
}

void TestDownloadButton::anotherEpisodeHasAnotherButton()
{
    EpisodePanel panel;
    panel.showEpisode(SampleLibrary::row(1));
    panel.showSize(61'000'000);
    panel.showMedia(aFile());
    EpisodeRow row = SampleLibrary::row(1);
    row.state.favourite = true;
    panel.showEpisode(row); // the same one: nobody said that its file went
    const auto *button = panel.findChild<DownloadButton *>();
    QCOMPARE(button->accessibleName(), u"Downloaded"_s);

    EpisodeRow other = SampleLibrary::row(2);
    other.downloading = true;
    panel.showEpisode(other);
    QCOMPARE(button->accessibleName(), u"Cancel the download"_s);
    panel.showEpisode(SampleLibrary::row(3));
    QCOMPARE(button->toolTip(), u"Download (D)"_s);
}

void TestDownloadButton::aNarrowPanelKeepsItsButtonsWhole()
{
    EpisodePanel panel;
    panel.showEpisode(SampleLibrary::row(1));
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    for (const int width : {500, 340, 300, 270}) {
        panel.resize(width, 500);
        for (const QString &name :
             {u"play"_s, u"queue"_s, u"download"_s, u"favourite"_s, u"more"_s}) {
            const auto *button = panel.findChild<QAbstractButton *>(name);
            QTRY_VERIFY2(button->width() >= button->sizeHint().width(),
                         qPrintable(name + QString::number(width)));
            QVERIFY(!button->accessibleName().isEmpty());
        }
    }
    panel.resize(500, 500);
    QCOMPARE(panel.findChild<QPushButton *>(u"queue"_s)->text(), u"Queue"_s);
    QCOMPARE(panel.findChild<QPushButton *>(u"play"_s)->text(), u"Play"_s);
}

QTEST_MAIN(TestDownloadButton)
#include "tst_downloadbutton.moc"
