// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderreader.h"

#include "feed/chapterfiles.h"
#include "feed/encoding.h"
#include "feed/transcripts.h"
#include "media/filebytes.h"
#include "net/httpclient.h"
#include "services/localfolder.h"
#include "services/pictures.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 LongestNotes = qint64(1024) * 1024; // as many as are shown (feed/notes.h)
constexpr qint64 LongestJson = qint64(16) * 1024 * 1024; // a transcript's limit

bool endsWith(const FolderFile &file, QLatin1StringView suffix)
{
    return file.path.endsWith(suffix, Qt::CaseInsensitive);
}

/// "X.html" goes before "X.md", and that before "X.txt".
int rankAsNotes(const FolderFile &file)
{
    if (endsWith(file, ".html"_L1) || endsWith(file, ".htm"_L1))
        return 3;
    if (endsWith(file, ".md"_L1))
        return 2;
    return endsWith(file, ".txt"_L1) ? 1 : 0;
}

/// Plain text as HTML that means nothing else, whatever stands in it.
QString shownLiterally(const QString &text)
{
    return u"<p>"_s + text.trimmed().toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</p>"_s;
}

QString readNotes(const QString &folder, const FolderFiles &beside)
{
    const auto best = std::ranges::max_element(beside, {}, rankAsNotes);
    if (best == beside.end() || rankAsNotes(*best) == 0)
        return {};
    const auto bytes = readPlainFile(folder + u'/' + best->path, LongestNotes);
    if (!bytes)
        return {};
    const QString text = decodedText(*bytes).replace("\r\n"_L1, "\n"_L1);
    return rankAsNotes(*best) == 3 ? text : shownLiterally(text);
}

enum class JsonKind : quint8 { Other, Chapters, Transcript };

JsonKind kindOfJson(const QString &path)
{
    const auto bytes = readPlainFile(path, LongestJson);
    if (!bytes)
        return JsonKind::Other;
    if (parseJsonChapters(*bytes))
        return JsonKind::Chapters;
    return readTranscript(*bytes, u"application/json"_s) ? JsonKind::Transcript : JsonKind::Other;
}

} // namespace

Result<SoundFacts> readSound(const QString &folder, const SoundFile &sound,
                             const std::stop_token &stop)
{
    const auto source = FileBytes::openPlain(folder + u'/' + sound.file.path);
    if (!source)
        return source.error();
    auto tags = readMediaTags(*source, stop);
    if (!tags)
        return tags.error();
    SoundFacts facts{.sound = sound,
                     .tags = std::move(*tags),
                     .notesHtml = readNotes(folder, sound.beside),
                     .chapters = {},
                     .transcripts = {}};
    for (const FolderFile &file : sound.beside) {
        if (endsWith(file, ".vtt"_L1) || endsWith(file, ".srt"_L1)) {
            facts.transcripts.append(file);
        } else if (endsWith(file, ".json"_L1)) {
            const JsonKind kind = kindOfJson(folder + u'/' + file.path);
            if (kind == JsonKind::Transcript)
                facts.transcripts.append(file);
            else if (kind == JsonKind::Chapters && facts.chapters.path.isEmpty())
                facts.chapters = file;
        }
    }
    return facts;
}

QByteArray readFolderPicture(const FolderListing &listing, const QList<SoundFacts> &facts,
                             const std::stop_token &stop)
{
    const auto ifPicture = [](const Result<QByteArray> &bytes) {
        return bytes && pictureKind(*bytes) != PictureKind::None ? *bytes : QByteArray();
    };
    if (const QString cover = coverOf(listing); !cover.isEmpty()) {
        QByteArray bytes = ifPicture(readPlainFile(listing.folder + u'/' + cover, MaxImageBytes));
        if (!bytes.isEmpty())
            return bytes;
    }
    const auto first = std::ranges::find_if(
            facts, [](const SoundFacts &one) { return one.tags.hasPicture; });
    if (first == facts.end())
        return {};
    const auto source = FileBytes::openPlain(listing.folder + u'/' + first->sound.file.path);
    return source ? ifPicture(readMediaPicture(*source, stop)) : QByteArray();
}

Result<SoundFile> soundFileAt(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isFile()) {
        return fail(
                ErrorKind::FileSystem,
                u"The file \"%1\" is not there, or it is no file."_s.arg(path.section(u'/', -1)),
                path);
    }
    const auto fileOf = [](const QFileInfo &file) {
        return FolderFile{.path = file.fileName(),
                          .size = file.size(),
                          .modified = file.lastModified().toMSecsSinceEpoch()};
    };
    FolderListing listing;
    listing.folder = info.path();
    const QFileInfoList all = QDir(info.path()).entryInfoList(QDir::Files | QDir::NoSymLinks);
    const QString name = info.completeBaseName() + u'.';
    for (const QFileInfo &file : all) {
        if (file.fileName().startsWith(name) && !isSoundName(file.fileName()))
            listing.files.append(fileOf(file));
    }
    // Its name need not say that it is sound: the listener does.
    FolderFile named = fileOf(info);
    named.path = info.completeBaseName() + u".mp3"_s;
    listing.files.append(named);
    SoundFile sound = soundFilesOf(listing).constLast();
    sound.file.path = info.fileName();
    return sound;
}

} // namespace Earmark
