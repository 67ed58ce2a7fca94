// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/welcomepage.h"

#include "ui/common/icons.h"
#include "ui_welcomepage.h"

#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int FieldHeight = 44;
constexpr int IconSide = 18;
} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent), m_ui(std::make_unique<Ui::WelcomePage>())
{
    m_ui->setupUi(this);
    setObjectName(u"welcomePage"_s);
    using Tone = TextLabel::Tone;
    m_ui->title->setLook(TextSize::FirstPage, QFont::Bold);
    m_ui->subtitle->setLook(TextSize::Body, QFont::Normal, Tone::Second);
    m_ui->subtitle->setMaximumLines(2);
    m_ui->failure->setLook(TextSize::Body, QFont::Normal, Tone::Warning);
    m_ui->failure->setMaximumLines(4);
    m_ui->failure->hide();
    m_ui->column->insertSpacing(3, Space::S);
    m_ui->column->insertSpacing(6, Space::S);
    m_ui->middle->setStretch(1, 100);
    m_ui->middle->setStretch(0, 1);
    m_ui->middle->setStretch(2, 1);
    m_ui->column->setStretch(0, 5);
    m_ui->column->setStretch(m_ui->column->count() - 1, 6);
    m_ui->field->setFixedHeight(FieldHeight);
    m_ui->fieldIcon->setFixedSize(IconSide, IconSide);
    m_ui->address->setFont(scaledFont(font(), TextSize::Body));
    QPalette clear;
    clear.setColor(QPalette::Base, Qt::transparent);
    m_ui->address->setPalette(clear);
    m_ui->add->setProperty("filled", true);
    m_ui->add->setEnabled(false);
    m_ui->importCard->setPicture(u"import"_s);
    m_ui->demoCard->setPicture(u"play"_s);
    setFocusProxy(m_ui->address);
    m_ui->address->installEventFilter(this);

    connect(m_ui->address, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_ui->add->setEnabled(!text.trimmed().isEmpty());
        showFailure(QString());
    });
    const auto wish = [this] {
        if (m_ui->add->isEnabled())
            Q_EMIT addWished(m_ui->address->text().trimmed());
    };
    connect(m_ui->address, &QLineEdit::returnPressed, this, wish);
    connect(m_ui->add, &QPushButton::clicked, this, wish);
    connect(m_ui->importCard, &Card::clicked, this, &WelcomePage::importWished);
    connect(m_ui->demoCard, &Card::clicked, this, &WelcomePage::demoWished);
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::setBusy(bool busy)
{
    m_ui->address->setReadOnly(busy);
    m_ui->add->setEnabled(!busy && !m_ui->address->text().trimmed().isEmpty());
    m_ui->add->setText(busy ? tr("Adding…") : tr("Add"));
}

void WelcomePage::showFailure(const QString &sentence)
{
    m_ui->failure->setText(sentence);
    m_ui->failure->setVisible(!sentence.isEmpty());
}

void WelcomePage::clear()
{
    m_ui->address->setText(QString()); // clear() could be undone
}

bool WelcomePage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update(); // the frame is ours
    if (event->type() == QEvent::ShortcutOverride && !m_ui->address->isUndoAvailable()
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo)) {
        event->ignore(); // nothing was typed: the key is the window's
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void WelcomePage::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPoint corner = m_ui->field->mapTo(this, QPoint(0, 0));
    const QRectF field(QPointF(corner) + QPointF(0.5, 0.5),
                       QSizeF(m_ui->field->size()) - QSizeF(1, 1));
    painter.setPen(m_ui->address->hasFocus() ? colors.accent : colors.hairline);
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(field, Radius::Card, Radius::Card);
    const QPoint icon = m_ui->fieldIcon->mapTo(this, QPoint(0, 0));
    paintIcon(&painter, QRectF(icon, m_ui->fieldIcon->size()), u"link"_s, colors.second);
}

} // namespace Earmark
