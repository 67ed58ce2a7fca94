// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/videotrack.h"
#include "support/failonwarning.h"

#include <QTest>

#include <atomic>
#include <limits>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t Second = 1'000'000;
constexpr std::int64_t Frame = 40'000; // us
constexpr std::int64_t KeyDistance = 50; // pictures
constexpr PictureSize Small{64, 36};
constexpr std::int64_t Nowhere = std::numeric_limits<std::int64_t>::max();

/// Shared with the source on the track's thread.
struct Control
{
    std::int64_t pictures = 1'000; ///< Set before, as begin and pixels.
    std::int64_t begin = 0;
    PictureSize pixels = Small;
    std::atomic<std::int64_t> failAt = Nowhere; ///< Number of a picture ...
    std::atomic<std::int64_t> stallAt = Nowhere; ///< ... that does not come until it is stopped.
    std::atomic<int> opened = 0;
    std::atomic<int> seeks = 0;
    std::atomic<int> decoded = 0;
    std::atomic<int> made = 0;
    std::atomic<int> hurried = 0;
    std::atomic<int> stopped = 0;
};

/// Picture n holds from begin + n * 40 ms on; its first byte is n modulo 256.
class FakePictures final : public VideoSource
{
public:
    explicit FakePictures(std::shared_ptr<Control> control) : m_control(std::move(control)) { }

    PictureSize naturalSize() const override { return m_control->pixels; }
    Status seek(std::int64_t time, std::stop_token stop) override
    {
        ++m_control->seeks;
        const std::int64_t wanted = std::clamp<std::int64_t>((time - m_control->begin) / Frame, 0,
                                                             m_control->pictures - 1);
        m_number = wanted - wanted % KeyDistance;
        while (m_number < wanted) {
            const Status status = next(true, stop);
            if (status != Status::Ok)
                return status;
        }
        return come(stop);
    }
    Status next(bool hurry, std::stop_token stop) override
    {
        if (m_number + 1 >= m_control->pictures)
            return Status::End;
        m_control->hurried += hurry ? 1 : 0;
        ++m_number;
        return come(stop);
    }
    std::int64_t time() const override { return m_control->begin + m_number * Frame; }
    std::int64_t until() const override
    {
        return m_number + 1 < m_control->pictures ? time() + Frame : VideoFrame::Never;
    }
    std::optional<VideoFrame> picture(PictureSize fits) override
    {
        ++m_control->made;
        VideoFrame frame;
        frame.size = {std::min(fits.width, m_control->pixels.width),
                      std::min(fits.height, m_control->pixels.height)};
        frame.stride = frame.size.width * 4;
        const std::shared_ptr<std::uint8_t[]> bytes(new std::uint8_t[frame.byteCount()]());
        bytes[0] = static_cast<std::uint8_t>(m_number);
        frame.bytes = {bytes, bytes.get()};
        frame.time = time();
        frame.until = until();
        return frame;
    }
    std::string failure() const override { return "It broke."; }

private:
    Status come(const std::stop_token &stop)
    {
        while (m_number >= m_control->stallAt && !stop.stop_requested())
            std::this_thread::yield();
        if (stop.stop_requested()) {
            ++m_control->stopped;
            return Status::Cancelled;
        }
        ++m_control->decoded;
        return m_number >= m_control->failAt ? Status::Failed : Status::Ok;
    }

    const std::shared_ptr<Control> m_control;
    std::int64_t m_number = 0;
};

} // namespace

/// The clock is the test's: what it wishes for is what is heard.
class TestVideoTrack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_track.reset(); }

    void whatCannotBeOpenedIsSaid();
    void aFailureIsSaidAndItRests();
    void aJumpInterruptsWhatIsWaitedFor();
    void closingInterruptsToo();
    void nothingIsOpenedUntilSomebodyLooks();
    void pausedThereIsOnePicture();
    void eachPictureIsGivenOnceAndInItsTime();
    void itDecodesOnlyALittleAhead();
    void largePicturesAreFewer();
    void aStepBackIsAJumpAndTremblingIsNone();
    void farAheadIsAJumpAndNearIsNone();
    void latePicturesAreLeftOut();
    void picturesTooManyForTheEyeAreNotMade();
    void whereItBeginsLaterTheFirstOneIsShown();
    void behindTheEndTheLastOneStays();
    void anotherSizeIsMadeAnewWhereItStands();
    void nobodyLooksAndNothingIsDecoded();

private:
    void begin();
    void wish(std::int64_t position, bool plays = true, double speed = 1, PictureSize size = Small);
    std::optional<VideoFrame> awaited();
    bool comes(std::int64_t time);
    bool rests() const;

    std::shared_ptr<Control> m_control;
    std::atomic<int> m_pings = 0;
    std::unique_ptr<VideoTrack> m_track;
};

void TestVideoTrack::init()
{
    failOnAnyWarning();
    m_pings = 0;
    m_control = std::make_shared<Control>();
}

void TestVideoTrack::begin()
{
    m_track = std::make_unique<VideoTrack>(
            [control = m_control](const std::stop_token &) {
                ++control->opened;
                return VideoTrack::Opened{std::make_unique<FakePictures>(control), {}};
            },
            [this] { ++m_pings; });
}

void TestVideoTrack::wish(std::int64_t position, bool plays, double speed, PictureSize size)
{
    m_track->wish({.position = position, .speed = speed, .plays = plays, .size = size});
}

/// The picture of the last wish, when it is there.
std::optional<VideoFrame> TestVideoTrack::awaited()
{
    std::optional<VideoFrame> frame;
    const bool came = QTest::qWaitFor([&] {
        frame = m_track->take();
        return frame.has_value() || m_track->state().failed;
    });
    return came ? frame : std::nullopt;
}

/// The picture that holds from this time on, after what was there before.
bool TestVideoTrack::comes(std::int64_t time)
{
    return QTest::qWaitFor([&] {
        const auto frame = m_track->take();
        return frame && frame->time == time;
    });
}

/// Nothing was decoded between two looks.
bool TestVideoTrack::rests() const
{
    int before = -1;
    int still = 0;
    return QTest::qWaitFor([&] {
        const int now = m_control->decoded + m_control->made;
        still = now == before ? still + 1 : 0;
        before = now;
        return still >= 3; // looks, 10 ms apart
    });
}

void TestVideoTrack::whatCannotBeOpenedIsSaid()
{
    m_track = std::make_unique<VideoTrack>(
            [](const std::stop_token &) {
                return VideoTrack::Opened{nullptr, "There is nothing."};
            },
            [this] { ++m_pings; });
    wish(0);
    QTRY_VERIFY(m_track->state().failed);
    QCOMPARE(QString::fromStdString(m_track->state().failure), u"There is nothing."_s);
    QVERIFY(m_pings > 0);
    QVERIFY(!m_track->take());
}

void TestVideoTrack::aFailureIsSaidAndItRests()
{
    m_control->failAt = 10;
    begin();
    wish(0);
    QVERIFY(awaited());
    wish(9 * Frame);
    QVERIFY(QTest::qWaitFor([&] {
        m_track->take(); // makes room
        return m_track->state().failed;
    }));
    QCOMPARE(QString::fromStdString(m_track->state().failure), u"It broke."_s);
    const int decoded = m_control->decoded;
    wish(5 * Second);
    QVERIFY(rests());
    QCOMPARE(m_control->decoded, decoded);
}

void TestVideoTrack::aJumpInterruptsWhatIsWaitedFor()
{
    m_control->stallAt = 500;
    begin();
    wish(600 * Frame, false);
    QTRY_COMPARE(m_control->seeks, 1);
    wish(100 * Frame, false);
    const auto frame = awaited();
    QVERIFY(frame);
    QCOMPARE(frame->time, 100 * Frame);
    QVERIFY(m_control->stopped > 0);
}

void TestVideoTrack::closingInterruptsToo()
{
    m_control->stallAt = 0;
    begin();
    wish(0);
    QTRY_COMPARE(m_control->seeks, 1);
    m_track->close();
    QTRY_VERIFY(m_track->state().finished);
    QVERIFY(m_control->stopped > 0);
}

void TestVideoTrack::nothingIsOpenedUntilSomebodyLooks()
{
    begin();
    wish(Second, true, 1, {});
    QVERIFY(!m_track->take());
    QVERIFY(rests());
    QCOMPARE(m_control->opened, 0);
    wish(Second);
    QVERIFY(awaited());
    QCOMPARE(m_control->opened, 1);
    QCOMPARE(m_track->state().naturalSize, Small);
}

void TestVideoTrack::pausedThereIsOnePicture()
{
    begin();
    wish(Second + Frame / 2, false);
    QVERIFY(!m_track->take());
    QTRY_COMPARE(m_pings, 1); // because it was asked for in vain
    const auto frame = m_track->take();
    QVERIFY(frame);
    QCOMPARE(frame->time, Second);
    QCOMPARE(frame->until, Second + Frame);
    QVERIFY(!m_track->take());
    QVERIFY(rests());
    QCOMPARE(m_control->made, 1);
    QCOMPARE(m_pings, 1);
}

void TestVideoTrack::eachPictureIsGivenOnceAndInItsTime()
{
    begin();
    for (std::int64_t position = 0; position < 3 * Second; position += Frame / 2) {
        wish(position);
        const bool isNew = position % Frame == 0;
        const auto frame = isNew ? awaited() : m_track->take();
        QCOMPARE(frame.has_value(), isNew);
        if (frame) {
            QCOMPARE(frame->time, position);
            QCOMPARE(int{frame->bytes.get()[0]}, static_cast<int>(position / Frame) % 256);
        }
    }
    QCOMPARE(m_control->seeks, 1);
    QCOMPARE(m_control->hurried, 0);
}

void TestVideoTrack::itDecodesOnlyALittleAhead()
{
    begin();
    wish(0);
    QVERIFY(awaited());
    QTRY_COMPARE(m_control->made, 1 + static_cast<int>(VideoTrack::MostPictures));
    wish(2 * Frame);
    QVERIFY(awaited());
    QTRY_COMPARE(m_control->made, 3 + static_cast<int>(VideoTrack::MostPictures));
    QVERIFY(rests());
    QCOMPARE(m_control->made, 3 + static_cast<int>(VideoTrack::MostPictures));
}

void TestVideoTrack::largePicturesAreFewer()
{
    m_control->pixels = {3'840, 2'160};
    begin();
    wish(0, true, 1, m_control->pixels);
    QVERIFY(awaited());
    QTRY_COMPARE(m_control->made, 3);
    QVERIFY(rests());
    QCOMPARE(m_control->made, 3);
}

void TestVideoTrack::aStepBackIsAJumpAndTremblingIsNone()
{
    begin();
    wish(10 * Second);
    QVERIFY(awaited());
    wish(10 * Second - 100'000);
    QVERIFY(!m_track->take());
    QVERIFY(rests());
    QCOMPARE(m_control->seeks, 1);
    wish(10 * Second - 100'000, false); // paused there: exactly
    const auto exact = awaited();
    QVERIFY(exact);
    QCOMPARE(exact->time, 10 * Second - 120'000);
    wish(9 * Second);
    const auto back = awaited();
    QVERIFY(back);
    QCOMPARE(back->time, 9 * Second);
    QCOMPARE(m_control->seeks, 3);
}

void TestVideoTrack::farAheadIsAJumpAndNearIsNone()
{
    begin();
    wish(0);
    QVERIFY(awaited());
    wish(2 * Second, false);
    QVERIFY(comes(2 * Second));
    QCOMPARE(m_control->seeks, 1);
    wish(20 * Second, false);
    QVERIFY(comes(20 * Second));
    QCOMPARE(m_control->seeks, 2);
}

void TestVideoTrack::latePicturesAreLeftOut()
{
    begin();
    wish(0);
    QVERIFY(awaited());
    QVERIFY(rests());
    const int made = m_control->made;
    wish(46 * Frame); // those up to the 8th wait, those up to the 45th are late
    QVERIFY(comes(46 * Frame));
    QVERIFY(rests());
    QVERIFY(m_control->hurried > 20);
    const int late = 37 / (VideoTrack::MostLeftOut + 1);
    QVERIFY2(m_control->made - made <= late + 2 + static_cast<int>(VideoTrack::MostPictures),
             qPrintable(QString::number(m_control->made - made)));
}

void TestVideoTrack::picturesTooManyForTheEyeAreNotMade()
{
    begin();
    wish(0, true, 4); // 100 a second
    QVERIFY(awaited());
    QVERIFY(rests());
    const auto frame = [&] {
        wish(2 * Frame, true, 4);
        return awaited();
    }();
    QVERIFY(frame);
    QCOMPARE(frame->time, 2 * Frame);
    QCOMPARE(frame->until, 4 * Frame);
    QVERIFY(m_control->made < m_control->decoded);
}

void TestVideoTrack::whereItBeginsLaterTheFirstOneIsShown()
{
    m_control->begin = Second;
    begin();
    wish(0);
    const auto frame = awaited();
    QVERIFY(frame);
    QCOMPARE(frame->time, Second);
    wish(Second / 2);
    QVERIFY(rests());
    QVERIFY(!m_track->take());
    wish(Second + Frame);
    QVERIFY(awaited());
    QCOMPARE(m_control->seeks, 1);
}

void TestVideoTrack::behindTheEndTheLastOneStays()
{
    m_control->pictures = 100;
    begin();
    wish(3'900'000);
    QVERIFY(awaited());
    wish(5 * Second);
    const auto last = awaited();
    QVERIFY(last);
    QCOMPARE(last->time, 99 * Frame);
    QCOMPARE(last->until, VideoFrame::Never);
    wish(60 * Second);
    QVERIFY(rests());
    QVERIFY(!m_track->take());
    QCOMPARE(m_control->seeks, 1);
    wish(Second);
    QVERIFY(awaited());
    QCOMPARE(m_control->seeks, 2);
}

void TestVideoTrack::anotherSizeIsMadeAnewWhereItStands()
{
    begin();
    wish(Second, false, 1, {32, 18});
    const auto small = awaited();
    QVERIFY(small);
    QCOMPARE(small->size, (PictureSize{32, 18}));
    wish(Second, false);
    const auto large = awaited();
    QVERIFY(large);
    QCOMPARE(large->size, Small);
    QCOMPARE(large->time, Second);
    QVERIFY(rests());
    QVERIFY(!m_track->take());
}

void TestVideoTrack::nobodyLooksAndNothingIsDecoded()
{
    begin();
    wish(0);
    QVERIFY(awaited());
    wish(Frame, true, 1, {});
    QVERIFY(rests());
    const int decoded = m_control->decoded;
    for (std::int64_t position = Frame; position < 3 * Second; position += Frame) {
        wish(position, true, 1, {});
        QVERIFY(!m_track->take());
    }
    QVERIFY(rests());
    QCOMPARE(m_control->decoded, decoded);
    wish(3 * Second);
    const auto frame = awaited();
    QVERIFY(frame);
    QCOMPARE(frame->time, 3 * Second);
}

QTEST_GUILESS_MAIN(TestVideoTrack)
#include "tst_videotrack.moc"
