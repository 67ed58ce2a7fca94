// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace Earmark {

struct NotesOptions
{
    bool allowImages = false; ///< The user's word for this podcast.
    QUrl baseUrl; ///< The episode's (or podcast's) page: relative links and images start here.
};

/// Show notes made safe to render: only known elements and attributes, links to http, https and
/// mailto, images only when allowed, from http or https, and never those that count readers. Times
/// become links `earmark:seek?t=SECONDS`, bare addresses links, plain text paragraphs. Well-formed,
/// never deep, no table that costs; at most 1 MiB of input is read. HTML that QTextBrowser knows,
/// with nothing in it that could load but `img src`; runs on any thread.
QString safeNotesHtml(const QString &descriptionHtml, const NotesOptions &options);

} // namespace Earmark
