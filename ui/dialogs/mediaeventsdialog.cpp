// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/mediaeventsdialog.h"

#include "ui/common/elidedtext.h"
#include "ui/common/emptystate.h"
#include "ui/common/format.h"
#include "ui/common/style.h"
#include "ui/common/textlabel.h"

#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int SentenceRole = Qt::UserRole;
constexpr int WhenRole = Qt::UserRole + 1;
constexpr int SentenceLines = 2;

class EventDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int title = QFontMetrics(titleFont(option)).height();
        const int meta = QFontMetrics(scaledFont(option.font, TextSize::Meta)).lineSpacing();
        return {200, title + SentenceLines * meta + 2 * Space::S + Space::Xs};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Colors colors = colorsOf(option.palette);
        painter->save();
        const bool isChosen = (option.state & QStyle::State_Selected) != 0;
        if (isChosen)
            painter->fillRect(option.rect, colors.selection);
        painter->fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1),
                          colors.hairline);
        QRect line = option.rect.adjusted(Space::S, Space::S, -Space::S, 0);
        const QFont meta = scaledFont(option.font, TextSize::Meta);
        line.setHeight(QFontMetrics(titleFont(option)).height());
        const QString when = index.data(WhenRole).toString();
        painter->setFont(meta);
        painter->setPen(colors.second);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, when);
        const int beside = line.width() - painter->fontMetrics().horizontalAdvance(when) - Space::M;
        painter->setFont(titleFont(option));
        painter->setPen(colors.text);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          elidedLine(index.data().toString(), painter->fontMetrics(), beside));
        paintSentence(painter, line, meta, colors, index.data(SentenceRole).toString());
        painter->restore();
    }

private:
    static QFont titleFont(const QStyleOptionViewItem &option)
    {
        return scaledFont(option.font, TextSize::Body, QFont::DemiBold);
    }

    static void paintSentence(QPainter *painter, QRect line, const QFont &font,
                              const Colors &colors, const QString &sentence)
    {
        painter->setFont(font);
        painter->setPen(colors.second);
        int y = line.bottom() + 1 + Space::Xs;
        for (const QString &text : elidedLines(sentence, font, line.width(), SentenceLines)) {
            painter->drawText(QRect(line.x(), y, line.width(), painter->fontMetrics().height()),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
            y += painter->fontMetrics().lineSpacing();
        }
    }
};

QString whenText(const QDateTime &utc)
{
    const QDateTime local = utc.toLocalTime();
    return QString(formatDate(utc, QDate::currentDate()) % u", "_s
                   % QLocale().toString(local.time(), QLocale::ShortFormat));
}

QAbstractItemModel *modelOf(const QList<MediaEvent> &events, QObject *parent)
{
    auto *model = new QStandardItemModel(parent);
    for (const MediaEvent &event : events) {
        auto *item = new QStandardItem(event.title);
        const QString when = whenText(event.at);
        item->setData(event.sentence, SentenceRole);
        item->setData(when, WhenRole);
        item->setData(tipText(event.sentence), Qt::ToolTipRole);
        item->setData(QStringList{when, event.title, event.sentence}.join(u", "_s),
                      Qt::AccessibleTextRole);
        model->appendRow(item);
    }
    return model;
}

} // namespace

MediaEventsDialog::MediaEventsDialog(const QList<MediaEvent> &events, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"mediaEventsDialog"_s);
    setWindowTitle(tr("What was done by itself"));
    resize(560, 480);
    auto *title = new TextLabel(this);
    title->setText(tr("What was done by itself"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    auto *list = new QListView(this);
    list->setObjectName(u"mediaEventList"_s);
    list->setAccessibleName(windowTitle());
    list->setModel(modelOf(events, this));
    list->setItemDelegate(new EventDelegate(this));
    showAsRows(list);
    auto *empty = new EmptyState(this);
    empty->tell(u"check"_s, tr("Nothing so far"),
                tr("What is downloaded or deleted by your rules is listed here, with the reason. "
                   "Rules are in the settings, and in each podcast's details."));
    list->setVisible(!events.isEmpty());
    empty->setVisible(events.isEmpty());
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addWidget(title);
    column->addWidget(list, 1);
    column->addWidget(empty, 1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    if (!events.isEmpty())
        list->setFocus();
}

} // namespace Earmark
