// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"

#include <QToolButton>

namespace Earmark {

/// What is there of an episode's sound, and the way to change it: download, cancel, try again.
class DownloadButton : public QToolButton
{
    Q_OBJECT

public:
    explicit DownloadButton(QWidget *parent = nullptr);

    /// declared: the size as the feed says, where nothing better is known; 0: unknown.
    void showMedia(const MediaStatus &media, qint64 declared = 0);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool hasRing() const;

    MediaStatus m_media;
    qint64 m_declared = 0;
};

} // namespace Earmark
