// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace Earmark {

class TextLabel;

/// What stands over the downloads: what all of them do, what can be done with all of them, and how
/// far the moving of their folder is.
class DownloadsHeader : public QWidget
{
    Q_OBJECT

public:
    /// What the first button does; None: it is not there.
    enum class AllWish : quint8 { None, Pause, Resume, TryAgain };

    explicit DownloadsHeader(QWidget *parent = nullptr);

    /// Where there is little room the activity is cut, never the pace.
    void showFigures(const QString &activity, const QString &pace, const QString &files);
    void showWishes(AllWish first, bool canCancel);
    void setHasStorage(bool has);
    /// Whether the menu offers to move the folder.
    void setCanMove(bool can);
    /// How far the moving of the folder is; total 0: it is over.
    void showMoving(int done, int total);
    /// The button that brings the hidden episode panel back.
    void setPanelHidden(bool hidden);

Q_SIGNALS:
    void allWished(Earmark::DownloadsHeader::AllWish wish);
    void cancelAllWished();
    void openFolderWished();
    void moveFolderWished();
    void cancelMovingWished();
    void eventsWished();
    void storageWished();
    void panelWished();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void nameButtons();
    void buildMenu();
    void buildLayout();

    TextLabel *m_title;
    TextLabel *m_activity;
    TextLabel *m_files;
    QWidget *m_wishes;
    QPushButton *m_all;
    QPushButton *m_cancel;
    QToolButton *m_more;
    QToolButton *m_panel;
    QWidget *m_movingPlace;
    TextLabel *m_movingText;
    QProgressBar *m_moving;
    QPushButton *m_cancelMoving;
    QAction *m_moveAction = nullptr;
    QAction *m_storageAction = nullptr;
    AllWish m_wish = AllWish::None;
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::DownloadsHeader::AllWish)
