// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"

#include <QElapsedTimer>
#include <QStringList>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

namespace Earmark {

using namespace Qt::StringLiterals;

double median(QList<double> values)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 != 0 ? values.at(middle)
                                  : (values.at(middle - 1) + values.at(middle)) / 2;
}

qint64 microsecondsNow()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

double millisecondsOf(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

QString prose(quint32 seed, qsizetype bytes)
{
    static const QStringList words
            = u"the a listener hears how people build small things that last and why each of them "
              "took so long we talk about rivers salt trains memory letters weather bread engines "
              "islands and what happened after the war in the north where nobody had a map or "
              "time to draw one"_s.split(u' ');
    std::minstd_rand random(seed + 1);
    QString text;
    text.reserve(bytes + 16);
    while (text.size() < bytes) {
        text += words.at(qsizetype(random()) % words.size());
        text += random() % 12 == 0 ? u". "_s : u" "_s;
    }
    return text;
}

qsizetype notesLength(quint32 seed)
{
    constexpr double Median = 2048;
    constexpr double Spread = 0.8; // of the logarithm
    std::minstd_rand random(seed + 7);
    random.discard(3);
    const double unit = double(random()) / double(std::minstd_rand::max());
    // The logistic curve stands in for the normal one: it needs no special function.
    const double bounded = std::clamp(unit, 0.01, 0.99);
    const double length = Median * std::exp(Spread * std::log(bounded / (1 - bounded)) / 1.7);
    return qsizetype(std::clamp(length, 300.0, 8192.0));
}

} // namespace Earmark
