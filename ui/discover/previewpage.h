// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"
#include "core/episode.h"
#include "services/previewservice.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace Earmark {

class CoverLabel;
class CoverSource;
class EpisodePanel;
class EmptyState;
class NotesView;
class PreviewList;
class PreviewModel;
class TextLabel;

/// A podcast before it is subscribed to: what it is, and its episodes to be heard.
class PreviewPage : public QWidget
{
    Q_OBJECT

public:
    enum class Standing : quint8 { Offered, Subscribing, Subscribed };

    explicit PreviewPage(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    /// What is known before its feed was read.
    void showLoading(const QString &title, const QString &author, const QUrl &image);
    /// action: what retryWished() is called there.
    void showFailure(const QString &sentence, const QString &action);
    void showPreview(const FeedPreview &preview);
    void setStanding(Standing standing);
    void setCurrent(const QString &guid, bool isPlaying);
    /// Of the episode that plays, beside the list; hidden until somebody shows it.
    EpisodePanel &panel() { return *m_panel; }

Q_SIGNALS:
    void backWished();
    void subscribeWished();
    /// It is subscribed to: show it in the library.
    void showWished();
    void retryWished();
    void playWished(const Earmark::Episode &episode);
    void linkWished(const QUrl &url);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildHead();
    void showHead(const QString &title, const QString &facts, const QUrl &image);
    void fitDescription();

    QPushButton *m_back;
    CoverLabel *m_cover;
    TextLabel *m_title;
    TextLabel *m_facts;
    QPushButton *m_subscribe;
    NotesView *m_description;
    QStackedWidget *m_stack;
    PreviewModel *m_model;
    PreviewList *m_list;
    EmptyState *m_state;
    EpisodePanel *m_panel;
    Standing m_standing = Standing::Offered;
    bool m_isRead = false; ///< The feed stands there.
};

} // namespace Earmark
