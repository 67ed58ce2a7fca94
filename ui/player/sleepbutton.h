// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sleeptimer.h"

#include <QAbstractButton>
#include <QList>

#include <chrono>
#include <optional>

class QMenu;

namespace Earmark {

/// What the sleep timer's button and menu show. Times are real time.
struct SleepView
{
    struct Chapter
    {
        QString title;
        std::chrono::milliseconds left{0}; ///< Until it ends.

        bool operator==(const Chapter &) const = default;
    };

    std::optional<SleepGoal::Kind> runs = {};
    std::optional<std::chrono::milliseconds> left = {}; ///< While it runs, as far as it is known.
    bool canExtend = false;
    QList<Chapter> chapters = {}; ///< The one that plays, and those after it.
    std::optional<std::chrono::milliseconds> episodeLeft = {};

    bool operator==(const SleepView &) const = default;
};

/// The sleep timer in the player bar: a moon, with the time that is left while it runs, and a menu.
/// As wide with the time as without.
class SleepButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SleepButton(QWidget *parent = nullptr);

    void showTimer(const SleepView &view);
    QMenu *menu() const { return m_menu; }
    void openMenu();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// The menu is about to be filled: showTimer() what is true now.
    void viewWished();
    void goalWished(const Earmark::SleepGoal &goal);
    void otherTimeWished(); ///< Minutes that the menu does not offer.
    void extensionWished();
    void endWished(); ///< No timer.

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillMenu();
    void addRunning();
    void addEnds();
    void addGoal(QMenu *menu, const QString &text, const SleepGoal &goal);
    void describe();

    SleepView m_view;
    QMenu *m_menu;
};

/// "14 min", "40 s", "1:45 h": the time left, rounded up, in few letters.
QString formatSleepTime(std::chrono::milliseconds left);

} // namespace Earmark
