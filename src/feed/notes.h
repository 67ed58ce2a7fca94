// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace Earmark {

struct NotesOptions
{
    bool allowImages = false; ///< The user's word for this podcast.
    QUrl baseUrl; ///< Relative links and images resolve against it.
};

/// Show notes made safe to render: only known elements and attributes, links to http, https and
/// mailto, images only when allowed and from http or https. Times become links
/// `earmark:seek?t=SECONDS`, bare addresses links, plain text paragraphs. Well-formed, at most 1
/// MiB of input is read. HTML that QTextBrowser knows; runs on any thread.
QString safeNotesHtml(const QString &descriptionHtml, const NotesOptions &options);

} // namespace Earmark
