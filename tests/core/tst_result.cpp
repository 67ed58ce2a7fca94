// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "support/failonwarning.h"

#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void anErrorPassesThrough();
    void aValueIsTransformed();
    void voidResultsWork();
    void valuesCanBeMovedOut();
};

void TestResult::anErrorPassesThrough()
{
    const Error error = fail(ErrorKind::Parse, u"No."_s, u"detail"_s, 7);
    bool ran = false;
    const auto next = Result<int>(error)
                              .and_then([&ran](int value) {
                                  ran = true;
                                  return Result<QString>(QString::number(value));
                              })
                              .transform([&ran](const QString &text) {
                                  ran = true;
                                  return text.size();
                              });
    QVERIFY(!next && !ran);
    QCOMPARE(next.error(), error);
    QCOMPARE(next.error().code, 7);
}

void TestResult::aValueIsTransformed()
{
    const auto next = Result<int>(20)
                              .and_then([](int value) { return Result<int>(value + 1); })
                              .transform([](int value) { return value * 2; });
    QVERIFY(next.has_value());
    QCOMPARE(*next, 42);
    QCOMPARE(Result<int>(1)
                     .and_then([](int) -> Result<int> { return fail(ErrorKind::Media, u"No."_s); })
                     .error()
                     .kind,
             ErrorKind::Media);
}

void TestResult::voidResultsWork()
{
    QVERIFY(Result<>());
    QVERIFY(!Result<>(fail(ErrorKind::Storage, u"No."_s)));
    QCOMPARE(*Result<>().transform([] { return 5; }), 5);
    int calls = 0;
    QVERIFY(Result<int>(3).transform([&calls](int value) { calls += value; }));
    QCOMPARE(calls, 3);
}

void TestResult::valuesCanBeMovedOut()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 5);
    Result<QString> text(u"a"_s);
    *text += u'b';
    QCOMPARE(text->size(), 2);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
