// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/episode.h"
#include "ui/common/covers.h"
#include "ui/episodes/episodeactions.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

namespace Earmark {

namespace Ui {
class EpisodePanel;
}

class VideoView;

/// The chapters of the panel's episode as they are shown.
struct ChaptersView
{
    Chapters chapters; ///< Listed ones, sorted.
    ChapterSource source = ChapterSource::Notes;
    QList<ChapterSource> choices; ///< Sources with a list of their own.
    bool isChosen = false; ///< By the listener, not by the order of trust.
    bool isGathering = false; ///< More may come.
    QStringList skipped = {}; ///< By row why it is not played; empty: it is.
    /// So much longer than its podcast says is a file that these times may not be of; 0: they are.
    std::chrono::milliseconds excess{0};
    bool isShifted = false; ///< By the listener.
    bool canShift = true; ///< By the listener; the file's own ones he cannot anyway.

    bool operator==(const ChaptersView &) const = default;
};

/// One episode: what it is, what can be done with it, its notes and chapters.
class EpisodePanel : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EpisodePanel)

public:
    enum class Tab : quint8 { NotesTab, ChaptersTab };

    explicit EpisodePanel(QWidget *parent = nullptr);
    ~EpisodePanel() override;

    void setCovers(CoverSource *covers);
    /// Its episodes are in no library (EpisodeRow::id is not valid): only what can be done with
    /// them is offered, and wished() is to play.
    void setForPreviews();
    void showNothing();
    /// Another one begins with its chapters if it has any, else with its notes.
    void showEpisode(const EpisodeRow &row);
    /// What listening to it took less time than its length.
    void showSaved(const TimeSaved &saved);
    /// What is there of its sound; of another one its row says it, until somebody knows better.
    void showMedia(const MediaStatus &media);
    void showSize(qint64 declared); ///< As the feed says, 0: unknown.
    void showNotes(const QString &html, bool hasRemoteImages, bool imagesAllowed);
    void showChapters(const ChaptersView &view);
    void showFailure(const QString &sentence);
    /// For the time left in a chapter, from the next showPlaying() on.
    void setPace(double speed, const MediaRanges &skips);
    /// The player stands in this episode. current: row of the listed chapter that plays.
    void showPlaying(bool playing, std::optional<qsizetype> current,
                     std::chrono::milliseconds position);
    /// The player has another episode, or none.
    void showNotPlaying();
    void showTab(Tab tab);

    EpisodeId episode() const { return m_row.id; }
    /// Above everything else; hidden until somebody shows it.
    VideoView &videoView() const;

Q_SIGNALS:
    void episodeChanged(); ///< Another one is shown, or none.
    void wished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    void pauseWished();
    /// From this moment of the shown episode.
    void playFromWished(Earmark::EpisodeId episode, std::chrono::milliseconds position);
    void copyMomentWished(Earmark::EpisodeId episode, std::chrono::milliseconds position);
    void linkWished(const QUrl &url);
    void imagesWished(Earmark::PodcastId podcast, bool allowed);
    /// To see a picture of it that lies on the listener's own network, at this host.
    void ownPicturesWished(Earmark::PodcastId podcast, const QString &host);
    /// nothing: by the order of trust again.
    void sourceWished(Earmark::EpisodeId episode, std::optional<Earmark::ChapterSource> source);
    /// The chapter in this row of the shown ones is to be played, or not.
    void tickWished(Earmark::EpisodeId episode, int row, bool play);
    /// The chapter in this row begins where the player is.
    void beginHereWished(Earmark::EpisodeId episode, int row);
    /// All chapters where their source says.
    void unshiftWished(Earmark::EpisodeId episode);
    void closeWished();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void dress();
    void connectWishes();
    void updateGround();
    void shapeVideo();
    void fitButtons();
    void updateFacts();
    void fillSourceMenu();
    void updateFooter();
    void tellExcess(std::chrono::milliseconds before);
    void tellRefused(const QUrl &picture);
    void forgetRefused(const QUrl &picture);

    std::unique_ptr<Ui::EpisodePanel> m_ui;
    EpisodeRow m_row;
    TimeSaved m_saved;
    MediaStatus m_media;
    qint64 m_size = 0;
    ChaptersView m_chapters;
    QPointer<CoverSource> m_covers;
    QUrl m_refused; ///< The picture that the message is about; empty: it is about
                    ///< another thing.
    bool m_playing = false;
    bool m_isForPreviews = false;
    bool m_tabChosen = false; ///< By the listener, for this episode.
};

} // namespace Earmark
