// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "services/folderlisting.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct Command
{
    QLatin1StringView name;
    int minArguments;
    int maxArguments;
    bool writes;
    bool needsLibrary;
};

constexpr Command Commands[]{
        {"feed"_L1, 1, 1, false, false},
        {"opml"_L1, 1, 1, false, false},
        {"chapters"_L1, 1, 1, false, false},
        {"add"_L1, 1, 1, true, true},
        {"import"_L1, 1, 1, true, true},
        {"refresh"_L1, 0, 1, true, true},
        {"remove"_L1, 1, 1, true, true},
        {"forget login"_L1, 1, 1, true, true},
        {"export"_L1, 0, 1, false, true},
        {"list podcasts"_L1, 0, 0, false, true},
        {"list episodes"_L1, 0, 0, false, true},
        {"list chapters"_L1, 0, 0, false, true},
        {"skips"_L1, 1, 1, true, true},
        {"stats"_L1, 0, 0, false, true},
        {"download"_L1, 1, 10'000, true, true},
        {"downloads"_L1, 0, 0, false, true},
        {"downloads pause"_L1, 0, 10'000, true, true},
        {"downloads resume"_L1, 0, 10'000, true, true},
        {"downloads cancel"_L1, 0, 10'000, true, true},
        {"downloads delete"_L1, 1, 10'000, true, true},
        {"downloads check"_L1, 0, 0, true, true},
        {"downloads move"_L1, 1, 1, true, true},
        {"downloads limit"_L1, 0, 1, true, true},
        {"rules"_L1, 0, 1, true, true},
        {"rules log"_L1, 0, 0, false, true},
        {"transcript"_L1, 1, 1, false, false},
        {"discover"_L1, 1, 1, false, false},
        {"analyse"_L1, 1, 1, false, false},
        {"outputs"_L1, 0, 0, false, false},
        // For tests, not in usageText().
        {"dates"_L1, 1, 1, false, false},
        {"durations"_L1, 1, 1, false, false},
        {"fetch"_L1, 1, 1, false, false},
};

const Command *findCommand(const QString &name)
{
    for (const Command &command : Commands) {
        if (name == command.name)
            return &command;
    }
    return nullptr;
}

CommandLine usage(const QString &problem)
{
    CommandLine line;
    line.mode = CommandLine::Mode::Usage;
    line.problem = problem;
    return line;
}

template<typename T>
bool readNumber(const QString &text, std::optional<T> &into)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (!isNumber || !(value >= 0) || value > 1e12)
        return false;
    into = static_cast<T>(value);
    return true;
}

/// A path, a file: address or a name that only a sound file has: no command is one of these.
bool isFile(const QString &word)
{
    return word.contains(u'/') || word.startsWith("file:"_L1, Qt::CaseInsensitive)
            || isSoundName(word);
}

/// Options that take the next word. False: the word is no good.
using Taker = std::function<bool(CommandLine &, const QString &)>;
const QList<std::pair<QString, Taker>> &optionsWithValue()
{
    static const QList<std::pair<QString, Taker>> options{
            {u"--profile"_s,
             [](CommandLine &line, const QString &word) {
                 line.profile = word;
                 return !word.isEmpty();
             }},
            {u"--base-url"_s,
             [](CommandLine &line, const QString &word) {
                 line.baseUrl = word;
                 return true;
             }},
            {u"--type"_s,
             [](CommandLine &line, const QString &word) {
                 line.type = word;
                 return true;
             }},
            {u"--output"_s,
             [](CommandLine &line, const QString &word) {
                 line.output = word;
                 return !word.isEmpty();
             }},
            {u"--login"_s,
             [](CommandLine &line, const QString &word) {
                 line.login = word;
                 return !word.isEmpty() && !word.contains(u':');
             }},
            {u"--duration"_s,
             [](CommandLine &line, const QString &word) {
                 return readNumber(word, line.duration);
             }},
            {u"--podcast"_s,
             [](CommandLine &line, const QString &word) { return readNumber(word, line.podcast); }},
            {u"--episode"_s,
             [](CommandLine &line, const QString &word) { return readNumber(word, line.episode); }},
            {u"--limit"_s,
             [](CommandLine &line, const QString &word) { return readNumber(word, line.limit); }},
            {u"--first"_s,
             [](CommandLine &line, const QString &word) { return readNumber(word, line.first); }},
            {u"--last"_s,
             [](CommandLine &line, const QString &word) { return readNumber(word, line.last); }},
            {u"--words"_s,
             [](CommandLine &line, const QString &word) {
                 line.words = word;
                 return true;
             }},
    };
    return options;
}

/// Empty: there is no such option.
Taker takerOf(const QString &option)
{
    if (ruleOptionNames().contains(option)) {
        return [option](CommandLine &line, const QString &word) {
            line.rules.insert(option, word);
            return isRuleOptionGood(option, word);
        };
    }
    for (const auto &[name, take] : optionsWithValue()) {
        if (name == option)
            return take;
    }
    return {};
}

bool readFlag(CommandLine &line, const QString &word)
{
    if (word == "--json"_L1)
        line.json = true;
    else if (word == "--no-fetch"_L1)
        line.fetch = false;
    else if (word == "--demo"_L1)
        line.demo = true;
    else if (word == "--notes"_L1)
        line.notes = true;
    else if (word == "--with-private"_L1)
        line.withPrivate = true;
    else if (word == "--version"_L1 || word == "-v"_L1)
        line.mode = CommandLine::Mode::Version;
    else if (word == "--help"_L1 || word == "-h"_L1)
        line.mode = CommandLine::Mode::Help;
    else
        return false;
    return true;
}

/// Sorts the words into options (into line) and plain ones. The problem, if any.
QString readWords(const QStringList &words, CommandLine &line, QStringList &plain)
{
    bool isOptionsOver = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (isOptionsOver || !word.startsWith(u'-') || word == "-"_L1) {
            plain.append(word);
            continue;
        }
        if (word == "--"_L1) {
            isOptionsOver = true;
            continue;
        }
        if (readFlag(line, word))
            continue;
        const Taker take = takerOf(word);
        if (!take)
            return u"There is no option %1."_s.arg(word);
        if (i + 1 == words.size())
            return u"The option %1 needs a value."_s.arg(word);
        if (!take(line, words.at(++i)))
            return u"The option %1 cannot be \"%2\"."_s.arg(word, words.at(i));
    }
    return {};
}

/// Of options that another command does not know, or one podcast alone.
QString ruleProblem(const CommandLine &line)
{
    for (auto option = line.rules.cbegin(); option != line.rules.cend(); ++option) {
        if (line.command != "rules"_L1)
            return u"Only \"earmark rules\" has the option %1."_s.arg(option.key());
        if (!line.arguments.isEmpty() && isOfAllPodcasts(option.key()))
            return u"The option %1 is about all podcasts together: name none."_s.arg(option.key());
    }
    return {};
}

/// Of a command with its words and options; empty: it makes sense.
QString commandProblem(const CommandLine &line)
{
    const Command *command = findCommand(line.command);
    if (!command)
        return u"There is no command \"%1\"."_s.arg(line.command);
    const qsizetype words = line.arguments.size();
    if (words < command->minArguments || words > command->maxArguments)
        return u"The command \"%1\" takes another number of words."_s.arg(line.command);
    if (line.command == "list chapters"_L1 && !line.episode)
        return u"The command \"list chapters\" needs --episode ID."_s;
    const bool isChapterType
            = line.type.isEmpty() || line.type == "json"_L1 || line.type == "psc"_L1;
    if (line.command == "chapters"_L1 && !isChapterType)
        return u"The option --type cannot be \"%1\"."_s.arg(line.type);
    return ruleProblem(line);
}

} // namespace

bool CommandLine::writes() const
{
    const Command *known = findCommand(command);
    const bool isLooking = (command == "skips"_L1 && !first && !last && !words)
            || (command == "rules"_L1 && rules.isEmpty());
    return known && known->writes && !isLooking;
}

bool CommandLine::needsLibrary() const
{
    const Command *known = findCommand(command);
    return known && known->needsLibrary;
}

CommandLine parseCommandLine(const QStringList &words)
{
    CommandLine line;
    QStringList plain;
    if (const QString problem = readWords(words, line, plain); !problem.isEmpty())
        return usage(problem);
    if (line.mode != CommandLine::Mode::Window || plain.isEmpty())
        return line;
    if (plain.first().startsWith("earmark:"_L1, Qt::CaseInsensitive)) {
        if (plain.size() > 1)
            return usage(u"One address at a time, please."_s);
        line.address = plain.first();
        return line;
    }
    if (isFile(plain.first())) {
        if (plain.size() > 1)
            return usage(u"One file at a time, please."_s);
        line.file = plain.first();
        return line;
    }

    line.mode = CommandLine::Mode::Command;
    line.command = plain.takeFirst();
    const bool isTwoWords = line.command == "list"_L1 || line.command == "forget"_L1
            || line.command == "downloads"_L1;
    const bool isLog = line.command == "rules"_L1 && plain.value(0) == "log"_L1;
    if ((isTwoWords || isLog) && !plain.isEmpty())
        line.command += u' ' + plain.takeFirst();
    line.arguments = plain;
    if (const QString problem = commandProblem(line); !problem.isEmpty())
        return usage(problem);
    return line;
}

QString usageText()
{
    return uR"(Earmark, a podcast player.

  earmark                                   open the window
  earmark --demo                            try it with a throw-away profile, no network
  earmark 'earmark:play?feed=…&guid=…&t=S'  open the window at that second
  earmark FILE                              open the window and play a sound file of this computer
  earmark add URL [--login NAME]            subscribe to a feed, or to what a web page or a page of
                                            Apple Podcasts, Podcast Index or fyyd names; the
                                            password is read from the terminal
  earmark add FOLDER                        make a folder of this computer a podcast
  earmark import OPML                       subscribe to everything in an OPML file
  earmark refresh [URL|ID]                  look for new episodes
  earmark remove URL|ID                     unsubscribe
  earmark forget login URL|ID               no name and password are sent for a podcast any more;
                                            the keyring forgets them, unless another podcast needs
                                            them
  earmark export [FILE] [--with-private]    write the subscriptions as OPML
  earmark list podcasts
  earmark list episodes [--podcast ID] [--limit N]
  earmark list chapters --episode ID
  earmark skips URL|ID [--first S] [--last S] [--words "ad, sponsor"]
                                            what is not played of a podcast's episodes: seconds at
                                            both ends, chapters with these words in their titles
  earmark stats [--episode ID]              the time that speed, silences and skips saved
  earmark download ID...                    fetch episodes whole and wait for them; with --no-fetch
                                            they only wait for their turn in the window
  earmark downloads                         files that are here, and what is on its way
  earmark downloads pause|resume|cancel [ID...]  of all without a number
  earmark downloads delete ID...            delete files
  earmark downloads check                   what is missing in the downloads' folder, or nobody's
  earmark downloads move FOLDER             keep them in another folder
  earmark downloads limit [KILOBYTES]       per second, of all downloads together; 0: none
  earmark rules [URL|ID] [--keep none|newest|all] [--newest N] [--include WORDS] [--exclude WORDS]
                [--shortest MINUTES] [--delete never|now|DAYS] [--queue N] [--quota SIZE]
                                            what is fetched and deleted by itself, of all podcasts
                                            or of one; "default" takes a word back
  earmark rules log [--limit N]             what was done so, and why
  earmark feed FILE|URL [--base-url URL]    what a feed says
  earmark opml FILE                         what an OPML file says
  earmark chapters MEDIA|URL                the chapters in a sound file
  earmark chapters FILE --type json|psc     the chapters in a chapter file
  earmark chapters --notes FILE [--duration S]
  earmark transcript FILE [--type MIME]     the cues in a transcript
  earmark discover FILE|URL [--base-url URL]  the feeds a web page names
  earmark analyse MEDIA|URL                 length, loudness, noise, pauses and waveform of a sound
                                            file, by listening through all of it
  earmark outputs                           what sound can be played on

  --json          print JSON (every command that prints)
  --no-fetch      add and import without fetching the feeds; list chapters as they are stored
  --profile DIR   keep everything under DIR
  --version, --help
)"_s;
}

} // namespace Earmark
