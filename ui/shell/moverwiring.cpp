// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/moverwiring.h"

#include "core/async.h"
#include "services/mediamover.h"
#include "services/mediastore.h"
#include "ui/common/dialogs.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/downloads/downloadsheader.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Earmark {

MoverWiring::MoverWiring(const Needs &needs, QObject *parent) : QObject(parent), m_needs(needs)
{
    connect(&needs.store, &MediaStore::found, this, &MoverWiring::tellFindings);
}

void MoverWiring::wire(DownloadsHeader &header)
{
    MediaMover &mover = m_needs.mover;
    header.setCanMove(!mover.isMoving());
    connect(&header, &DownloadsHeader::moveFolderWished, this, &MoverWiring::choose);
    connect(&header, &DownloadsHeader::cancelMovingWished, &mover, &MediaMover::cancel);
    connect(&mover, &MediaMover::movingChanged, &header, [&header](bool isMoving) {
        header.setCanMove(!isMoving);
        header.showMoving(0, isMoving ? 1 : 0);
    });
    connect(&mover, &MediaMover::progressed, &header, [&header](const CarryProgress &progress) {
        if (progress.ofFiles > 0)
            header.showMoving(int(progress.files), int(progress.ofFiles));
    });
}

void MoverWiring::wire(DownloadSettingsPage &page)
{
    page.setCanMove(!m_needs.mover.isMoving());
    connect(&page, &DownloadSettingsPage::moveWished, this, &MoverWiring::choose);
    connect(&m_needs.mover, &MediaMover::movingChanged, &page, [this, &page](bool isMoving) {
        page.setCanMove(!isMoving);
        page.showFolder(QDir::toNativeSeparators(m_needs.store.folder()));
    });
}

void MoverWiring::choose()
{
    m_needs.dialogs.openFolder(m_needs.window, tr("Where the downloads go"),
                               [this](const QString &folder) { move(folder); });
}

void MoverWiring::move(const QString &folder)
{
    onResult(m_needs.mover.move(folder), this, [this](const Result<> &moved) {
        if (moved)
            Q_EMIT told(tr("The downloads are in %1 now.")
                                .arg(QDir::toNativeSeparators(m_needs.store.folder())));
        else if (moved.error().kind == ErrorKind::Cancelled)
            Q_EMIT told(moved.error().sentence);
        else
            Q_EMIT failed(moved.error());
    });
}

void MoverWiring::tellFindings(const MediaFindings &findings)
{
    const QString folder = QDir::toNativeSeparators(m_needs.store.folder());
    if (!findings.isFolderThere && findings.isExpected) {
        Q_EMIT failed(fail(ErrorKind::FileSystem,
                           tr("The folder of the downloads is not there: %1. Connect its disk;"
                              " until then every episode is fetched anew.")
                                   .arg(folder)));
    } else if (!findings.missing.isEmpty()) {
        Q_EMIT failed(
                fail(ErrorKind::FileSystem,
                     tr("%n downloaded file(s) can no longer be found in %1. What they were of is"
                        " fetched again when you listen to it.",
                        nullptr, int(findings.missing.size()))
                             .arg(folder)));
    }
}

} // namespace Earmark
