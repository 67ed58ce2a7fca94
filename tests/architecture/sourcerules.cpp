// SPDX-License-Identifier: GPL-3.0-or-later
#include "architecture/sourcerules.h"

#include <QHash>
#include <QRegularExpression>

namespace Earmark {

using namespace Qt::StringLiterals;

namespace {

/// One forbidden text. A path that `exempt` finds is let alone.
struct TextRule
{
    QString says;
    QRegularExpression where;
    QRegularExpression exempt;
    QRegularExpression forbidden;
};

TextRule rule(const QString &says, const QString &where, const QString &exempt,
              const QString &forbidden)
{
    return {says, QRegularExpression(where), QRegularExpression(exempt),
            QRegularExpression(forbidden, QRegularExpression::MultilineOption)};
}

const QString Nowhere = u"(?!)"_s;
const QString OurCode = u"^(src|ui)/.*\\.(h|cpp)$"_s;
const QString AllCode = u"^(src|ui|tests)/.*\\.(h|cpp)$"_s;
const QString Here = u"^tests/architecture/"_s;
const QString Include = u"^\\s*#\\s*include\\s*[<\"]"_s;

QList<TextRule> makeTextRules()
{
    return {
            rule(u"SQL stands in src/storage only"_s, OurCode, u"^src/storage/"_s,
                 u"\\bQSql\\w*|\\bSELECT\\s+[\\w*(]|\\bINSERT\\s+(OR\\s+\\w+\\s+)?INTO\\b|"
                 u"\\bDELETE\\s+FROM\\b"
                 "|\\bUPDATE\\s+\\w+\\s+SET\\b|\\bCREATE\\s+(TABLE|INDEX)\\b|\\bPRAGMA\\s+\\w"_s),
            rule(u"SQL stands in src/storage only"_s, u"^(src|ui)/.*CMakeLists\\.txt$"_s,
                 u"^src/storage/"_s, u"Qt6::Sql\\b"_s),
            rule(u"there are no widgets below ui"_s, u"^src/.*\\.(h|cpp)$"_s, u"^src/app/"_s,
                 Include
                         + u"(QtWidgets|QApplication|QWidget|QMainWindow|Q\\w*Dialog|QMessageBox"
                           "|Q(AbstractItem|List|Tree|Table|Column|Undo|Graphics|Header)View|QLabel"
                           "|Q\\w*Button|Q(Line|Text|PlainText)Edit|QTextBrowser|Q\\w*Layout|"
                           "QMenu\\w*"
                           "|Q\\w*Delegate|QComboBox|Q\\w*Slider|QProgressBar|QSplitter|QToolBar"
                           "|QStatusBar|QStyle\\w*|QSystemTrayIcon)\\b"_s),
            rule(u"there are no widgets below ui"_s, u"^src/.*CMakeLists\\.txt$"_s, u"^src/app/"_s,
                 u"Qt6::Widgets\\b"_s),
            rule(u"core uses QtCore alone"_s, u"^src/core/.*\\.(h|cpp)$"_s, Nowhere,
                 Include
                         + u"(QtGui|QImage|QPixmap|QColor|QPainter|QtNetwork|QNetwork|QTcp|QLocal|"
                           u"QSsl"
                           "|QtMultimedia|QMedia|QAudio|QDom|QtXml|QSvg|QDBus)"_s),
            rule(u"core does no I/O"_s, u"^src/core/.*\\.(h|cpp)$"_s, Nowhere,
                 Include + u"(QFile|QDir|QSaveFile|QTemporary|QProcess|QSettings|QStandardPaths|fstream)"_s),
            rule(u"core asks no clock; it is handed one"_s, u"^src/core/.*\\.(h|cpp)$"_s,
                 u"^src/core/clock\\.h$"_s,
                 u"currentDateTime|currentMSecsSinceEpoch|QElapsedTimer|_clock::now"_s),
            rule(u"event loops are not nested"_s, AllCode, Here,
                 u"\\bQEventLoop\\b|\\bprocessEvents\\b"_s),
            rule(u"event loops are not nested"_s, OurCode, u"^src/(storage/|app/main\\.cpp$)"_s,
                 u"(\\.|->|::)\\s*exec\\s*\\("_s),
            rule(u"nothing sleeps"_s, AllCode, Here,
                 u"\\bQThread\\s*::\\s*\\w*sleep\\b|\\b[umn]?(nano)?sleep\\s*\\(|\\bqSleep\\b|"
                 u"\\bqWait\\s*\\("
                 "|\\bsleep_(for|until)\\b"_s),
            rule(u"there are no singletons"_s, OurCode, Nowhere,
                 u"\\bstatic\\s+[\\w:<>]+\\s*[&*]\\s*\\w*[iI]nstance\\s*\\(|\\bQ_(APPLICATION|"
                 u"GLOBAL)_STATIC"
                 "|\\bstatic\\s+(?!const)[\\w:<>]+\\s+(\\w+)\\s*(\\([^)]*\\)|\\{[^}]*\\})?;\\s*return\\s+&?\\2;"_s),
            rule(u"libav and TagLib are included in src/media only"_s, u"^(src|ui)/.*\\.(h|cpp)$"_s,
                 u"^src/media/"_s,
                 Include
                         + u"(lib(av|sw)\\w+/|taglib/"
                           u"|(id3v|mpegf|mp4|opusf|vorbis|flac|xiphc|fileref"
                           "|tag|tlist|tmap|tstring|tbytevector|tiostream|tfile|attachedpicture"
                           "|chapterframe|tableofcontents|textidentification|urllink|unknownframe)\\w*\\.h)"_s),
            rule(u"gumbo is included in src/feed only"_s, OurCode, u"^src/feed/"_s,
                 Include + u"gumbo"_s),
            rule(u"a connection names its context"_s, AllCode, Here,
                 u"\\bconnect\\(\\s*[^,;()]+,\\s*&[\\w:]+,\\s*\\["_s),
    };
}

/// A layer may include its own headers and those named here.
QHash<QString, QStringList> mayInclude()
{
    return {
            {u"core"_s, {}},
            {u"feed"_s, {u"core"_s}},
            {u"storage"_s, {u"core"_s}},
            {u"net"_s, {u"core"_s}},
            {u"media"_s, {u"core"_s}},
            {u"playback"_s, {u"core"_s, u"media"_s}},
            {u"services"_s,
             {u"core"_s, u"feed"_s, u"storage"_s, u"net"_s, u"media"_s, u"playback"_s}},
            {u"ui"_s, {u"core"_s, u"services"_s}},
            {u"app"_s,
             {u"core"_s, u"feed"_s, u"storage"_s, u"net"_s, u"media"_s, u"playback"_s,
              u"services"_s, u"ui"_s}},
    };
}

QString layerOf(const QString &path)
{
    static const QRegularExpression layer(u"^(?:src/([a-z]+)/|(ui)/).*\\.(?:h|cpp)$"_s);
    const auto match = layer.match(path);
    return match.captured(1) + match.captured(2);
}

QString at(const QString &path, const QString &text, qsizetype offset)
{
    return path + u':' + QString::number(QStringView(text).left(offset).count(u'\n') + 1);
}

QStringList includeViolations(const QString &path, const QString &code)
{
    static const QRegularExpression include(u"^\\s*#\\s*include\\s*\"([^\"]+)\""_s,
                                            QRegularExpression::MultilineOption);
    static const QRegularExpression generated(u"^(ui_[a-z]+\\.h|(moc_)?\\w+\\.(moc|cpp))$"_s);
    static const auto allowed = mayInclude();
    const QString layer = layerOf(path);
    if (layer.isEmpty())
        return {};
    if (!allowed.contains(layer))
        return {path + u": no such layer"_s};

    QStringList found;
    for (auto it = include.globalMatch(code); it.hasNext();) {
        const auto match = it.next();
        const QString target = match.captured(1);
        const QString folder = target.section(u'/', 0, 0);
        if (generated.match(target).hasMatch() || folder == layer
            || allowed.value(layer).contains(folder))
            continue;
        const QString why = allowed.contains(folder) && target != folder
                ? u": %1 may not include %2"_s.arg(layer, target)
                : u": includes go from the root: "_s + target;
        found.append(at(path, code, match.capturedStart(1)) + why);
    }
    return found;
}

QStringList textViolations(const QString &path, const QString &code)
{
    static const QList<TextRule> rules = makeTextRules();
    QStringList found;
    for (const TextRule &rule : rules) {
        if (!rule.where.match(path).hasMatch() || rule.exempt.match(path).hasMatch())
            continue;
        for (auto it = rule.forbidden.globalMatch(code); it.hasNext();) {
            const auto match = it.next();
            found.append(u"%1: %2: %3"_s.arg(at(path, code, match.capturedStart()), rule.says,
                                             match.captured().trimmed()));
        }
    }
    return found;
}

QStringList formViolations(const QString &path, const QString &text)
{
    QStringList found;
    if (!text.startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s)
        && !text.startsWith(u"# SPDX-License-Identifier: GPL-3.0-or-later\n"_s))
        found.append(path + u": the first line is not the SPDX line"_s);
    const bool isHeader = path.endsWith(u".h"_s);
    const auto lines = text.count(u'\n');
    const int limit = isHeader ? 200 : 500;
    if (lines > limit)
        found.append(u"%1: %2 lines, more than %3"_s.arg(path).arg(lines).arg(limit));
    if (isHeader && !text.contains(u"\n#pragma once\n"_s))
        found.append(path + u": no #pragma once"_s);
    return found;
}

/// How far the literal or comment that begins at `from` reaches; `from` when none begins there.
qsizetype endOfToken(const QString &text, qsizetype from)
{
    static const QRegularExpression token(
            u"\\G(?://[^\\n]*|/\\*.*?(?:\\*/|\\z)|R\"([^(\\n]{0,16})\\(.*?\\)\\1\""
            "|\"(?:[^\"\\\\\\n]|\\\\.)*\"|(?<![0-9a-fA-F])'(?:[^'\\\\\\n]|\\\\.)+')"_s,
            QRegularExpression::DotMatchesEverythingOption);
    const auto match = token.match(text, from);
    return match.hasMatch() ? match.capturedEnd() : from;
}

} // namespace

QString withoutComments(const QString &text)
{
    QString code;
    code.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text.at(i);
        const bool mayBegin = c == u'/' || c == u'"' || c == u'\'' || c == u'R';
        const qsizetype end = mayBegin ? endOfToken(text, i) : i;
        if (end == i) {
            code.append(c);
            ++i;
            continue;
        }
        const QStringView token = QStringView(text).mid(i, end - i);
        if (c == u'/')
            code.append(QString(token.count(u'\n'), u'\n'));
        else
            code.append(token);
        i = end;
    }
    return code;
}

QStringList violations(const QString &path, const QString &text)
{
    const bool isCode = path.endsWith(u".h"_s) || path.endsWith(u".cpp"_s);
    const QString code = isCode ? withoutComments(text) : text;
    return includeViolations(path, code) + textViolations(path, code) + formViolations(path, text);
}

} // namespace Earmark
