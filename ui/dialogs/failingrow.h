// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"

#include <QDateTime>
#include <QWidget>

class QPushButton;

namespace Earmark {

class TextLabel;

/// One podcast that fails: its name, the sentence, since when, and three buttons.
class FailingRow : public QWidget
{
    Q_OBJECT

public:
    explicit FailingRow(QWidget *parent = nullptr);

    void showPodcast(const Podcast &podcast, const QDateTime &now);
    void setTrying(bool trying);
    bool isEnded() const { return m_isEnded; }

Q_SIGNALS:
    void tryWished();
    void editAddressWished();
    void unsubscribeWished();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_title;
    TextLabel *m_sentence;
    TextLabel *m_since;
    QPushButton *m_try;
    QPushButton *m_edit;
    QPushButton *m_unsubscribe;
    bool m_isEnded = false;
};

} // namespace Earmark
