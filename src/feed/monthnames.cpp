// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/monthnames.h"

#include <algorithm>
#include <iterator>

namespace Earmark {
namespace {

struct Named
{
    QStringView name;
    int value;
};

// The first three letters, which tell most months of most languages apart.
constexpr Named Months[] = {
        {u"jan", 1},
        {u"feb", 2},
        {u"mar", 3},
        {u"apr", 4},
        {u"may", 5},
        {u"jun", 6},
        {u"jul", 7},
        {u"aug", 8},
        {u"sep", 9},
        {u"oct", 10},
        {u"nov", 11},
        {u"dec", 12},
        {u"mai", 5},
        {u"okt", 10},
        {u"dez", 12},
        {u"mär", 3},
        {u"ene", 1},
        {u"fév", 2},
        {u"avr", 4},
        {u"aoû", 8},
        {u"déc", 12},
        {u"abr", 4},
        {u"ago", 8},
        {u"dic", 12},
        {u"gen", 1},
        {u"mag", 5},
        {u"giu", 6},
        {u"lug", 7},
        {u"set", 9},
        {u"ott", 10},
        {u"már", 3},
        {u"ápr", 4},
        {u"máj", 5},
        {u"jún", 6},
        {u"júl", 7},
        {u"sze", 9},
        {u"янв", 1},
        {u"фев", 2},
        {u"мар", 3},
        {u"апр", 4},
        {u"май", 5},
        {u"мая", 5},
        {u"июн", 6},
        {u"июл", 7},
        {u"авг", 8},
        {u"сен", 9},
        {u"окт", 10},
        {u"ноя", 11},
        {u"дек", 12},
        {u"ιαν", 1},
        {u"φεβ", 2},
        {u"μάρ", 3},
        {u"μαρ", 3},
        {u"απρ", 4},
        {u"μάι", 5},
        {u"μαϊ", 5},
        {u"μαΐ", 5},
        {u"αύγ", 8},
        {u"αυγ", 8},
        {u"σεπ", 9},
        {u"οκτ", 10},
        {u"νοέ", 11},
        {u"νοε", 11},
        {u"δεκ", 12},
        // French, Portuguese, German, Dutch and the North without accents and in short
        {u"fev", 2},
        {u"aou", 8},
        {u"out", 10},
        {u"mrz", 3},
        {u"jän", 1},
        {u"maa", 3},
        {u"mrt", 3},
        {u"mei", 5},
        {u"maj", 5},
        {u"des", 12},
        // Polish, Czech
        {u"sty", 1},
        {u"lut", 2},
        {u"kwi", 4},
        {u"cze", 6},
        {u"lip", 7},
        {u"sie", 8},
        {u"wrz", 9},
        {u"paź", 10},
        {u"lis", 11},
        {u"gru", 12},
        {u"led", 1},
        {u"úno", 2},
        {u"bře", 3},
        {u"dub", 4},
        {u"kvě", 5},
        {u"srp", 8},
        {u"zář", 9},
        {u"říj", 10},
        {u"pro", 12},
        // Turkish, Ukrainian, Finnish
        {u"oca", 1},
        {u"şub", 2},
        {u"nis", 4},
        {u"haz", 6},
        {u"tem", 7},
        {u"ağu", 8},
        {u"eyl", 9},
        {u"eki", 10},
        {u"kas", 11},
        {u"ara", 12},
        {u"січ", 1},
        {u"лют", 2},
        {u"бер", 3},
        {u"кві", 4},
        {u"тра", 5},
        {u"чер", 6},
        {u"лип", 7},
        {u"сер", 8},
        {u"вер", 9},
        {u"жов", 10},
        {u"лис", 11},
        {u"гру", 12},
        {u"tam", 1},
        {u"hel", 2},
        {u"huh", 4},
        {u"tou", 5},
        {u"kes", 6},
        {u"hei", 7},
        {u"elo", 8},
        {u"syy", 9},
        {u"lok", 10},
        {u"jou", 12},
};

/// Months that share their first three letters with another.
constexpr Named LongMonths[] = {
        {u"červenec", 7}, {u"července", 7}, {u"červen", 6},  {u"června", 6},
        {u"juin", 6},     {u"juil", 7},     {u"marras", 11}, {u"Ιούν", 6},
        {u"Ιουν", 6},     {u"Ιούλ", 7},     {u"Ιουλ", 7},
};

} // namespace

std::optional<int> monthOf(QStringView name)
{
    for (const Named &month : LongMonths) {
        if (name.startsWith(month.name, Qt::CaseInsensitive))
            return month.value;
    }
    const auto *known
            = std::find_if(std::begin(Months), std::end(Months), [name](const Named &one) {
                  return one.name.compare(name.left(3), Qt::CaseInsensitive) == 0;
              });
    return known == std::end(Months) ? std::nullopt : std::optional(known->value);
}

} // namespace Earmark
