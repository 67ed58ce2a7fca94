// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"
#include "core/timesaved.h"

#include <QFrame>
#include <QString>
#include <QTimer>

#include <optional>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLayout;
class QSlider;

namespace Earmark {

class TextLabel;

/// How what plays sounds, for the button and its panel.
struct SoundView
{
    SoundSettings sound = {};
    QString podcast = {}; ///< Whose settings these can be; empty: of none.
    bool isOwn = false; ///< They are its own.

    bool operator==(const SoundView &) const = default;
};

/// "1.5×", "0.85×".
QString formatSpeed(double speed);

/// Speed, silences, loudness, and for whom: the panel over the sound button.
class SoundPanel : public QFrame
{
    Q_OBJECT

public:
    explicit SoundPanel(QWidget *parent = nullptr);

    void showSound(const SoundView &view);
    /// onEpisode: nothing without an episode.
    void showSaved(const std::optional<TimeSaved> &onEpisode, const TimeSaved &inAll);
    /// Its right edge above the right edge of this widget.
    void openAbove(const QWidget *widget);

Q_SIGNALS:
    void soundWished(const Earmark::SoundSettings &sound);
    void ownWished(bool own);
    void opened();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QLayout *makeSpeedRow();
    QLayout *makePresets();
    QLayout *makeStrengths();
    void wishSpeed(double speed);
    void wish(const SoundSettings &sound);

    SoundView m_view;
    TextLabel *m_speed;
    QSlider *m_slider;
    QButtonGroup *m_presets;
    QButtonGroup *m_strengths;
    QCheckBox *m_even;
    QCheckBox *m_own;
    TextLabel *m_savedOnEpisode;
    TextLabel *m_savedInAll;
    QTimer m_settle; ///< The slider is heard when it rests, not at each step on its way.
};

} // namespace Earmark
