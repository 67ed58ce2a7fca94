// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/privateaddress.h"

#include "core/podcast.h"

#include <QStringList>
#include <QUrlQuery>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype FewestRandom = 20; // source: issue "Feeds in the wild", Private podcasts
constexpr qsizetype MostJudged = 4096; // of an address: what comes after it is not looked at

constexpr std::array SecretWords{"auth"_L1,      "token"_L1,       "key"_L1,        "sig"_L1,
                                 "signature"_L1, "secret"_L1,      "password"_L1,   "passwd"_L1,
                                 "pwd"_L1,       "apikey"_L1,      "authkey"_L1,    "authtoken"_L1,
                                 "accesskey"_L1, "accesstoken"_L1, "credential"_L1, "jwt"_L1,
                                 "feedkey"_L1,   "userkey"_L1,     "feedtoken"_L1,  "usertoken"_L1};
/// They may stand beside a secret word in the name of a folder: /api-key/, /access_token/.
constexpr std::array NeutralWords{"api"_L1,  "access"_L1, "feed"_L1, "rss"_L1,
                                  "user"_L1, "my"_L1,     "x"_L1};

template<typename Words>
bool isOneOf(const QString &word, const Words &words)
{
    return std::any_of(words.begin(), words.end(), [&word](QLatin1StringView one) {
        return word.compare(one, Qt::CaseInsensitive) == 0;
    });
}

bool isAsciiLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// "accessToken", "access_token", "X-Amz-Signature": apart at what is no letter and where a capital
/// follows a small one.
QStringList wordsOf(QStringView name)
{
    QStringList words;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty())
            words.append(std::exchange(word, {}));
    };
    for (const QChar c : name) {
        if (!c.isLetter() || (c.isUpper() && !word.isEmpty() && word.back().isLower()))
            end();
        if (c.isLetter())
            word += c;
    }
    end();
    return words;
}

bool isSecretName(QStringView name)
{
    const QStringList words = wordsOf(name);
    return std::any_of(words.begin(), words.end(),
                       [](const QString &word) { return isOneOf(word, SecretWords); });
}

/// A folder that is nothing but such words; "in-the-key-of-life" is the name of a podcast.
bool isSecretFolder(QStringView folder)
{
    const qsizetype equals = folder.indexOf(u'=');
    const QStringList words = wordsOf(equals > 0 ? folder.left(equals) : folder);
    const auto isSecret = [](const QString &word) { return isOneOf(word, SecretWords); };
    return std::any_of(words.begin(), words.end(), isSecret)
            && std::all_of(words.begin(), words.end(), [&isSecret](const QString &word) {
                   return isSecret(word) || isOneOf(word, NeutralWords);
               });
}

bool isHex(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

bool isUuid(QStringView part)
{
    if (part.size() != 36)
        return false;
    for (qsizetype at = 0; at < part.size(); ++at) {
        const bool isDash = at == 8 || at == 13 || at == 18 || at == 23;
        if (isDash ? part.at(at) != u'-' : !isHex(part.at(at)))
            return false;
    }
    return true;
}

/// At what a value is put together of others: an address in an address, a name with its ending.
QList<QStringView> partsOf(QStringView text)
{
    QList<QStringView> parts;
    qsizetype from = 0;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at < text.size() && !u"/.&=?:;,@!*'()[]|$ "_s.contains(text.at(at)))
            continue;
        if (at > from)
            parts.append(text.mid(from, at - from));
        from = at + 1;
    }
    return parts;
}

bool hasRandom(QStringView text)
{
    const auto parts = partsOf(text);
    return std::any_of(parts.begin(), parts.end(), isRandom);
}

bool isPrivatePath(const QString &path)
{
    bool isPublic = false;
    for (const QStringView folder : QStringView(path).split(u'/', Qt::SkipEmptyParts)) {
        if (folder.compare("private"_L1, Qt::CaseInsensitive) == 0 || isSecretFolder(folder))
            return true;
        isPublic = isPublic || folder.compare("public"_L1, Qt::CaseInsensitive) == 0;
        if (!isPublic && hasRandom(folder))
            return true;
    }
    return false;
}

bool isPrivateQuery(const QUrl &url)
{
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    return std::any_of(items.begin(), items.end(), [](const auto &item) {
        const auto &[name, value] = item;
        if (name == "channel_id"_L1 || name == "playlist_id"_L1)
            return false;
        return isSecretName(name) || hasRandom(name) || hasRandom(value) || isUuid(value);
    });
}

/// How a part is written.
struct Writing
{
    bool hasLower = false;
    bool hasUpper = false;
    bool hasDigit = false;
    qsizetype signs = 0; ///< Letters and digits.
    qsizetype changes = 0; ///< Between letters and digits, or to a capital inside a word.
    qsizetype capitalPairs = 0;
    qsizetype hexRun = 0; ///< The longest with a digit and a letter in it.
};

enum class Sign : quint8 { Other, Lower, Upper, Digit };

Sign signOf(QChar c)
{
    if (c >= u'0' && c <= u'9')
        return Sign::Digit;
    if (!isAsciiLetter(c))
        return Sign::Other;
    return c.isUpper() ? Sign::Upper : Sign::Lower;
}

class HexRun
{
public:
    void add(QChar c)
    {
        if (!isHex(c)) {
            *this = HexRun{m_longest};
            return;
        }
        ++m_length;
        (isAsciiLetter(c) ? m_hasLetter : m_hasDigit) = true;
        if (m_hasLetter && m_hasDigit)
            m_longest = std::max(m_longest, m_length);
    }
    qsizetype longest() const { return m_longest; }

    explicit HexRun(qsizetype longest = 0) : m_longest(longest) { }

private:
    qsizetype m_longest;
    qsizetype m_length = 0;
    bool m_hasLetter = false;
    bool m_hasDigit = false;
};

Writing writingOf(QStringView part)
{
    Writing writing;
    HexRun hex;
    Sign last = Sign::Other;
    for (const QChar c : part) {
        const Sign sign = signOf(c);
        hex.add(c);
        writing.hasLower = writing.hasLower || sign == Sign::Lower;
        writing.hasUpper = writing.hasUpper || sign == Sign::Upper;
        writing.hasDigit = writing.hasDigit || sign == Sign::Digit;
        if (sign != Sign::Other) {
            ++writing.signs;
            const bool isWordStart = last == Sign::Upper && sign == Sign::Lower;
            if (last != Sign::Other && last != sign && !isWordStart)
                ++writing.changes;
            if (last == Sign::Upper && sign == Sign::Upper)
                ++writing.capitalPairs;
        }
        last = sign;
    }
    writing.hexRun = hex.longest();
    return writing;
}

/// Letters of one case: no server makes its secrets of those alone if it can help it, and many
/// names of podcasts have no spaces. Only what no language can be.
bool isUnspeakable(QStringView letters)
{
    const auto share = [letters](QStringView of) {
        const auto count = std::count_if(letters.begin(), letters.end(),
                                         [of](QChar c) { return of.contains(c.toLower()); });
        return double(count) / double(letters.size());
    };
    return share(u"aeiouy") < 0.2 || share(u"jqxzvwk") > 0.25;
}

} // namespace

bool isRandom(QStringView part)
{
    const bool isPlain = std::all_of(part.begin(), part.end(), [](QChar c) {
        return signOf(c) != Sign::Other || c == u'-' || c == u'_' || c == u'~' || c == u'+';
    });
    if (!isPlain || isUuid(part))
        return false;
    const Writing writing = writingOf(part);
    if (writing.signs < FewestRandom)
        return false;
    if (writing.hexRun >= FewestRandom)
        return true;

    const auto share
            = [&writing](qsizetype count) { return double(count) / double(writing.signs); };
    if (writing.hasLower && writing.hasUpper)
        return share(writing.changes + writing.capitalPairs) >= 0.3;
    if (!writing.hasLower && !writing.hasUpper)
        return false;
    const bool isOneRun = (part.size() - writing.signs) * 12 <= part.size();
    if (!writing.hasDigit)
        return isOneRun && isUnspeakable(part);
    if (writing.hasUpper)
        return share(writing.changes) >= 0.1;
    return share(writing.changes) >= (isOneRun ? 0.2 : 0.3);
}

bool looksPrivate(const QUrl &url)
{
    if (!url.userInfo().isEmpty())
        return true;
    return isPrivatePath(url.path(QUrl::FullyDecoded).left(MostJudged))
            || (url.hasQuery() && isPrivateQuery(url));
}

bool isPrivate(const Podcast &podcast)
{
    return podcast.privateByUser.value_or(!podcast.loginName.isEmpty()
                                          || looksPrivate(podcast.url));
}

QString shownAddress(const QUrl &url, bool isPrivate)
{
    if (!isPrivate)
        return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    return url.host().isEmpty() ? u"…"_s : url.host() + u"/…"_s;
}

} // namespace Earmark
