// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"

#include <QDateTime>
#include <QDialog>
#include <QUrl>

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLayout;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTextBrowser;

namespace Earmark {

class AttemptsModel;
class CoverLabel;
class CoverSource;
class PanelTabs;
class PodcastDownloadsPage;
class SkipsPage;
class TextLabel;

/// What is known of a podcast: what it says of itself, what the listener set, and the log of its
/// refreshes. Changes hold at once.
class PodcastDetailsDialog : public QDialog
{
    Q_OBJECT

public:
    enum Page { About, Options, Downloads, Skips, Log };

    explicit PodcastDetailsDialog(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    /// address: as it may be shown. Keeps what is being typed.
    void showPodcast(const Podcast &podcast, const QString &address, const QDateTime &now);
    /// Safe to render.
    void showDescription(const QString &safeHtml);
    void showAttempts(const QList<FetchAttempt> &attempts, const QDateTime &now);
    void showPage(Page page);
    SkipsPage &skips() const { return *m_skips; }
    PodcastDownloadsPage &downloads() const { return *m_downloads; }

Q_SIGNALS:
    void titleWished(const QString &title); ///< Empty: the feed's.
    void imagesWished(bool allowed);
    void unwrapWished(bool unwrap);
    void ownMediaWished(bool allowed);
    void privateWished(std::optional<bool> isPrivate);
    void loginWished(); ///< A name and password, or others.
    void forgetLoginWished();
    void editAddressWished();
    void refreshWished();
    void linkWished(const QUrl &url);

private:
    QWidget *aboutPage();
    QWidget *optionsPage();
    QLayout *loginRow();
    QWidget *logPage();
    void showDetailsOfAttempt();

    CoverLabel *m_cover;
    TextLabel *m_title;
    TextLabel *m_author;
    PanelTabs *m_tabs;
    QStackedWidget *m_pages;
    TextLabel *m_address;
    TextLabel *m_site;
    TextLabel *m_state;
    QTextBrowser *m_description;
    QLineEdit *m_ownTitle;
    QCheckBox *m_images;
    QCheckBox *m_unwrap;
    QCheckBox *m_ownMedia;
    QComboBox *m_private;
    TextLabel *m_login;
    QPushButton *m_changeLogin;
    QPushButton *m_forgetLogin;
    PodcastDownloadsPage *m_downloads;
    SkipsPage *m_skips;
    AttemptsModel *m_attempts;
    QTableView *m_table;
    TextLabel *m_attemptDetails;
};

} // namespace Earmark
