// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadspage.h"

#include "ui/common/emptystate.h"
#include "ui/common/messagebar.h"
#include "ui/downloads/downloadslist.h"
#include "ui/downloads/downloadtexts.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

DownloadsPage::DownloadsPage(QWidget *parent)
    : QWidget(parent), m_model(new DownloadsModel(this)), m_header(new DownloadsHeader(this)),
      m_message(new MessageBar(this)), m_stack(new QStackedWidget(this)), m_list(new DownloadsList),
      m_empty(new EmptyState)
{
    setObjectName(u"downloadsPage"_s);
    m_message->setObjectName(u"downloadsMessage"_s);
    m_empty->setObjectName(u"downloadsEmpty"_s);
    m_empty->tell(u"download"_s, tr("Nothing downloaded"),
                  tr("Press D on an episode to have it here, also without a network."));
    m_list->setDownloads(m_model);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);

    connect(m_list, &DownloadsList::wished, this, &DownloadsPage::wished);
    connect(m_list, &DownloadsList::podcastWished, this, &DownloadsPage::podcastWished);
    connect(m_list, &DownloadsList::chosen, this, &DownloadsPage::chosen);
    connect(m_header, &DownloadsHeader::storageWished, this,
            [this] { m_list->goTo(DownloadsModel::Section::Storage); });
    updateState();
}

void DownloadsPage::setCovers(CoverSource *covers)
{
    m_list->setCovers(covers);
}

void DownloadsPage::focusList()
{
    m_isFocusWished = m_stack->currentWidget() != m_list;
    if (m_isFocusWished)
        m_header->setFocus(); // until then at least no other place has it
    else
        m_list->setFocus(Qt::TabFocusReason);
}

void DownloadsPage::showFiles(const DownloadRows &rows)
{
    m_model->setFiles(rows);
    updateState();
}

void DownloadsPage::showUsage(const QList<PodcastStorage> &usage, const LeftParts &parts)
{
    m_model->setUsage(usage, parts);
    updateState();
}

void DownloadsPage::showDownloads(const QList<DownloadView> &downloads, bool areAllPaused)
{
    m_areAllPaused = areAllPaused;
    m_model->setDownloads(downloads);
    updateState();
}

void DownloadsPage::updateDownloads(const QList<DownloadView> &downloads)
{
    m_model->update(downloads);
    updateFigures();
}

void DownloadsPage::setFree(std::optional<qint64> free)
{
    m_free = free;
    updateFigures();
}

void DownloadsPage::showFailure(const QString &sentence)
{
    m_message->tell(MessageBar::Kind::Error, sentence);
}

void DownloadsPage::clearFailure()
{
    m_message->clear();
}

void DownloadsPage::updateState()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!isEmpty && std::exchange(m_isFocusWished, false) && isVisible())
        m_list->setFocus(Qt::TabFocusReason);
    m_header->setHasStorage(m_model->headingOf(DownloadsModel::Section::Storage) >= 0);
    updateFigures();
}

/// What makes sense for all of them at once.
DownloadsHeader::AllWish DownloadsPage::allWish() const
{
    using AllWish = DownloadsHeader::AllWish;
    const QList<DownloadView> &all = m_model->downloads();
    const auto has = [&all](DownloadState state) {
        return std::ranges::any_of(
                all, [state](const DownloadView &view) { return view.item.state == state; });
    };
    if (m_areAllPaused)
        return AllWish::Resume;
    if (has(DownloadState::Running) || has(DownloadState::Waiting))
        return AllWish::Pause;
    if (has(DownloadState::Paused))
        return AllWish::Resume;
    return has(DownloadState::Failed) ? AllWish::TryAgain : AllWish::None;
}

void DownloadsPage::updateFigures()
{
    const QList<DownloadView> &all = m_model->downloads();
    m_header->showFigures(activityText(all, m_areAllPaused), paceText(all),
                          filesText(m_model->files(), m_model->bytes(), m_free));
    m_header->showWishes(allWish(), !all.isEmpty());
}

} // namespace Earmark
