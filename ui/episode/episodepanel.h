// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "ui/episodes/episodeactions.h"

#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

namespace Earmark {

class CoverSource;

namespace Ui {
class EpisodePanel;
}

/// The chapters of the panel's episode as they are shown.
struct ChaptersView
{
    Chapters chapters; ///< Listed ones, sorted.
    ChapterSource source = ChapterSource::Notes;
    QList<ChapterSource> choices; ///< Sources with a list of their own.
    bool isChosen = false; ///< By the listener, not by the order of trust.
    bool isGathering = false; ///< More may come.

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
    void showNothing();
    /// Another one begins with its chapters if it has any, else with its notes.
    void showEpisode(const EpisodeRow &row);
    void showNotes(const QString &html, bool hasRemoteImages, bool imagesAllowed);
    void showChapters(const ChaptersView &view);
    void showFailure(const QString &sentence);
    /// The player stands in this episode. current: row of the listed chapter that plays.
    void showPlaying(bool playing, std::optional<qsizetype> current,
                     std::chrono::milliseconds position);
    /// The player has another episode, or none.
    void showNotPlaying();
    void showTab(Tab tab);

    EpisodeId episode() const { return m_row.id; }

Q_SIGNALS:
    void wished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    void pauseWished();
    /// From this moment of the shown episode.
    void playFromWished(Earmark::EpisodeId episode, std::chrono::milliseconds position);
    void copyMomentWished(Earmark::EpisodeId episode, std::chrono::milliseconds position);
    void linkWished(const QUrl &url);
    void imagesWished(Earmark::PodcastId podcast, bool allowed);
    /// nothing: by the order of trust again.
    void sourceWished(Earmark::EpisodeId episode, std::optional<Earmark::ChapterSource> source);
    void closeWished();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void dress();
    void connectWishes();
    void updateGround();
    void updateFacts();
    void fillSourceMenu();
    void updateFooter();

    std::unique_ptr<Ui::EpisodePanel> m_ui;
    EpisodeRow m_row;
    ChaptersView m_chapters;
    bool m_playing = false;
    bool m_tabChosen = false; ///< By the listener, for this episode.
};

} // namespace Earmark
