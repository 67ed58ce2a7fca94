// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/skiptext.h"

#include "core/timecode.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

using Kind = SkipCause::Kind;
constexpr qsizetype TitleLength = 60;
constexpr qsizetype MaxReasons = 4;

/// "30 s", "2 min", "1 min 30 s".
QString length(milliseconds time)
{
    const qint64 seconds = std::max<qint64>(1, std::chrono::round<std::chrono::seconds>(time) / 1s);
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    if (seconds % 60 == 0)
        return u"%1 min"_s.arg(seconds / 60);
    return u"%1 min %2 s"_s.arg(seconds / 60).arg(seconds % 60);
}

/// In quotes, or where it begins if it has no title.
QString name(const SkipCause &cause)
{
    if (cause.chapter.isEmpty())
        return u"at "_s + timecode(cause.part.start);
    const QString title = cause.chapter.simplified();
    if (title.size() <= TitleLength)
        return u'"' + title + u'"';
    return u'"' + title.left(TitleLength - 1).trimmed() + u"…\""_s;
}

} // namespace

QString skipReason(const SkipCause &cause)
{
    switch (cause.kind) {
    case Kind::First:
        return u"The first %1"_s.arg(length(cause.part.length()));
    case Kind::Last:
        return u"The last %1"_s.arg(length(cause.part.length()));
    case Kind::Unticked:
        return u"Chapter %1: you unticked it"_s.arg(name(cause));
    case Kind::Word:
        return u"Chapter %1: matches \"%2\""_s.arg(name(cause), cause.word);
    }
    return {};
}

QString skipReasons(const Skip &skip)
{
    QStringList lines;
    for (const SkipCause &cause : skip.causes.first(std::min(MaxReasons, skip.causes.size())))
        lines.append(skipReason(cause));
    if (skip.causes.size() > MaxReasons)
        lines.append(u"and %1 more"_s.arg(skip.causes.size() - MaxReasons));
    return lines.join(u'\n');
}

QString skippedText(const Skip &skip)
{
    const SkipCause &first = skip.causes.first();
    const auto others = skip.causes.size() - 1;
    const QString what = first.kind == Kind::First
            ? u"the first %1"_s.arg(length(first.part.length()))
            : first.kind == Kind::Last ? u"the last %1"_s.arg(length(first.part.length()))
            : first.chapter.isEmpty()  ? u"the chapter "_s + name(first)
                                       : name(first);
    if (others == 0 && first.chapter.isEmpty() && first.kind != Kind::Unticked)
        return u"Skipped "_s + what;
    const QString whole = timecode(skip.range.length());
    if (others == 0)
        return u"Skipped %1 (%2)"_s.arg(what, whole);
    return u"Skipped %1 and %2 more %3 (%4)"_s.arg(what, QString::number(others),
                                                   others == 1 ? u"part"_s : u"parts"_s, whole);
}

QString leftOutText(const SkipPlan &plan)
{
    const bool edges = plan.leftOut.contains(Kind::First) || plan.leftOut.contains(Kind::Last);
    if (plan.leftOut.contains(Kind::Unticked))
        return u"All that you left ticked would be nothing, so the unticked chapters of this "
               "episode play."_s;
    if (plan.leftOut.contains(Kind::Word))
        return u"The podcast's skip words would leave nothing of this episode, so they are not "
               "followed in it."_s;
    if (edges)
        return u"Without its first and last seconds nothing of this episode would be left, so "
               "they play."_s;
    return {};
}

} // namespace Earmark
