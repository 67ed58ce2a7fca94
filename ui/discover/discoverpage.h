// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QStackedWidget;

namespace Earmark {

class CoverSource;
class DiscoverList;
class DiscoverModel;
class EmptyState;
class MessageBar;
class PreviewPage;
class TextLabel;

/// Finding podcasts: one field for words and addresses, what directories found, charts when they
/// are wished for, and the preview of one podcast. Asks nobody; every wish is a signal.
class DiscoverPage : public QWidget
{
    Q_OBJECT

public:
    static constexpr int QuietFor = 500; ///< ms without a key before words are a wish.
    static constexpr int ShortestWish = 3; ///< Characters; fewer only by Enter.

    explicit DiscoverPage(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    DiscoverModel &model() { return *m_model; }
    PreviewPage &preview() { return *m_preview; }
    void focusSearch();
    QString text() const;
    /// As if it had been typed and Enter pressed.
    void lookFor(const QString &text);

    /// Nothing was asked yet.
    void showStart();
    /// Instead of a list: what is missing and what to do. action: emitted as hintActionWished().
    void showHint(const QString &icon, const QString &title, const QString &sentence,
                  const QString &action = {});
    void showAsking();
    void showEntries(const DirectoryEntries &entries);
    /// Quiet lines under the field.
    void showTroubles(const QStringList &sentences);
    /// What the listener's own wish came to.
    void showFailure(const QString &sentence);
    void showChartChoice(const QString &country, int genre);
    void hideChartChoice();
    void showPreview(bool yes);
    bool isPreviewShown() const;

Q_SIGNALS:
    /// isEntered: by Enter, so that an address is a wish too.
    void textWished(const QString &text, bool isEntered);
    void textCleared();
    void chartsWished();
    void chartChosen(const QString &country, int genre);
    void hintActionWished();
    void openWished(const Earmark::DirectoryEntry &entry);
    void subscribeWished(const Earmark::DirectoryEntry &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildHead();
    void buildCharts();
    void textChanged();
    void wish(bool isEntered);

    DiscoverModel *m_model;
    QWidget *m_finding;
    TextLabel *m_title;
    QLineEdit *m_field;
    QWidget *m_charts;
    QComboBox *m_country;
    QComboBox *m_category;
    TextLabel *m_troubles;
    MessageBar *m_message;
    QStackedWidget *m_stack;
    DiscoverList *m_list;
    EmptyState *m_state;
    PreviewPage *m_preview;
    QStackedWidget *m_pages;
    QTimer m_quiet;
    QString m_asked; ///< The text of the last wish: the same one is not asked twice by waiting.
    bool m_offersCharts = false; ///< The hint's action is "Show top charts".
};

} // namespace Earmark
