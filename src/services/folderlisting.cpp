// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderlisting.h"

#include "core/fingerprint.h"
#include "services/localfolder.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sys/stat.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

namespace fs = std::filesystem;

constexpr qint64 FingerprintVersion = 1; // another one: every folder is read anew

struct KnownType
{
    QLatin1StringView suffix;
    QLatin1StringView type;
};
constexpr std::array SoundTypes{
        KnownType{"mp3"_L1, "audio/mpeg"_L1},       KnownType{"m4a"_L1, "audio/mp4"_L1},
        KnownType{"m4b"_L1, "audio/mp4"_L1},        KnownType{"aac"_L1, "audio/aac"_L1},
        KnownType{"ogg"_L1, "audio/ogg"_L1},        KnownType{"oga"_L1, "audio/ogg"_L1},
        KnownType{"opus"_L1, "audio/opus"_L1},      KnownType{"flac"_L1, "audio/flac"_L1},
        KnownType{"wav"_L1, "audio/wav"_L1},        KnownType{"w64"_L1, "audio/wav"_L1},
        KnownType{"aif"_L1, "audio/aiff"_L1},       KnownType{"aiff"_L1, "audio/aiff"_L1},
        KnownType{"caf"_L1, "audio/x-caf"_L1},      KnownType{"mka"_L1, "audio/x-matroska"_L1},
        KnownType{"weba"_L1, "audio/webm"_L1},      KnownType{"mp4"_L1, "video/mp4"_L1},
        KnownType{"m4v"_L1, "video/mp4"_L1},        KnownType{"mov"_L1, "video/quicktime"_L1},
        KnownType{"mkv"_L1, "video/x-matroska"_L1}, KnownType{"webm"_L1, "video/webm"_L1},
        KnownType{"3gp"_L1, "video/3gpp"_L1},       KnownType{"3g2"_L1, "video/3gpp2"_L1},
};
constexpr std::array BesideSuffixes{"vtt"_L1, "srt"_L1,  "json"_L1, "txt"_L1,
                                    "md"_L1,  "html"_L1, "htm"_L1};
constexpr std::array PictureSuffixes{"jpg"_L1, "jpeg"_L1, "png"_L1, "webp"_L1, "gif"_L1};
constexpr std::array CoverNames{"cover"_L1, "folder"_L1, "front"_L1, "album"_L1, "albumart"_L1};

QStringView suffixOf(QStringView path)
{
    const qsizetype dot = path.lastIndexOf(u'.');
    const qsizetype slash = path.lastIndexOf(u'/');
    return dot > slash + 1 ? path.sliced(dot + 1) : QStringView();
}

QStringView withoutSuffix(QStringView path)
{
    const QStringView suffix = suffixOf(path);
    return suffix.isEmpty() ? path : path.chopped(suffix.size() + 1);
}

template<std::size_t N>
bool isOneOf(QStringView suffix, const std::array<QLatin1StringView, N> &known)
{
    return std::any_of(known.begin(), known.end(), [suffix](QLatin1StringView one) {
        return suffix.compare(one, Qt::CaseInsensitive) == 0;
    });
}

const KnownType *typeOf(QStringView name)
{
    const QStringView suffix = suffixOf(name);
    const auto *known
            = std::find_if(SoundTypes.begin(), SoundTypes.end(), [suffix](const KnownType &one) {
                  return suffix.compare(one.suffix, Qt::CaseInsensitive) == 0;
              });
    return known == SoundTypes.end() ? nullptr : known;
}

bool matters(QStringView name)
{
    return isSoundName(name) || isOneOf(suffixOf(name), BesideSuffixes)
            || isOneOf(suffixOf(name), PictureSuffixes);
}

/// What a sound file's name without its suffix may be, for one beside it: "X.en", "X".
QStringList namesBeside(const QString &path)
{
    const QString whole = withoutSuffix(path).toString();
    const QString shorter = withoutSuffix(whole).toString(); // "X.en.vtt", "X.chapters.json"
    return shorter == whole ? QStringList{whole} : QStringList{whole, shorter};
}

/// One walk through a folder.
class Walk
{
public:
    Walk(const QString &folder, const std::stop_token &stop) : m_stop(stop)
    {
        m_listing.folder = folder;
        m_listing.folders.append(folder);
    }

    Result<FolderListing> run();

private:
    void look(const fs::directory_entry &entry, fs::recursive_directory_iterator &at);
    void add(const fs::path &path);
    void remark();

    const std::stop_token &m_stop;
    FolderListing m_listing;
    qsizetype m_entries = 0;
    qsizetype m_sounds = 0;
    int m_unreadable = 0; ///< Names that are no text.
    bool m_isDeeper = false;
    bool m_isCut = false;
};

/// The name as text; empty when it is none that leads back to the file.
QString textOf(const fs::path &path)
{
    const QByteArray bytes(path.native().data(), qsizetype(path.native().size()));
    const QString text = QFile::decodeName(bytes);
    return QFile::encodeName(text) == bytes ? text : QString();
}

Result<FolderListing> Walk::run()
{
    std::error_code error;
    const std::string path = QFile::encodeName(m_listing.folder).toStdString();
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error);
    if (error || !fs::is_directory(path, error))
        return folderIsGone(m_listing.folder);
    for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
        if (error)
            break; // the disk went: what was seen is not all
        if (m_stop.stop_requested())
            return fail(ErrorKind::Cancelled, {});
        if (++m_entries > FolderLimits::Entries || m_sounds >= FolderLimits::Files) {
            m_isCut = true;
            break;
        }
        look(*at, at);
    }
    if (error)
        return folderIsGone(m_listing.folder);
    std::ranges::sort(m_listing.files, [](const FolderFile &a, const FolderFile &b) {
        return isNaturallyBefore(a.path, b.path);
    });
    remark();
    return std::move(m_listing);
}

void Walk::look(const fs::directory_entry &entry, fs::recursive_directory_iterator &at)
{
    const bool isHidden = entry.path().filename().native().starts_with('.');
    std::error_code error;
    const fs::file_status status = entry.symlink_status(error); // of a link itself
    if (error || isHidden || fs::is_symlink(status)) {
        at.disable_recursion_pending();
        return;
    }
    if (fs::is_regular_file(status)) {
        add(entry.path());
        return;
    }
    const QString path = fs::is_directory(status) ? textOf(entry.path()) : QString();
    const bool isTooDeep = at.depth() + 2 > FolderLimits::Depth;
    if (path.isEmpty() || isTooDeep) {
        m_isDeeper = m_isDeeper || (isTooDeep && fs::is_directory(status));
        at.disable_recursion_pending();
        return;
    }
    m_listing.folders.append(path);
}

void Walk::add(const fs::path &path)
{
    const QString text = textOf(path);
    if (text.isEmpty()) {
        ++m_unreadable;
        return;
    }
    struct stat status = {};
    if (!matters(text) || ::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return;
    const qsizetype base = m_listing.folder.size() + (m_listing.folder.endsWith(u'/') ? 0 : 1);
    m_sounds += isSoundName(text) ? 1 : 0;
    constexpr qint64 Second = 1'000; // ms
    constexpr qint64 Nanoseconds = 1'000'000; // of one ms
    m_listing.files.append({.path = text.mid(base),
                            .size = status.st_size,
                            .modified = qint64(status.st_mtim.tv_sec) * Second
                                    + qint64(status.st_mtim.tv_nsec) / Nanoseconds});
}

void Walk::remark()
{
    if (m_unreadable > 0) {
        m_listing.remarks.append(
                u"Left out because their names are not readable as text: %1. Rename them."_s.arg(
                        m_unreadable));
    }
    if (m_isDeeper) {
        m_listing.remarks.append(
                u"Folders more than %1 levels deep were left out."_s.arg(FolderLimits::Depth));
    }
    if (m_isCut) {
        m_listing.remarks.append(
                u"There are more than %1 sound files or %2 files in it; the rest was left out."_s
                        .arg(FolderLimits::Files)
                        .arg(FolderLimits::Entries));
    }
}

/// Digits from `at` on, without zeros in front.
QStringView takeNumber(QStringView text, qsizetype &at)
{
    while (at < text.size() && text.at(at) == u'0')
        ++at;
    const qsizetype begin = at;
    while (at < text.size() && text.at(at) >= u'0' && text.at(at) <= u'9')
        ++at;
    return text.sliced(begin, at - begin);
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

} // namespace

Result<FolderListing> listFolder(const QString &folder, const std::stop_token &stop)
{
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    if (canonical.isEmpty())
        return folderIsGone(folder);
    return Walk(canonical, stop).run();
}

QByteArray fingerprintOf(const FolderListing &listing)
{
    Fingerprint all;
    all.add(FingerprintVersion);
    all.add(listing.folder);
    for (const FolderFile &file : listing.files) {
        all.add(file.path);
        all.add(file.size);
        all.add(file.modified);
    }
    for (const QString &remark : listing.remarks)
        all.add(remark);
    return all.result();
}

QList<SoundFile> soundFilesOf(const FolderListing &listing)
{
    QHash<QString, FolderFiles> beside; // by the names they may stand beside
    for (const FolderFile &file : listing.files) {
        if (!isOneOf(suffixOf(file.path), BesideSuffixes))
            continue;
        for (const QString &name : namesBeside(file.path))
            beside[name].append(file);
    }
    QList<SoundFile> sounds;
    for (const FolderFile &file : listing.files) {
        if (isSoundName(file.path))
            sounds.append({file, beside.value(withoutSuffix(file.path).toString())});
    }
    return sounds;
}

bool isSoundName(QStringView name)
{
    return typeOf(name) != nullptr;
}

QString soundTypeOf(QStringView name)
{
    const KnownType *known = typeOf(name);
    return known == nullptr ? QString() : QString(known->type);
}

QString coverOf(const FolderListing &listing)
{
    for (const QLatin1StringView name : CoverNames) {
        for (const FolderFile &file : listing.files) {
            const QStringView stem = withoutSuffix(file.path);
            if (isOneOf(suffixOf(file.path), PictureSuffixes)
                && stem.compare(name, Qt::CaseInsensitive) == 0)
                return file.path;
        }
    }
    return {};
}

bool isNaturallyBefore(QStringView a, QStringView b)
{
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a.at(i)) && isDigit(b.at(j))) {
            const QStringView one = takeNumber(a, i);
            const QStringView other = takeNumber(b, j);
            if (one.size() != other.size())
                return one.size() < other.size();
            if (const int order = one.compare(other); order != 0)
                return order < 0;
            continue;
        }
        const QChar one = a.at(i++).toCaseFolded();
        const QChar other = b.at(j++).toCaseFolded();
        if (one == other)
            continue;
        if (one == u'/' || other == u'/')
            return one == u'/';
        return one < other;
    }
    if (a.size() - i != b.size() - j)
        return a.size() - i < b.size() - j;
    return a < b;
}

} // namespace Earmark
