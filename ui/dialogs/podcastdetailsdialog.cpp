// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/podcastdetailsdialog.h"

#include "ui/common/coverlabel.h"
#include "ui/common/format.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/attemptsmodel.h"
#include "ui/dialogs/podcastdownloadspage.h"
#include "ui/dialogs/skipspage.h"
#include "ui/episode/paneltabs.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int CoverSide = 56;

QString stateOf(const Podcast &podcast, const QDateTime &now)
{
    if (podcast.isEnded) {
        return PodcastDetailsDialog::tr("Its server says that it is gone for good. Its episodes "
                                        "stay; it is asked again only when you refresh it.");
    }
    if (!podcast.error.isEmpty())
        return podcast.error;
    if (!podcast.lastRefreshed.isValid())
        return PodcastDetailsDialog::tr("Not refreshed yet");
    return PodcastDetailsDialog::tr("Refreshed %1").arg(formatAgo(podcast.lastRefreshed, now));
}

TextLabel *second(QWidget *parent, int lines)
{
    auto *label = new TextLabel(parent);
    label->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    label->setMaximumLines(lines);
    return label;
}

} // namespace

PodcastDetailsDialog::PodcastDetailsDialog(QWidget *parent)
    : QDialog(parent), m_cover(new CoverLabel(this)), m_title(new TextLabel(this)),
      m_author(second(this, 1)), m_tabs(new PanelTabs(this)), m_pages(new QStackedWidget(this)),
      m_address(second(this, 2)), m_site(second(this, 1)), m_state(second(this, 3)),
      m_description(new QTextBrowser(this)), m_ownTitle(new QLineEdit(this)),
      m_images(new QCheckBox(tr("Show images in its notes"), this)),
      m_unwrap(new QCheckBox(tr("Ask media hosts directly, past tracking addresses"), this)),
      m_ownMedia(new QCheckBox(tr("Sound and pictures may lie on your own network"), this)),
      m_private(new QComboBox(this)), m_login(second(this, 1)),
      m_changeLogin(new QPushButton(this)), m_forgetLogin(new QPushButton(tr("Forget…"), this)),
      m_downloads(new PodcastDownloadsPage(this)), m_skips(new SkipsPage(this)),
      m_attempts(new AttemptsModel(this)), m_table(new QTableView(this)),
      m_attemptDetails(second(this, 4))
{
    setObjectName(u"podcastDetails"_s);
    setWindowTitle(tr("Podcast details"));
    resize(560, 520);
    m_cover->setSide(CoverSide, Radius::Art);
    m_title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_title->setMaximumLines(2);
    m_title->setObjectName(u"detailsTitle"_s);
    m_tabs->addTab(tr("About"));
    m_tabs->addTab(tr("Options"));
    m_tabs->addTab(tr("Downloads"));
    m_tabs->addTab(tr("Skips"));
    m_tabs->addTab(tr("Log"));
    m_tabs->setAccessibleName(tr("Pages of the podcast's details"));
    m_pages->addWidget(aboutPage());
    m_pages->addWidget(optionsPage());
    m_pages->addWidget(m_downloads);
    m_pages->addWidget(m_skips);
    m_pages->addWidget(logPage());

    auto *names = new QVBoxLayout;
    names->setSpacing(Space::Xs);
    names->addWidget(m_title);
    names->addWidget(m_author);
    names->addStretch();
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::M);
    head->addWidget(m_cover, 0, Qt::AlignTop);
    head->addLayout(names, 1);
    auto *refresh = new QPushButton(tr("Refresh now"), this);
    refresh->setObjectName(u"refreshNow"_s);
    refresh->setAutoDefault(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"close"_s);
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(refresh);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addLayout(head);
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);
    column->addLayout(buttons);

    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(refresh, &QPushButton::clicked, this, &PodcastDetailsDialog::refreshWished);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

QWidget *PodcastDetailsDialog::aboutPage()
{
    m_address->setObjectName(u"address"_s);
    m_state->setObjectName(u"state"_s);
    m_description->setObjectName(u"description"_s);
    m_description->setAccessibleName(tr("Description"));
    m_description->setFrameShape(QFrame::NoFrame);
    m_description->setOpenLinks(false);
    m_description->viewport()->setBackgroundRole(QPalette::Window);
    m_description->document()->setDocumentMargin(0);
    auto *edit = new QPushButton(tr("Edit address…"), this);
    edit->setObjectName(u"editAddress"_s);
    edit->setAutoDefault(false);

    auto *page = new QWidget(this);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Space::L);
    form->setVerticalSpacing(Space::S);
    form->addRow(tr("Feed"), m_address);
    auto *editRow = new QHBoxLayout; // its own width, not the form's
    editRow->addWidget(edit);
    editRow->addStretch();
    form->addRow(QString(), editRow);
    form->addRow(tr("Website"), m_site);
    form->addRow(tr("State"), m_state);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, Space::S, 0, 0);
    column->setSpacing(Space::M);
    column->addLayout(form);
    column->addWidget(m_description, 1);
    connect(edit, &QPushButton::clicked, this, &PodcastDetailsDialog::editAddressWished);
    connect(m_description, &QTextBrowser::anchorClicked, this, &PodcastDetailsDialog::linkWished);
    return page;
}

QWidget *PodcastDetailsDialog::optionsPage()
{
    m_ownTitle->setObjectName(u"ownTitle"_s);
    m_ownTitle->setAccessibleName(tr("Your own title"));
    m_ownTitle->setPlaceholderText(tr("As the feed says"));
    m_ownTitle->setClearButtonEnabled(true);
    m_images->setObjectName(u"images"_s);
    m_unwrap->setObjectName(u"unwrap"_s);
    m_ownMedia->setObjectName(u"ownMedia"_s);
    m_private->setObjectName(u"private"_s);
    m_private->setAccessibleName(tr("Is the address private?"));
    m_private->addItems(
            {tr("Decide by its address"), tr("Yes, keep it secret"), tr("No, it may be shown")});
    auto *about = second(this, 3);
    about->setText(tr("A private address is shown as its host alone, left out of exports and never "
                      "sent to a directory."));

    auto *page = new QWidget(this);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, Space::M, 0, 0);
    form->setHorizontalSpacing(Space::L);
    form->setVerticalSpacing(Space::M);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Title"), m_ownTitle);
    form->addRow(tr("Images"), m_images);
    form->addRow(tr("Media"), m_unwrap);
    form->addRow(QString(), m_ownMedia);
    form->addRow(tr("Private"), m_private);
    form->addRow(QString(), about);
    QLayout *login = loginRow();
    form->addRow(tr("Login"), login);
    static_cast<QLabel *>(form->labelForField(login))->setBuddy(m_changeLogin);
    connect(m_ownTitle, &QLineEdit::editingFinished, this, [this] {
        if (!m_ownTitle->isModified())
            return;
        m_ownTitle->setModified(false);
        Q_EMIT titleWished(m_ownTitle->text().simplified());
    });
    connect(m_images, &QCheckBox::clicked, this, &PodcastDetailsDialog::imagesWished);
    connect(m_unwrap, &QCheckBox::clicked, this, &PodcastDetailsDialog::unwrapWished);
    connect(m_ownMedia, &QCheckBox::clicked, this, &PodcastDetailsDialog::ownMediaWished);
    connect(m_private, &QComboBox::activated, this, [this](int choice) {
        Q_EMIT privateWished(choice == 0 ? std::nullopt : std::optional(choice == 1));
    });
    return page;
}

QLayout *PodcastDetailsDialog::loginRow()
{
    m_login->setObjectName(u"loginName"_s);
    m_changeLogin->setObjectName(u"changeLogin"_s);
    m_changeLogin->setAutoDefault(false);
    m_forgetLogin->setObjectName(u"forgetLogin"_s);
    m_forgetLogin->setAutoDefault(false);
    m_forgetLogin->setAccessibleName(tr("Forget the name and password"));
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::S);
    row->addWidget(m_login, 1);
    row->addWidget(m_changeLogin);
    row->addWidget(m_forgetLogin);
    connect(m_changeLogin, &QPushButton::clicked, this, &PodcastDetailsDialog::loginWished);
    connect(m_forgetLogin, &QPushButton::clicked, this, &PodcastDetailsDialog::forgetLoginWished);
    return row;
}

QWidget *PodcastDetailsDialog::logPage()
{
    m_table->setObjectName(u"attempts"_s);
    m_table->setAccessibleName(tr("Log of this podcast's refreshes"));
    m_table->setModel(m_attempts);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(AttemptsModel::What, QHeaderView::Stretch);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    m_attemptDetails->setObjectName(u"attemptDetails"_s);

    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, Space::S, 0, 0);
    column->setSpacing(Space::S);
    column->addWidget(m_table, 1);
    column->addWidget(m_attemptDetails);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PodcastDetailsDialog::showDetailsOfAttempt);
    return page;
}

void PodcastDetailsDialog::setCovers(CoverSource *covers)
{
    m_cover->setCovers(covers);
}

void PodcastDetailsDialog::showPodcast(const Podcast &podcast, const QString &address,
                                       const QDateTime &now)
{
    m_cover->setCover(podcast.title, podcast.image);
    m_title->setText(podcast.title);
    m_author->setText(podcast.author);
    m_author->setVisible(!podcast.author.isEmpty());
    m_address->setText(address);
    m_site->setText(podcast.site.isEmpty() ? tr("None") : podcast.site.toDisplayString());
    m_state->setText(stateOf(podcast, now));
    const bool isWell = podcast.error.isEmpty() && !podcast.isEnded;
    m_state->setLook(TextSize::Body, QFont::Normal,
                     isWell ? TextLabel::Tone::Second : TextLabel::Tone::Warning);
    if (!m_ownTitle->isModified())
        m_ownTitle->setText(podcast.ownTitle);
    m_images->setChecked(podcast.imagesAllowed);
    m_unwrap->setChecked(podcast.unwrapTracking);
    m_ownMedia->setChecked(podcast.ownMediaAllowed);
    const int chosen = podcast.privateByUser ? (*podcast.privateByUser ? 1 : 2) : 0;
    m_private->setCurrentIndex(chosen);
    const bool hasLogin = !podcast.loginName.isEmpty();
    m_login->setText(hasLogin ? tr("Logs in as %1").arg(podcast.loginName) : tr("None"));
    m_changeLogin->setText(hasLogin ? tr("Change…") : tr("Set…"));
    m_changeLogin->setAccessibleName(hasLogin ? tr("Change the name or password")
                                              : tr("Set a name and password"));
    m_forgetLogin->setVisible(hasLogin);
}

void PodcastDetailsDialog::showDescription(const QString &safeHtml)
{
    m_description->setHtml(safeHtml);
    m_description->setVisible(!safeHtml.isEmpty());
}

void PodcastDetailsDialog::showAttempts(const QList<FetchAttempt> &attempts, const QDateTime &now)
{
    m_attempts->setAttempts(attempts, now);
    if (!attempts.isEmpty())
        m_table->setCurrentIndex(m_attempts->index(0, 0));
    showDetailsOfAttempt();
}

void PodcastDetailsDialog::showDetailsOfAttempt()
{
    const QString details = m_attempts->details(m_table->currentIndex().row());
    m_attemptDetails->setText(details);
    m_attemptDetails->setVisible(!details.isEmpty());
}

void PodcastDetailsDialog::showPage(Page page)
{
    m_tabs->setCurrentIndex(page);
}

} // namespace Earmark
