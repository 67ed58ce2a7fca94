// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importreportdialog.h"

#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui_importreportdialog.h"

#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace Earmark {

ImportReportDialog::ImportReportDialog(QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ImportReportDialog>()),
      m_lines(new QStandardItemModel(this))
{
    m_ui->setupUi(this);
    setObjectName(u"importReport"_s);
    setMinimumWidth(480);
    m_ui->title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_ui->summary->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_ui->summary->setMaximumLines(3);
    m_ui->progress->setFixedHeight(8);
    m_ui->failures->setModel(m_lines);
    m_ui->failures->setFrameShape(QFrame::NoFrame);
    m_ui->failures->setWordWrap(true);
    m_ui->failures->setSpacing(Space::Xs);
    m_ui->failures->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_ui->failures->setSelectionMode(QAbstractItemView::NoSelection);
    m_ui->failures->viewport()->setBackgroundRole(QPalette::Window);
    m_ui->failures->hide();
    m_ui->close->hide();
    m_ui->close->setProperty("filled", true);
    m_ui->title->setText(tr("Importing podcasts"));
    m_ui->summary->setText(tr("Reading the file…"));
    m_ui->progress->setRange(0, 1);
    connect(m_ui->cancel, &QPushButton::clicked, this, &ImportReportDialog::cancelWished);
    connect(m_ui->close, &QPushButton::clicked, this, &QDialog::accept);
}

ImportReportDialog::~ImportReportDialog() = default;

void ImportReportDialog::showProgress(int done, int total, const QString &current)
{
    if (total <= 0 || m_ui->cancel->isHidden())
        return;
    m_ui->progress->setRange(0, total);
    m_ui->progress->setValue(done);
    const QString count = tr("%1 of %2").arg(done).arg(total);
    m_ui->summary->setText(current.isEmpty() ? count : QString(count % u" · "_s % current));
}

void ImportReportDialog::finish()
{
    m_ui->progress->hide();
    m_ui->cancel->hide();
    m_ui->close->show();
    m_ui->close->setDefault(true);
    m_ui->close->setFocus();
}

void ImportReportDialog::showReport(int added, int known, const QList<ImportFailure> &failures)
{
    finish();
    m_ui->title->setText(tr("%n podcast(s) added", nullptr, added));
    QStringList sentences;
    if (known > 0)
        sentences += tr("%n of the file's podcasts were here already.", nullptr, known);
    if (!failures.isEmpty())
        sentences
                += tr("%n could not be read now and will be tried again at each refresh:", nullptr,
                      int(failures.size()));
    m_ui->summary->setText(sentences.join(u' '));
    m_ui->summary->setVisible(!sentences.isEmpty());
    m_lines->clear();
    for (const ImportFailure &failure : failures) {
        const QString name = failure.title.isEmpty() ? failure.address : failure.title;
        auto *line = new QStandardItem(themedIcon(u"warning"_s, IconTone::Second),
                                       name % u'\n' % failure.sentence);
        line->setToolTip(tipText(failure.address));
        m_lines->appendRow(line);
    }
    m_ui->failures->setVisible(!failures.isEmpty());
    if (!failures.isEmpty())
        resize(width(), 420);
}

void ImportReportDialog::showFailure(const QString &sentence)
{
    finish();
    m_ui->title->setText(tr("Nothing was imported"));
    m_ui->summary->setText(sentence);
}

} // namespace Earmark
