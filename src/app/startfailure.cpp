// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startfailure.h"

#include "core/result.h"

#include <QMessageBox>

#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

bool isSeen(int descriptor)
{
    struct stat facts = {};
    if (::fstat(descriptor, &facts) == 0 && S_ISFIFO(facts.st_mode))
        return true;
    // A desktop without a session's log may have its own, unseen terminal on stderr.
    return ::isatty(descriptor) == 1 && ::tcgetpgrp(descriptor) == ::getpgrp();
}

void showStartFailure(const Error &error, QObject *context, std::function<void()> closed)
{
    const QString text
            = error.detail.isEmpty() ? error.sentence : error.sentence + u"\n\n"_s + error.detail;
    auto *box = new QMessageBox(QMessageBox::Critical, u"Earmark"_s, text, QMessageBox::Close);
    box->setObjectName(u"startFailure"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // a path may hold anything
    QObject::connect(box, &QDialog::finished, context, [closed = std::move(closed)] { closed(); });
    box->show();
}

} // namespace Earmark
