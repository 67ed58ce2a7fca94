// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/discoverpage.h"

#include "core/directoryrequests.h"
#include "ui/common/emptystate.h"
#include "ui/common/icons.h"
#include "ui/common/messagebar.h"
#include "ui/common/textlabel.h"
#include "ui/discover/discoverlist.h"
#include "ui/discover/discovermodel.h"
#include "ui/discover/previewpage.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int FieldHeight = 40;

/// By name; the code of countries whose name Qt does not know.
QList<std::pair<QString, QString>> countries()
{
    QHash<QString, QString> names;
    const auto locales = QLocale::matchingLocales(QLocale::AnyLanguage, QLocale::AnyScript,
                                                  QLocale::AnyTerritory);
    for (const QLocale &locale : locales)
        names.insert(locale.name().section(u'_', -1).toLower(),
                     QLocale::territoryToString(locale.territory()));
    QList<std::pair<QString, QString>> result;
    for (const QString &code : chartCountries())
        result.append({names.value(code, code.toUpper()), code});
    std::ranges::sort(result, [](const auto &a, const auto &b) {
        return QString::localeAwareCompare(a.first, b.first) < 0;
    });
    return result;
}

} // namespace

DiscoverPage::DiscoverPage(QWidget *parent)
    : QWidget(parent), m_model(new DiscoverModel(this)), m_finding(new QWidget),
      m_title(new TextLabel(m_finding)), m_field(new QLineEdit(m_finding)),
      m_charts(new QWidget(m_finding)), m_country(new QComboBox(m_charts)),
      m_category(new QComboBox(m_charts)), m_troubles(new TextLabel(m_finding)),
      m_message(new MessageBar(m_finding)), m_stack(new QStackedWidget(m_finding)),
      m_list(new DiscoverList), m_state(new EmptyState), m_preview(new PreviewPage),
      m_pages(new QStackedWidget(this))
{
    setObjectName(u"discoverPage"_s);
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(QuietFor);
    m_state->setObjectName(u"discoverState"_s);
    m_message->setObjectName(u"discoverMessage"_s);
    m_list->setEntries(m_model);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_list);
    buildCharts();
    buildHead();
    m_pages->addWidget(m_finding);
    m_pages->addWidget(m_preview);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    connect(&m_quiet, &QTimer::timeout, this, [this] { wish(false); });
    connect(m_field, &QLineEdit::textChanged, this, &DiscoverPage::textChanged);
    connect(m_field, &QLineEdit::returnPressed, this, [this] { wish(true); });
    connect(m_list, &DiscoverList::openWished, this, &DiscoverPage::openWished);
    connect(m_list, &DiscoverList::subscribeWished, this, &DiscoverPage::subscribeWished);
    connect(m_list, &DiscoverList::leftUpwards, this, &DiscoverPage::focusSearch);
    connect(m_state, &EmptyState::actionWished, this, [this] {
        if (m_offersCharts)
            Q_EMIT chartsWished();
        else
            Q_EMIT hintActionWished();
    });
    connect(m_preview, &PreviewPage::backWished, this, [this] { showPreview(false); });
    showStart();
}

void DiscoverPage::buildHead()
{
    m_title->setText(tr("Discover"));
    m_title->setLook(TextSize::PodcastTitle, QFont::Bold);
    m_field->setObjectName(u"discoverField"_s);
    m_field->setAccessibleName(tr("Find podcasts: words or an address"));
    m_field->setPlaceholderText(tr("Words, or the address of a podcast or web page"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumHeight(FieldHeight);
    m_field->addAction(themedIcon(u"search"_s, IconTone::Second), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_troubles->setObjectName(u"discoverTroubles"_s);
    m_troubles->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_troubles->setMaximumLines(3);
    m_troubles->hide();

    auto *head = new QVBoxLayout;
    head->setContentsMargins(Space::Xl, Space::L, Space::Xl, Space::M);
    head->setSpacing(Space::S);
    head->addWidget(m_title);
    head->addWidget(m_field);
    head->addWidget(m_charts);
    head->addWidget(m_troubles);
    auto *column = new QVBoxLayout(m_finding);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
}

void DiscoverPage::buildCharts()
{
    auto *label = new TextLabel(m_charts);
    label->setText(tr("Top charts"));
    label->setLook(TextSize::Body, QFont::DemiBold);
    m_country->setObjectName(u"chartCountry"_s);
    m_country->setAccessibleName(tr("Country of the charts"));
    m_category->setObjectName(u"chartCategory"_s);
    m_category->setAccessibleName(tr("Category of the charts"));
    m_category->addItem(tr("All categories"), 0);
    for (const ChartCategory &category : chartCategories())
        m_category->addItem(category.name, category.genre);
    auto *row = new QHBoxLayout(m_charts);
    row->setContentsMargins(0, Space::Xs, 0, 0);
    row->setSpacing(Space::S);
    row->addWidget(label);
    row->addStretch(1);
    row->addWidget(m_country);
    row->addWidget(m_category);
    m_charts->hide();
    const auto choose = [this] {
        Q_EMIT chartChosen(m_country->currentData().toString(), m_category->currentData().toInt());
    };
    connect(m_country, &QComboBox::activated, this, choose);
    connect(m_category, &QComboBox::activated, this, choose);
}

void DiscoverPage::setCovers(CoverSource *covers)
{
    m_list->setCovers(covers);
    m_preview->setCovers(covers);
}

void DiscoverPage::focusSearch()
{
    showPreview(false);
    m_field->setFocus();
    m_field->selectAll();
}

QString DiscoverPage::text() const
{
    return m_field->text().trimmed();
}

void DiscoverPage::lookFor(const QString &text)
{
    showPreview(false);
    m_field->setText(text);
    m_field->setFocus();
    wish(true);
}

void DiscoverPage::textChanged()
{
    m_message->clear();
    m_quiet.stop();
    if (text().isEmpty()) {
        m_asked.clear();
        Q_EMIT textCleared();
    } else if (text().size() >= ShortestWish && text() != m_asked) {
        m_quiet.start();
    }
}

void DiscoverPage::wish(bool isEntered)
{
    m_quiet.stop();
    if (text().isEmpty())
        return;
    m_asked = text();
    Q_EMIT textWished(m_asked, isEntered);
}

void DiscoverPage::showStart()
{
    showTroubles({});
    hideChartChoice();
    showHint(u"discover"_s, tr("Find podcasts"),
             tr("Type a name, a person or a subject, or paste the address of a podcast or a web "
                "page. Nobody is asked before you type."),
             tr("Show top charts"));
    m_offersCharts = true;
}

void DiscoverPage::showHint(const QString &icon, const QString &title, const QString &sentence,
                            const QString &action)
{
    m_offersCharts = false;
    m_model->setEntries({});
    m_state->tell(icon, title, sentence, action);
    m_stack->setCurrentWidget(m_state);
}

void DiscoverPage::showAsking()
{
    showHint(u"search"_s, tr("Looking…"), tr("What the directories answer appears as it comes."));
}

void DiscoverPage::showEntries(const DirectoryEntries &entries)
{
    m_model->setEntries(entries);
    m_stack->setCurrentWidget(m_list);
}

void DiscoverPage::showTroubles(const QStringList &sentences)
{
    m_troubles->setText(sentences.join(u' '));
    m_troubles->setVisible(!sentences.isEmpty());
}

void DiscoverPage::showFailure(const QString &sentence)
{
    m_message->tell(MessageBar::Kind::Error, sentence);
}

void DiscoverPage::showChartChoice(const QString &country, int genre)
{
    if (m_country->count() == 0) { // 10 ms of names that only this needs
        for (const auto &[name, code] : countries())
            m_country->addItem(name, code);
    }
    m_country->setCurrentIndex(std::max(0, m_country->findData(country)));
    m_category->setCurrentIndex(std::max(0, m_category->findData(genre)));
    m_charts->show();
}

void DiscoverPage::hideChartChoice()
{
    m_charts->hide();
}

void DiscoverPage::showPreview(bool yes)
{
    if (yes == isPreviewShown())
        return;
    m_pages->setCurrentWidget(yes ? static_cast<QWidget *>(m_preview) : m_finding);
    if (!yes) {
        if (m_stack->currentWidget() == m_list)
            m_list->setFocus();
        else
            m_field->setFocus();
    }
}

bool DiscoverPage::isPreviewShown() const
{
    return m_pages->currentWidget() == m_preview;
}

/// Down leads from the field into the list.
bool DiscoverPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down
        && m_stack->currentWidget() == m_list) {
        m_list->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void DiscoverPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !isPreviewShown() && !m_field->text().isEmpty())
        m_field->clear();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Earmark
