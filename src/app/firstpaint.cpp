// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/firstpaint.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QTimer>

#include <chrono>
#include <ctime>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {

FirstPaint::FirstPaint(QWidget &window, QObject *parent) : QObject(parent), m_window(&window)
{
    qApp->installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject *watched, QEvent *event)
{
    if (!m_isOver && event->type() == QEvent::Paint && watched->isWidgetType()
        && isShowingSomething()) {
        m_isOver = true;
        qApp->removeEventFilter(this);
        QTimer::singleShot(0, this, &FirstPaint::painted);
    }
    return QObject::eventFilter(watched, event);
}

bool FirstPaint::isShowingSomething() const
{
    if (!m_window || !m_window->isVisible())
        return false;
    for (const auto &name : {u"welcomePage"_s, u"listEmpty"_s}) {
        const auto *page = m_window->findChild<QWidget *>(name);
        if (page && page->isVisible())
            return true;
    }
    const auto *list = m_window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    return list && list->isVisible() && list->model() && list->model()->rowCount() > 0;
}

namespace {

/// From /proc: the kernel's own word, in ticks of 10 ms.
double millisecondsSinceProcessStart()
{
    QFile stat(u"/proc/self/stat"_s);
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr int StartTime = 19; // field 22 of proc(5), counted from the state
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double started = fields.value(StartTime).toDouble() * 1000 / double(sysconf(_SC_CLK_TCK));
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6 - started;
}

} // namespace

void traceStart()
{
    const QString path = qEnvironmentVariable("EARMARK_START_TRACE");
    if (path.isEmpty())
        return;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::number(millisecondsSinceProcessStart(), 'f', 1) + '\n'
                   + QByteArray::number(qint64(us)) + '\n');
    }
}

} // namespace Earmark
