// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadwish.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

struct WishTexts
{
    Q_DECLARE_TR_FUNCTIONS(DownloadWish)
};

} // namespace

DownloadWish runningWish(DownloadState state)
{
    return state == DownloadState::Running || state == DownloadState::Waiting
            ? DownloadWish::Pause
            : DownloadWish::Resume;
}

QString wishText(DownloadWish wish, DownloadState state)
{
    using T = WishTexts;
    switch (wish) {
    case DownloadWish::Play:
        return T::tr("Play");
    case DownloadWish::Pause:
        return T::tr("Pause");
    case DownloadWish::Resume:
        return state == DownloadState::Failed ? T::tr("Try again") : T::tr("Resume");
    case DownloadWish::Cancel:
        return T::tr("Cancel the download");
    case DownloadWish::DeleteFile:
        break;
    }
    return T::tr("Delete the file");
}

QString wishIcon(DownloadWish wish, DownloadState state)
{
    switch (wish) {
    case DownloadWish::Play:
        return u"play"_s;
    case DownloadWish::Pause:
        return u"pause"_s;
    case DownloadWish::Resume:
        return state == DownloadState::Failed ? u"refresh"_s : u"download"_s;
    case DownloadWish::Cancel:
        return u"close"_s;
    case DownloadWish::DeleteFile:
        break;
    }
    return u"remove"_s;
}

} // namespace Earmark
