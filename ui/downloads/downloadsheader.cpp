// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadsheader.h"

#include "ui/common/icons.h"
#include "ui/common/textlabel.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Earmark {

DownloadsHeader::DownloadsHeader(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(this)), m_activity(new TextLabel(this)),
      m_files(new TextLabel(this)), m_wishes(new QWidget(this)), m_all(new QPushButton(m_wishes)),
      m_cancel(new QPushButton(tr("Cancel all"), m_wishes)), m_more(new QToolButton(this)),
      m_panel(new QToolButton(this)), m_movingPlace(new QWidget(this)),
      m_movingText(new TextLabel(m_movingPlace)), m_moving(new QProgressBar(m_movingPlace)),
      m_cancelMoving(new QPushButton(tr("Cancel"), m_movingPlace))
{
    setObjectName(u"downloadsHeader"_s);
    m_title->setText(tr("Downloads"));
    m_title->setLook(TextSize::PodcastTitle, QFont::Bold);
    m_activity->setObjectName(u"downloadsActivity"_s);
    m_files->setObjectName(u"downloadsFiles"_s);
    m_files->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_movingText->setObjectName(u"movingText"_s);
    m_movingText->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_moving->setTextVisible(false);
    m_moving->setFixedHeight(6);
    m_moving->setAccessibleName(tr("Moving the downloads"));
    nameButtons();
    buildMenu();
    buildLayout();
    showFigures({}, {}, {});
    showWishes(AllWish::None, false);
    showMoving(0, 0);
    setHasStorage(false);
    setCanMove(false);

    connect(m_all, &QPushButton::clicked, this, [this] { Q_EMIT allWished(m_wish); });
    connect(m_cancel, &QPushButton::clicked, this, &DownloadsHeader::cancelAllWished);
    connect(m_cancelMoving, &QPushButton::clicked, this, &DownloadsHeader::cancelMovingWished);
    connect(m_panel, &QToolButton::clicked, this, &DownloadsHeader::panelWished);
}

void DownloadsHeader::nameButtons()
{
    m_all->setObjectName(u"downloadsAll"_s);
    m_cancel->setObjectName(u"downloadsCancelAll"_s);
    m_cancelMoving->setObjectName(u"cancelMoving"_s);
    m_cancelMoving->setFlat(true);
    m_cancelMoving->setAccessibleName(tr("Cancel the moving"));
    m_more->setObjectName(u"downloadsMore"_s);
    m_more->setIcon(themedIcon(u"more"_s));
    m_more->setToolTip(tr("Folder, storage, what was done by itself"));
    m_more->setAccessibleName(tr("More for downloads"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_panel->setObjectName(u"downloadsShowPanel"_s);
    m_panel->setIcon(themedIcon(u"panel"_s));
    m_panel->setToolTip(tr("Show the episode"));
    m_panel->setAccessibleName(tr("Show the episode"));
    m_panel->hide();
    setFocusProxy(m_more);
}

void DownloadsHeader::buildMenu()
{
    auto *menu = new QMenu(m_more);
    const auto add = [&](const QString &name, const QString &icon, const QString &text,
                         void (DownloadsHeader::*wish)()) {
        QAction *action = menu->addAction(themedIcon(icon, IconTone::Second), text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, wish);
        return action;
    };
    add(u"openFolder"_s, u"folder"_s, tr("Open the folder"), &DownloadsHeader::openFolderWished);
    m_moveAction = add(u"moveFolder"_s, u"export"_s, tr("Move the folder…"),
                       &DownloadsHeader::moveFolderWished);
    menu->addSeparator();
    m_storageAction = add(u"goToStorage"_s, u"down"_s, tr("Storage by podcast"),
                          &DownloadsHeader::storageWished);
    add(u"mediaEvents"_s, u"log"_s, tr("What was done by itself…"), &DownloadsHeader::eventsWished);
    m_more->setMenu(menu);
}

void DownloadsHeader::buildLayout()
{
    auto *wishes = new QHBoxLayout(m_wishes);
    wishes->setContentsMargins(0, Space::S, 0, 0);
    wishes->setSpacing(Space::S);
    wishes->addWidget(m_all);
    wishes->addWidget(m_cancel);
    wishes->addStretch();

    auto *moving = new QHBoxLayout(m_movingPlace);
    moving->setContentsMargins(0, Space::S, 0, 0);
    moving->setSpacing(Space::M);
    moving->addWidget(m_movingText);
    moving->addWidget(m_moving, 1);
    moving->addWidget(m_cancelMoving);

    auto *column = new QVBoxLayout;
    column->setSpacing(Space::Xs);
    column->addWidget(m_title);
    column->addWidget(m_activity);
    column->addWidget(m_files);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addWidget(m_more, 0, Qt::AlignTop);
    buttons->addWidget(m_panel, 0, Qt::AlignTop);
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::L);
    row->addLayout(column, 1);
    row->addLayout(buttons);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(Space::Xl, Space::Xl, Space::Xl, Space::M + 2);
    all->setSpacing(0);
    all->addLayout(row);
    all->addWidget(m_wishes);
    all->addWidget(m_movingPlace);
}

void DownloadsHeader::showFigures(const QString &activity, const QString &pace,
                                  const QString &files)
{
    m_activity->setText(activity, pace.isEmpty() ? QString() : QString(u" · "_s % pace));
    m_activity->setVisible(!activity.isEmpty());
    m_files->setText(files);
    m_files->setVisible(!files.isEmpty());
}

void DownloadsHeader::showWishes(AllWish first, bool canCancel)
{
    m_wish = first;
    switch (first) {
    case AllWish::Pause:
        m_all->setText(tr("Pause all"));
        break;
    case AllWish::Resume:
        m_all->setText(tr("Resume all"));
        break;
    case AllWish::TryAgain:
        m_all->setText(tr("Try all again"));
        break;
    case AllWish::None:
        break;
    }
    m_all->setVisible(first != AllWish::None);
    m_cancel->setVisible(canCancel);
    m_wishes->setVisible(first != AllWish::None || canCancel);
}

void DownloadsHeader::setHasStorage(bool has)
{
    m_storageAction->setEnabled(has);
}

void DownloadsHeader::setCanMove(bool can)
{
    m_moveAction->setVisible(can);
}

void DownloadsHeader::showMoving(int done, int total)
{
    const bool moves = total > 0;
    m_movingPlace->setVisible(moves);
    m_moveAction->setEnabled(!moves);
    m_moving->setRange(0, total);
    m_moving->setValue(done);
    m_movingText->setText(tr("Moving %1 of %n file(s)…", nullptr, total).arg(done));
}

void DownloadsHeader::setPanelHidden(bool hidden)
{
    m_panel->setVisible(hidden);
}

void DownloadsHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colorsOf(palette()).hairline);
}

} // namespace Earmark
