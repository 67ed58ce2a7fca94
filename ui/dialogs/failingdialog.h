// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"

#include <QDateTime>
#include <QDialog>
#include <QHash>
#include <QSet>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace Earmark {

class EmptyState;
class FailingRow;
class TextLabel;

/// The podcasts that cannot be refreshed just now, and those that ended: why, since when, and what
/// can be done. Follows the library while it is open.
class FailingDialog : public QDialog
{
    Q_OBJECT

public:
    /// More are counted in the last line; nobody works through them one by one.
    static constexpr qsizetype MostRows = 200;

    explicit FailingDialog(QWidget *parent = nullptr);

    /// Of all podcasts, picks its own.
    void setPodcasts(const PodcastList &podcasts, const QDateTime &now);
    /// Those that are being asked just now.
    void setTrying(const QSet<PodcastId> &podcasts);
    static int count(const PodcastList &podcasts);

Q_SIGNALS:
    void tryWished(const QList<Earmark::PodcastId> &podcasts);
    void editAddressWished(Earmark::PodcastId podcast);
    void unsubscribeWished(Earmark::PodcastId podcast);

private:
    FailingRow *addRow(PodcastId id);
    void tryAll();

    TextLabel *m_title;
    TextLabel *m_more;
    QScrollArea *m_scroll;
    QVBoxLayout *m_rows;
    EmptyState *m_empty;
    QPushButton *m_tryAll;
    QHash<PodcastId, FailingRow *> m_known;
    QSet<PodcastId> m_trying;
};

} // namespace Earmark
