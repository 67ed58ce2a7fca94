// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ruleoptions.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Earmark {

/// What the words after `earmark` mean. Pure: parsed once, here; main() only acts on it.
struct CommandLine
{
    enum class Mode : quint8 {
        Window, ///< No command: the window, perhaps at an address.
        Command,
        Version,
        Help,
        Usage, ///< The words make no sense; problem says why.
    };

    Mode mode = Mode::Window;
    bool demo = false;
    bool json = false;
    bool fetch = true;
    bool notes = false; ///< chapters --notes
    bool withPrivate = false; ///< export --with-private
    QString problem;
    QString profile; ///< --profile DIR; empty: the user's own.
    QString address; ///< earmark:play?… to open.
    QString file; ///< A sound file to open, as it was typed: a path or a file: address.
    QString command; ///< "feed", "add", "list podcasts" …
    QStringList arguments; ///< Without options.
    QString baseUrl;
    QString type; ///< chapters --type json|psc, transcript --type MIME
    QString output; ///< fetch --output FILE
    QString login; ///< add --login NAME
    QString password; ///< Of login: never a word, see app/passwordprompt.h.
    std::optional<double> duration; ///< seconds
    std::optional<qint64> podcast;
    std::optional<qint64> episode;
    std::optional<int> limit;
    std::optional<double> first; ///< skips --first, in seconds
    std::optional<double> last;
    std::optional<QString> words; ///< skips --words
    RuleOptions rules; ///< rules --keep and the others

    /// Does it change the library (and so belongs to the profile's owner)?
    bool writes() const;
    /// Does it need a library at all?
    bool needsLibrary() const;
};

/// words: without the program's name.
CommandLine parseCommandLine(const QStringList &words);

QString usageText();

} // namespace Earmark
