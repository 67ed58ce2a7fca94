// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preparedfeed.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <random>

namespace Earmark {

/// Makes libraries for benchmarks and property tests: the same parameters give the same library on
/// every machine. Notes of 0.3-8 KB, median 2 KB, over a Zipf vocabulary of 60,000 words of which
/// 2 % are CJK; chapters on every third episode; the newest tenth unplayed, of the rest most
/// played.
class LibraryGenerator
{
public:
    struct Size
    {
        int podcasts = 200;
        int episodes = 100; ///< Of each podcast.
    };

    explicit LibraryGenerator(quint32 seed = 1);

    /// Writes a new library file (one that exists is replaced), fast: nothing is durable until it
    /// is done. 300,000 episodes take about a minute and 900 MB.
    Result<> write(const QString &path, Size size);

    /// One feed as it comes off the parser, of `count` episodes, newest first.
    PreparedFeed feed(int number, int count);
    /// For queries: the words by rank, the commonest first.
    const QStringList &vocabulary() const { return m_vocabulary; }

private:
    QString word();
    QString words(int count);
    QString notes();
    PreparedEpisode episode(int podcast, int number);
    int below(int bound);
    double unit();

    // Not QRandomGenerator: its bounded() may change with Qt, and the library with it.
    std::mt19937_64 m_random;
    QStringList m_vocabulary;
    QList<quint32> m_ranks; // a Zipf draw is one look into this table
};

} // namespace Earmark
