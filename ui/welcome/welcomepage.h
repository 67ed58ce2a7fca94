// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

namespace Earmark {

namespace Ui {
class WelcomePage;
}

/// What a window without podcasts shows: how to get the first one.
class WelcomePage : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WelcomePage)

public:
    explicit WelcomePage(QWidget *parent = nullptr);
    ~WelcomePage() override;

    /// The address is being looked at.
    void setBusy(bool busy);
    /// A sentence under the field; empty: none.
    void showFailure(const QString &sentence);
    /// Empties the field, for good: Ctrl+Z is the window's then.
    void clear();

Q_SIGNALS:
    void addWished(const QString &address);
    void importWished();
    void demoWished();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    std::unique_ptr<Ui::WelcomePage> m_ui;
};

} // namespace Earmark
