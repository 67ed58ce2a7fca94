// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcutsdialog.h"

#include "ui/common/textlabel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

/// A key as it looks on a keyboard.
class KeyCap : public QWidget
{
public:
    KeyCap(const QString &text, QWidget *parent) : QWidget(parent), m_text(text)
    {
        setFixedSize(KeyCap::sizeHint());
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(scaledFont(font(), TextSize::Meta, QFont::DemiBold));
        const int height = metrics.height() + Space::S;
        return {std::max(height, metrics.horizontalAdvance(m_text) + Space::L), height};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Colors colors = colorsOf(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(colors.wave);
        painter.setBrush(colors.panel);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius::Art,
                                Radius::Art);
        painter.setFont(scaledFont(font(), TextSize::Meta, QFont::DemiBold));
        painter.setPen(colors.text);
        painter.drawText(rect(), Qt::AlignCenter, m_text);
    }

private:
    QString m_text;
};

struct Line
{
    QString keys; ///< Separated by spaces.
    QString what;
};

void addGroup(QGridLayout *grid, int column, const QString &title, const QList<Line> &lines)
{
    QWidget *parent = grid->parentWidget();
    auto *heading = new TextLabel(parent);
    heading->setText(title);
    heading->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    int row = 0;
    grid->addWidget(heading, row, column, 1, 2);
    for (const Line &line : lines) {
        ++row;
        auto *caps = new QHBoxLayout;
        caps->setSpacing(Space::Xs);
        for (const QString &key : line.keys.split(u' '))
            caps->addWidget(new KeyCap(key, parent));
        caps->addStretch();
        grid->addLayout(caps, row, column);
        auto *what = new TextLabel(parent);
        what->setText(line.what);
        what->setAccessibleName(line.keys % u": "_s % line.what);
        grid->addWidget(what, row, column + 1);
    }
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *parent) : QDialog(parent)
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keys"));
    auto *title = new TextLabel(this);
    title->setText(tr("Keys"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addWidget(title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Space::M);
    grid->setVerticalSpacing(Space::S);
    column->addLayout(grid);
    column->addStretch();
    column->addWidget(close, 0, Qt::AlignRight);
    addGroup(grid, 0, tr("Player"),
             {{tr("Space"), tr("Play or pause")},
              {u"←"_s, tr("Back 10 seconds")},
              {u"→"_s, tr("Forward 30 seconds")},
              {tr("Shift") % u" ←"_s, tr("Previous chapter")},
              {tr("Shift") % u" →"_s, tr("Next chapter")},
              {tr("Backspace"), tr("Back to before the last jump")},
              {tr("Shift Backspace"), tr("Forward again")},
              {u"[ ]"_s, tr("Slower, faster")},
              {tr("Ctrl") % u" ↑"_s, tr("Louder")},
              {tr("Ctrl") % u" ↓"_s, tr("Softer")},
              {u"F11"_s, tr("Video in full screen")},
              {tr("Shift") % u" F11"_s, tr("Video in a small window")}});
    addGroup(grid, 2, tr("Chosen episode"),
             {{tr("Enter"), tr("Play")},
              {u"Q"_s, tr("Queue last, or take out")},
              {tr("Shift") % u" Q"_s, tr("Queue next")},
              {u"M"_s, tr("Mark played or unplayed")},
              {u"F"_s, tr("Favourite")},
              {u"E"_s, tr("Archive")},
              {u"D"_s, tr("Download, or cancel that")},
              {tr("Shift") % u" D"_s, tr("Delete the file")},
              {u"P"_s, tr("Pause or resume its download")},
              {tr("Alt") % u" ↑ ↓"_s, tr("Move in the queue")},
              {u"X"_s, tr("Skip the chosen chapter, or not")}});
    addGroup(grid, 4, tr("Library"),
             {{tr("Ctrl") % u" N"_s, tr("Add a podcast")},
              {tr("Ctrl") % u" D"_s, tr("Discover podcasts")},
              {tr("Ctrl") % u" J"_s, tr("Downloads")},
              {tr("Ctrl") % u" O"_s, tr("Import OPML")},
              {u"F5"_s, tr("Refresh all")},
              {tr("Ctrl") % u" Z"_s, tr("Undo")},
              {u"F1 ?"_s, tr("These keys")},
              {tr("Ctrl") % u" ,"_s, tr("Settings")},
              {tr("Ctrl") % u" Q"_s, tr("Quit")}});
    for (const int gap : {1, 3})
        grid->setColumnMinimumWidth(gap, 170);
}

void ShortcutsDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F1 || event->key() == Qt::Key_Question)
        accept();
    else
        QDialog::keyPressEvent(event);
}

} // namespace Earmark
