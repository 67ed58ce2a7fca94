// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/targets.h"
#include "support/failonwarning.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <ctime>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

// Of the processor's time, so that a busy machine is no fault. libFuzzer's limit is the same, with
// sanitizers; what is not optimised as well gets time for both.
#ifdef QT_NO_DEBUG
constexpr double MostSeconds = 1;
#else
constexpr double MostSeconds = 5;
#endif

struct Target
{
    const char *name;
    void (*run)(const QByteArray &bytes);
};

constexpr Target Targets[] = {
        {"feed", Fuzz::feed},
        {"opml", Fuzz::opml},
        {"chapters", Fuzz::chapters},
        {"notechapters", Fuzz::noteChapters},
        {"notes", Fuzz::notes},
        {"dates", Fuzz::dates},
        {"transcripts", Fuzz::transcripts},
};

QDir inputsOf(const Target &target)
{
    return {QStringLiteral(EARMARK_TEST_DATA) + u"/fuzz/"_s + QLatin1StringView(target.name),
            {},
            QDir::Name,
            QDir::Files};
}

} // namespace

/// Inputs that fuzzing found (tests/fuzz), and a few seeds. A target that finds a promise broken
/// ends the program: the last line says which row it was.
class TstFuzzInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingIsBrokenByWhatCameNotWell_data();
    void nothingIsBrokenByWhatCameNotWell();
    void everyTargetHasInputs();
};

void TstFuzzInputs::nothingIsBrokenByWhatCameNotWell_data()
{
    QTest::addColumn<qsizetype>("target");
    QTest::addColumn<QString>("path");
    for (qsizetype i = 0; i < qsizetype(std::size(Targets)); ++i) {
        const QDir inputs = inputsOf(Targets[i]);
        const QStringList names = inputs.entryList();
        for (const QString &name : names)
            QTest::addRow("%s/%s", Targets[i].name, qPrintable(name)) << i << inputs.filePath(name);
    }
}

void TstFuzzInputs::nothingIsBrokenByWhatCameNotWell()
{
    QFETCH(qsizetype, target);
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const std::clock_t began = std::clock();
    Targets[target].run(bytes);
    const double seconds = double(std::clock() - began) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < MostSeconds, qPrintable(QString::number(seconds)));
}

void TstFuzzInputs::everyTargetHasInputs()
{
    for (const Target &target : Targets)
        QVERIFY2(!inputsOf(target).isEmpty(), target.name);
}

QTEST_APPLESS_MAIN(TstFuzzInputs)
#include "tst_fuzzinputs.moc"
