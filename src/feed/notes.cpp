// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notes.h"

#include "feed/entities.h"
#include "feed/notesrenderer.h"
#include "feed/plaintext.h"
#include "feed/shallowhtml.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LargestNotes = 1024LL * 1024; ///< characters

/// Text without markup: empty lines part paragraphs, other line ends stay.
QString paragraphs(const QString &plain)
{
    QString html;
    const QString text = decodeReferences(plain).replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    bool isOpen = false;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        const QStringView trimmed = line.trimmed();
        if (trimmed.isEmpty()) {
            html += isOpen ? "</p>"_L1 : ""_L1;
            isOpen = false;
            continue;
        }
        html += isOpen ? "<br>"_L1 : "<p>"_L1;
        html += trimmed.toString().toHtmlEscaped();
        isOpen = true;
    }
    return html;
}

} // namespace

QString safeNotesHtml(const QString &descriptionHtml, const NotesOptions &options)
{
    QString html = withoutDoubleEscape(descriptionHtml.left(LargestNotes));
    if (html.isEmpty())
        return html;
    if (!hasTags(html))
        return NotesRenderer(options).render(paragraphs(html));
    const bool linesHold = !hasBlockTags(html);
    html = shallowHtml(html); // no tag has a line end in it now
    if (linesHold)
        html = html.trimmed().replace("\r\n"_L1, "\n"_L1).replace(u'\n', "<br>"_L1);
    return NotesRenderer(options).render(html);
}

} // namespace Earmark
