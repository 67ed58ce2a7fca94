// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QObject>
#include <QString>

namespace Earmark {

class Dialogs;
class DownloadSettingsPage;
class DownloadsHeader;
struct MediaFindings;
class MediaMover;
class MediaStore;

/// The downloads' folder: moved by the listener's wish, wherever he says it, and what is missing in
/// it told.
class MoverWiring : public QObject
{
    Q_OBJECT

public:
    struct Needs
    {
        MediaMover &mover;
        MediaStore &store;
        Dialogs &dialogs;
        QWidget *window = nullptr; ///< That the question belongs to.
    };

    explicit MoverWiring(const Needs &needs, QObject *parent = nullptr);

    void wire(DownloadsHeader &header);
    void wire(DownloadSettingsPage &page);
    /// Asks where to, and goes.
    void choose();

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    void move(const QString &folder);
    void tellFindings(const MediaFindings &findings);

    Needs m_needs;
};

} // namespace Earmark
