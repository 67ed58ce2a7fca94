// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/failingdialog.h"

#include "ui/common/emptystate.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/failingrow.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

FailingDialog::FailingDialog(QWidget *parent)
    : QDialog(parent), m_title(new TextLabel(this)), m_more(new TextLabel(this)),
      m_scroll(new QScrollArea(this)), m_empty(new EmptyState(this)),
      m_tryAll(new QPushButton(tr("Try all now"), this))
{
    setObjectName(u"failingDialog"_s);
    setWindowTitle(tr("Podcasts that fail"));
    resize(600, 480);
    m_title->setObjectName(u"failingTitle"_s);
    m_title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_more->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_more->hide();
    m_scroll->setObjectName(u"failingList"_s);
    m_scroll->setAccessibleName(tr("Podcasts that fail"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *rows = new QWidget;
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 0, Space::S, 0);
    m_rows->setSpacing(0);
    m_rows->addStretch();
    m_scroll->setWidget(rows);
    m_empty->tell(u"check"_s, tr("All podcasts can be read"),
                  tr("When one cannot, it is listed here with the reason."));
    m_tryAll->setObjectName(u"tryAll"_s);
    m_tryAll->setAutoDefault(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"close"_s);
    close->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_tryAll);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addWidget(m_title);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_more);
    column->addLayout(buttons);
    connect(m_tryAll, &QPushButton::clicked, this, &FailingDialog::tryAll);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

int FailingDialog::count(const PodcastList &podcasts)
{
    return int(std::count_if(podcasts.begin(), podcasts.end(),
                             [](const Podcast &podcast) { return podcast.isFailing(); }));
}

void FailingDialog::setPodcasts(const PodcastList &podcasts, const QDateTime &now)
{
    PodcastList shown;
    std::copy_if(podcasts.begin(), podcasts.end(), std::back_inserter(shown),
                 [](const Podcast &podcast) { return podcast.isFailing() || podcast.isEnded; });
    std::stable_partition(shown.begin(), shown.end(),
                          [](const Podcast &podcast) { return !podcast.isEnded; });
    const int failing = count(podcasts);
    m_title->setText(failing > 0 ? tr("%n podcast(s) cannot be refreshed", nullptr, failing)
                                 : tr("Podcasts that fail"));
    const qsizetype more = shown.size() - MostRows;
    m_more->setText(tr("And %n more.", nullptr, int(std::max<qsizetype>(more, 0))));
    m_more->setVisible(more > 0);
    shown = shown.first(std::min(shown.size(), MostRows));

    QSet<PodcastId> there;
    for (int i = 0; i < shown.size(); ++i) {
        const Podcast &podcast = shown.at(i);
        there.insert(podcast.id);
        FailingRow *row = m_known.value(podcast.id);
        if (row == nullptr)
            row = addRow(podcast.id);
        if (m_rows->indexOf(row) != i)
            m_rows->insertWidget(i, row);
        row->showPodcast(podcast, now);
    }
    for (auto it = m_known.begin(); it != m_known.end();) {
        if (there.contains(it.key())) {
            ++it;
            continue;
        }
        it.value()->hide();
        it.value()->deleteLater();
        m_rows->removeWidget(it.value());
        it = m_known.erase(it);
    }
    m_scroll->setVisible(!shown.isEmpty());
    m_empty->setVisible(shown.isEmpty());
    m_tryAll->setVisible(failing > 0);
}

FailingRow *FailingDialog::addRow(PodcastId id)
{
    auto *row = new FailingRow(this);
    m_known.insert(id, row);
    row->setTrying(m_trying.contains(id));
    connect(row, &FailingRow::tryWished, this, [this, id] { Q_EMIT tryWished({id}); });
    connect(row, &FailingRow::editAddressWished, this,
            [this, id] { Q_EMIT editAddressWished(id); });
    connect(row, &FailingRow::unsubscribeWished, this,
            [this, id] { Q_EMIT unsubscribeWished(id); });
    return row;
}

void FailingDialog::setTrying(const QSet<PodcastId> &podcasts)
{
    m_trying = podcasts;
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it)
        it.value()->setTrying(podcasts.contains(it.key()));
    m_tryAll->setEnabled(podcasts.isEmpty());
}

void FailingDialog::tryAll()
{
    QList<PodcastId> failing;
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
        if (!it.value()->isEnded())
            failing.append(it.key());
    }
    Q_EMIT tryWished(failing);
}

} // namespace Earmark
