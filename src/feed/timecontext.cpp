// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/timecontext.h"

#include <algorithm>
#include <iterator>

namespace Earmark {
namespace {

// Behind a time of day. Whole words, any case.
constexpr QStringView ClockWords[]{
        u"am",      u"pm",    u"a.m",   u"p.m",   u"uhr",     u"o'clock",  u"oclock",   u"utc",
        u"gmt",     u"est",   u"edt",   u"cst",   u"cdt",     u"mst",      u"mdt",      u"pst",
        u"pdt",     u"et",    u"pt",    u"ct",    u"mt",      u"cet",      u"cest",     u"bst",
        u"ist",     u"jst",   u"kst",   u"aest",  u"aedt",    u"eet",      u"eest",     u"mez",
        u"mesz",    u"msk",   u"h",     u"hrs",   u"hours",   u"horas",    u"heures",   u"eastern",
        u"pacific", u"local", u"sharp", u"daily", u"tonight", u"tomorrow", u"weekdays",
};
// Behind a length, a pace or a ratio.
constexpr QStringView MeasureWords[]{
        u"min",   u"mins",   u"minutes",  u"minuten",    u"minutos", u"ratio",  u"rule",
        u"scale", u"split",  u"chance",   u"odds",       u"vision",  u"aspect", u"mix",
        u"pace",  u"mile",   u"marathon", u"5k",         u"10k",     u"win",    u"victory",
        u"loss",  u"defeat", u"sieg",     u"niederlage", u"lead",    u"record", u"verhältnis",
};
// Before a score, a ratio, a clock time or a length.
constexpr QStringView CountWords[]{
        u"won",      u"win",       u"wins",       u"beat",    u"beats",  u"lost",     u"lose",
        u"score",    u"scored",    u"defeated",   u"victory", u"gewann", u"gewinnt",  u"verlor",
        u"sieg",     u"endstand",  u"spielstand", u"ratio",   u"odds",   u"scale",    u"chance",
        u"pace",     u"verse",     u"verses",     u"vers",    u"port",   u"version",  u"duration",
        u"length",   u"runtime",   u"running",    u"dauer",   u"länge",  u"laufzeit", u"durée",
        u"duración", u"spielzeit",
};
// Somewhere in the same sentence before a possible time of day.
constexpr QStringView DayWords[]{
        u"monday",    u"tuesday",   u"wednesday", u"thursday",   u"friday",      u"saturday",
        u"sunday",    u"mondays",   u"tuesdays",  u"wednesdays", u"thursdays",   u"fridays",
        u"saturdays", u"sundays",   u"mon",       u"tue",        u"wed",         u"thu",
        u"fri",       u"january",   u"february",  u"march",      u"april",       u"june",
        u"july",      u"august",    u"september", u"october",    u"november",    u"december",
        u"montag",    u"dienstag",  u"mittwoch",  u"donnerstag", u"freitag",     u"samstag",
        u"sonnabend", u"sonntag",   u"montags",   u"lundi",      u"mardi",       u"mercredi",
        u"jeudi",     u"vendredi",  u"samedi",    u"dimanche",   u"lunes",       u"martes",
        u"jueves",    u"viernes",   u"domingo",   u"tonight",    u"tomorrow",    u"morgen",
        u"heute",     u"daily",     u"täglich",   u"weekly",     u"weekdays",    u"o'clock",
        u"doors",     u"einlass",   u"beginn",    u"livestream", u"live-stream", u"recorded",
        u"posted",    u"published", u"updated",   u"airs",       u"woke",        u"wake",
        u"alarm",     u"clock",     u"midnight",  u"noon",       u"webinar",     u"meetup",
        u"jan",       u"feb",       u"apr",       u"jun",        u"jul",         u"aug",
        u"sep",       u"sept",      u"oct",       u"nov",        u"dec",         u"januar",
        u"februar",   u"märz",      u"mai",       u"juni",       u"juli",        u"oktober",
        u"dezember",  u"opens",     u"open",      u"train",      u"flight",      u"arrives",
        u"departs",   u"ab",        u"gegen",     u"every",
};
constexpr QStringView BibleBooks[]{
        u"genesis",    u"gen",
        u"exodus",     u"ex",
        u"exod",       u"leviticus",
        u"lev",        u"numbers",
        u"num",        u"deuteronomy",
        u"deut",       u"joshua",
        u"josh",       u"judges",
        u"ruth",       u"samuel",
        u"sam",        u"kings",
        u"chronicles", u"chron",
        u"ezra",       u"nehemiah",
        u"neh",        u"esther",
        u"job",        u"psalm",
        u"psalms",     u"ps",
        u"psalmen",    u"proverbs",
        u"prov",       u"ecclesiastes",
        u"eccl",       u"isaiah",
        u"isa",        u"jeremiah",
        u"jer",        u"lamentations",
        u"lam",        u"ezekiel",
        u"ezek",       u"daniel",
        u"dan",        u"hosea",
        u"joel",       u"amos",
        u"obadiah",    u"jonah",
        u"micah",      u"mic",
        u"nahum",      u"habakkuk",
        u"hab",        u"zephaniah",
        u"haggai",     u"zechariah",
        u"zech",       u"malachi",
        u"mal",        u"matthew",
        u"matt",       u"mt",
        u"mark",       u"mk",
        u"luke",       u"lk",
        u"john",       u"jn",
        u"acts",       u"romans",
        u"rom",        u"corinthians",
        u"cor",        u"galatians",
        u"gal",        u"ephesians",
        u"eph",        u"philippians",
        u"phil",       u"colossians",
        u"col",        u"thessalonians",
        u"thess",      u"timothy",
        u"tim",        u"titus",
        u"philemon",   u"hebrews",
        u"heb",        u"james",
        u"jas",        u"peter",
        u"pet",        u"jude",
        u"revelation", u"rev",
        u"mose",       u"matthäus",
        u"markus",     u"lukas",
        u"johannes",   u"joh",
        u"römer",      u"korinther",
        u"galater",    u"epheser",
        u"philipper",  u"kolosser",
        u"hebräer",    u"jakobus",
        u"petrus",     u"offenbarung",
        u"jesaja",     u"sprüche",
        u"genèse",     u"jean",
        u"matthieu",   u"romains",
        u"juan",       u"mateo",
        u"romanos",    u"salmo",
        u"salmos",     u"quran",
        u"surah",      u"sure",
        u"koran",      u"sutra",
        u"gita",       u"talmud",
        u"d&c",        u"alma",
        u"nephi",      u"mosiah",
        u"moroni",     u"scripture",
        u"scriptures",
};
constexpr QStringView Labels[]{
        u"chapter", u"kapitel", u"part",   u"teil", u"chapitre",  u"capítulo", u"topic",  u"thema",
        u"segment", u"min",     u"minute", u"time", u"timestamp", u"timecode", u"start",  u"from",
        u"ab",      u"at",      u"no",     u"nr",   u"part no",   u"ca",       u"approx", u"minuto",
        u"hour",    u"tc",      u"ts",     u"von",  u"question",  u"frage",
};

template<std::size_t N>
bool isOneOf(QStringView word, const QStringView (&words)[N])
{
    return std::any_of(std::begin(words), std::end(words), [word](QStringView known) {
        return word.compare(known, Qt::CaseInsensitive) == 0;
    });
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'\'' || c == u'&';
}

QStringView lastWord(QStringView text, qsizetype *begin = nullptr)
{
    qsizetype end = text.size();
    while (end > 0 && !isWordCharacter(text.at(end - 1)))
        --end;
    qsizetype from = end;
    while (from > 0 && isWordCharacter(text.at(from - 1)))
        --from;
    if (begin != nullptr)
        *begin = from;
    return text.mid(from, end - from);
}

/// The word behind a time, white space and a bracket skipped; "p.m" for "p.m.".
QStringView firstWord(QStringView text)
{
    qsizetype from = 0;
    while (from < text.size() && (text.at(from).isSpace() || text.at(from) == u'('))
        ++from;
    qsizetype end = from;
    while (end < text.size()
           && (isWordCharacter(text.at(end)) || text.at(end) == u'.' || text.at(end) == u'/'))
        ++end;
    while (end > from && text.at(end - 1) == u'.')
        --end;
    return text.mid(from, end - from);
}

/// What belongs to the same sentence as the time behind it.
QStringView sentencePart(QStringView before)
{
    for (qsizetype at = before.size() - 2; at >= 0; --at) {
        const bool isEnd = QStringView(u".!?;|•").contains(before.at(at));
        if (isEnd && before.at(at + 1).isSpace())
            return before.mid(at + 1);
    }
    return before;
}

template<std::size_t N>
bool hasWord(QStringView text, const QStringView (&words)[N])
{
    qsizetype begin = 0;
    for (QStringView word = lastWord(text, &begin); !word.isEmpty();
         word = lastWord(text, &begin)) {
        if (isOneOf(word, words))
            return true;
        text = text.left(begin);
    }
    return false;
}

/// "2023-05-01 10:30", "01.05.2023, 10:30", "5/1 10:30", "2023 10:30".
bool followsDate(QStringView before)
{
    qsizetype begin = 0;
    const QStringView word = lastWord(before, &begin);
    if (word.isEmpty() || before.size() - begin - word.size() > 3)
        return false;
    const bool isNumber
            = std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
    if (!isNumber)
        return false;
    const bool isYear = word.size() == 4 && (word.startsWith(u"19") || word.startsWith(u"20"));
    const bool hasDateMark = begin > 1 && QStringView(u"-./").contains(before.at(begin - 1))
            && before.at(begin - 2).isDigit();
    return isYear || hasDateMark;
}

/// "12.05.", "24/12": a day, no numbering.
bool endsWithDay(QStringView text)
{
    while (!text.isEmpty() && (text.back().isSpace() || text.back() == u','))
        text.chop(1);
    const bool hasPoint = text.endsWith(u'.');
    if (hasPoint)
        text.chop(1);
    if (text.size() < 5 || text.at(text.size() - 3) != (hasPoint ? u'.' : u'/')
        || (text.size() > 5 && text.at(text.size() - 6).isLetterOrNumber()))
        return false;
    const QStringView last = text.right(2);
    const QStringView first = text.mid(text.size() - 5, 2);
    return std::all_of(last.begin(), last.end(), [](QChar c) { return c.isDigit(); })
            && std::all_of(first.begin(), first.end(), [](QChar c) { return c.isDigit(); });
}

/// "II." or "iv)", of a list that counts in Roman.
bool isRoman(QStringView word)
{
    return word.size() <= 5 && std::all_of(word.begin(), word.end(), [](QChar c) {
               return QStringView(u"IVXivx").contains(c);
           });
}

/// A zone or half of the day right behind it: "10:30 pm", "18:30 Uhr", "10:00 UTC", "10:30Z".
bool isMarkedClock(const TimeContext &context)
{
    if (context.after.startsWith(u'Z')
        && (context.after.size() == 1 || !context.after.at(1).isLetter()))
        return true;
    const QStringView word = firstWord(context.after);
    if (!isOneOf(word, ClockWords))
        return false;
    // A title may begin with such a word: "0:00 Local news", "12:00 PT Barnum", "5:00 Daily
    // habits".
    const bool isUnitOnly = word.size() <= 2 || word.contains(u'.')
            || std::all_of(word.begin(), word.end(), [](QChar c) { return c.isUpper(); })
            || word.compare(u"uhr", Qt::CaseInsensitive) == 0;
    return isUnitOnly || !context.leadsLine;
}

bool isClockByContext(const TimeContext &context)
{
    if (context.leadsLine || context.bracketed || context.hasHours || !context.isClockLike)
        return false;
    return followsDate(context.before) || hasWord(sentencePart(context.before), DayWords);
}

/// "3:10-18": what follows a verse or a score, no second time.
bool isFollowedByNumber(QStringView after)
{
    if (after.size() < 2 || !QStringView(u"-–—").contains(after.front()) || !after.at(1).isDigit())
        return false;
    qsizetype end = 1;
    while (end < after.size() && after.at(end).isDigit())
        ++end;
    return end == after.size() || !after.at(end).isLetter();
}

} // namespace

bool isVerse(const TimeContext &context)
{
    if (context.hasHours)
        return false;
    qsizetype begin = 0;
    const QStringView word = lastWord(context.before, &begin);
    const QStringView between = context.before.mid(begin + word.size());
    const bool isNear = std::all_of(between.begin(), between.end(),
                                    [](QChar c) { return c.isSpace() || c == u'.'; });
    return isNear && !context.bracketed && isOneOf(word, BibleBooks);
}

bool isMarkedOtherwise(const TimeContext &context)
{
    if (isMarkedClock(context))
        return true;
    const QStringView next = firstWord(context.after);
    if (next.startsWith(u"min/") || next.startsWith(u"/km") || next.startsWith(u"/mi"))
        return true;
    if (context.bracketed || context.hasHours)
        return false;
    return next.compare(u"min", Qt::CaseInsensitive) == 0
            || next.compare(u"mins", Qt::CaseInsensitive) == 0;
}

bool isDoubtful(const TimeContext &context)
{
    if (context.leadsLine || context.bracketed || context.hasHours)
        return false;
    if (isClockByContext(context) || isOneOf(firstWord(context.after), MeasureWords)
        || isFollowedByNumber(context.after))
        return true;
    qsizetype begin = 0;
    QStringView before = sentencePart(context.before);
    QStringView word = lastWord(before, &begin);
    for (const QStringView filler : {u"of", u"a", u"the", u"by", u"is", u"was"}) {
        if (word.compare(filler, Qt::CaseInsensitive) == 0) {
            before = before.left(begin);
            word = lastWord(before, &begin);
        }
    }
    return isOneOf(word, CountWords);
}

bool isListMark(QStringView text)
{
    if (endsWithDay(text))
        return false;
    qsizetype begin = 0;
    int words = 0;
    while (words < 4) {
        const QStringView word = lastWord(text, &begin);
        if (word.isEmpty())
            return true;
        const bool isNumber = word.size() <= 3
                && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isNumber(); });
        const qsizetype end = begin + word.size();
        const bool isLetter = (word.size() == 1 || isRoman(word)) && end < text.size()
                && (text.at(end) == u')' || text.at(end) == u'.');
        if (!isNumber && !isLetter && !isOneOf(word, Labels))
            return false;
        text = text.left(begin);
        ++words;
    }
    return false;
}

} // namespace Earmark
