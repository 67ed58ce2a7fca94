// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/listeningwindow.h"

#include "support/feedbuilder.h"
#include "support/futures.h"

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

Result<> ListeningWindow::open(const QStringList &media)
{
    QByteArray feed = feedXml(u"Sound"_s, int(media.size()), u"[%1]"_s);
    for (qsizetype i = 0; i < media.size(); ++i)
        feed.replace(QByteArray('[' + QByteArray::number(i) + ']'), media.at(i).toUtf8());
    m_server.serve("/feed", {.body = feed, .headers = {}});
    m_bench = std::make_unique<WindowBench>(HttpLimits(), m_media == Media::Stored);
    if (const auto opened = resultOf(m_bench->opened); !opened)
        return opened;
    const auto added = resultOf(m_bench->services.library().subscribe(m_server.url(u"/feed"_s)));
    if (!added)
        return added.error();
    const auto rows
            = resultOf(m_bench->services.episodes().firstRows(EpisodeQuery{}, int(media.size())));
    if (!rows)
        return rows.error();
    for (const EpisodeRow &row : *rows) // newest first, which is the last one of the feed
        m_episodes.prepend(row.id);
    m_bench->window->showPodcast(added->id);
    m_list = m_bench->window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    const bool isShown
            = m_list != nullptr && m_episodes.size() == media.size() && QTest::qWaitFor([&] {
                  return m_list->model()->rowCount() == media.size() && m_list->isVisible();
              });
    return isShown && QTest::qWaitForWindowExposed(m_bench->window.get())
            ? Result<>()
            : fail(ErrorKind::Usage, u"The window shows no episodes."_s);
}

Result<> ListeningWindow::choose(qsizetype number)
{
    const auto index = m_list->model()->index(int(m_episodes.size() - 1 - number), 0);
    m_list->setFocus();
    m_list->setCurrentIndex(index);
    QElapsedTimer rest; // the panel gathers the chapters of what is chosen
    rest.start();
    constexpr int Rest = 500; // ms
    return QTest::qWaitFor([&] { return m_list->currentIndex() == index && rest.hasExpired(Rest); })
            ? Result<>()
            : fail(ErrorKind::Usage, u"An episode cannot be chosen."_s);
}

void ListeningWindow::pressReturn()
{
    QTest::keyClick(m_list, Qt::Key_Return);
}

} // namespace Earmark
