// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/fallbacksource.h"
#include "support/failonwarning.h"

#include <QTest>

#include <array>

using namespace Earmark;

namespace {

/// Answers as it is told, and counts.
class ToldSource : public ByteSource
{
public:
    ToldSource(Status answer, std::int64_t size) : status(answer), m_size(size) { }

    std::optional<std::int64_t> size() const override { return m_size; }
    Read readAt(std::int64_t, std::span<char>, std::stop_token) override
    {
        ++reads;
        return {status, status == Status::Ok ? std::size_t(1) : 0};
    }
    std::string failure() const override { return "failed"; }

    Status status;
    int reads = 0;

private:
    std::int64_t m_size;
};

} // namespace

class TestFallbackSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whenTheFirstReadFailsTheOtherIsTaken();
    void onceAByteWasReadItStaysWithTheFirst();
    void aCancelledReadDecidesNothing();

private:
    using Status = ByteSource::Status;
    static Status read(ByteSource &source)
    {
        std::array<char, 1> byte{};
        return source.readAt(0, byte, {}).status;
    }
};

void TestFallbackSource::whenTheFirstReadFailsTheOtherIsTaken()
{
    const auto first = std::make_shared<ToldSource>(Status::Failed, 1);
    const auto other = std::make_shared<ToldSource>(Status::Ok, 2);
    FallbackSource source(first, other);

    QCOMPARE(read(source), Status::Ok);
    first->status = Status::Ok;
    QCOMPARE(read(source), Status::Ok);

    QCOMPARE(first->reads, 1);
    QCOMPARE(other->reads, 2);
    QCOMPARE(source.size(), std::optional<std::int64_t>(2));
}

void TestFallbackSource::onceAByteWasReadItStaysWithTheFirst()
{
    const auto first = std::make_shared<ToldSource>(Status::Ok, 1);
    const auto other = std::make_shared<ToldSource>(Status::Ok, 2);
    FallbackSource source(first, other);

    QCOMPARE(read(source), Status::Ok);
    first->status = Status::Failed;
    QCOMPARE(read(source), Status::Failed);

    QCOMPARE(other->reads, 0);
    QCOMPARE(source.failure(), std::string("failed"));
}

void TestFallbackSource::aCancelledReadDecidesNothing()
{
    const auto first = std::make_shared<ToldSource>(Status::Cancelled, 1);
    const auto other = std::make_shared<ToldSource>(Status::Ok, 2);
    FallbackSource source(first, other);

    QCOMPARE(read(source), Status::Cancelled);
    first->status = Status::Failed;
    QCOMPARE(read(source), Status::Ok);
    QCOMPARE(other->reads, 1);
}

QTEST_GUILESS_MAIN(TestFallbackSource)
#include "tst_fallbacksource.moc"
