// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sleepwiring.h"

#include "services/playbackservice.h"
#include "services/settingsservice.h"
#include "services/sleepservice.h"
#include "ui/dialogs/sleepdialog.h"
#include "ui/player/sleepbutton.h"
#include "ui/shell/listedchapters.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {

const auto MinutesName = u"sleepDialog"_s;
constexpr int FirstMinutes = 20;

milliseconds realTime(milliseconds media, double speed)
{
    return milliseconds(qint64(double(std::max(0ms, media).count()) / speed));
}

/// The chapter that plays and those after it, as SleepGoal counts them.
QList<SleepView::Chapter> chaptersFrom(const PlaybackService &playback)
{
    const Chapters chapters = listedChapters(playback.chapters().chapters);
    const milliseconds here = playback.position();
    const auto begun = std::ranges::count_if(
            chapters, [here](const Chapter &chapter) { return chapter.start <= here; });
    QList<SleepView::Chapter> found;
    for (qsizetype row = begun - 1; !chapters.isEmpty() && row < chapters.size(); ++row) {
        const int n = int(row - begun) + 2;
        const milliseconds end = endOfChapter(chapters, here, n).value_or(playback.duration());
        found.append({.title = row < 0 ? QString() : chapters.at(row).title,
                      .left = realTime(end - here, playback.speed())});
    }
    return found;
}

} // namespace

SleepWiring::SleepWiring(const Needs &needs, QObject *parent) : QObject(parent), m_needs(needs)
{
    SleepService &sleep = m_needs.sleep;
    SleepButton &button = m_needs.button;
    connect(&sleep, &SleepService::changed, this, &SleepWiring::show);
    connect(&button, &SleepButton::viewWished, this, &SleepWiring::show);
    connect(&button, &SleepButton::goalWished, &sleep, &SleepService::start);
    connect(&button, &SleepButton::extensionWished, &sleep, &SleepService::extend);
    connect(&button, &SleepButton::endWished, &sleep, &SleepService::cancel);
    connect(&button, &SleepButton::otherTimeWished, this, &SleepWiring::askForMinutes);
    show();
}

void SleepWiring::show()
{
    SleepView view;
    const PlaybackService &playback = m_needs.playback;
    if (m_needs.sleep.isRunning())
        view.runs = m_needs.sleep.goal()->kind;
    view.left = m_needs.sleep.left();
    view.canExtend = m_needs.sleep.canExtend();
    view.chapters = chaptersFrom(playback);
    if (playback.duration() > 0ms)
        view.episodeLeft = realTime(playback.duration() - playback.position(), playback.speed());
    m_needs.button.showTimer(view);
}

void SleepWiring::askForMinutes()
{
    const int last = m_needs.settings.windowState(MinutesName).toInt();
    auto *dialog = new SleepDialog(last > 0 ? last : FirstMinutes, m_needs.button.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SleepDialog::minutesWished, this, [this](int minutes) {
        m_needs.settings.setWindowState(MinutesName, QByteArray::number(minutes));
        m_needs.sleep.start({.kind = SleepGoal::Kind::Time, .time = std::chrono::minutes(minutes)});
    });
    dialog->open();
}

} // namespace Earmark
