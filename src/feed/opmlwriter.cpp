// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/opml.h"

#include <QXmlStreamWriter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype DeepestFolder = 20;

struct Folder
{
    QString name;
    QList<const OpmlFeed *> feeds;
    QList<Folder> folders;
};

/// XML knows no control characters.
QString writable(QString text)
{
    text.removeIf([](QChar c) {
        return (c < u' ' && c != u'\n' && c != u'\t') || c == QChar(0xFFFE) || c == QChar(0xFFFF);
    });
    return text.simplified();
}

Folder &folderAt(Folder &root, const QStringList &path)
{
    Folder *at = &root;
    for (const QString &name : path.first(std::min(path.size(), DeepestFolder))) {
        auto found = std::find_if(at->folders.begin(), at->folders.end(),
                                  [&name](const Folder &folder) { return folder.name == name; });
        if (found == at->folders.end()) {
            at->folders.append(Folder{name, {}, {}});
            found = at->folders.end() - 1;
        }
        at = &*found;
    }
    return *at;
}

void writeFeed(QXmlStreamWriter &xml, const OpmlFeed &feed)
{
    const QString address = feed.url.toString(QUrl::FullyEncoded);
    const QString title = feed.title.isEmpty() ? address : writable(feed.title);
    xml.writeEmptyElement(u"outline"_s);
    xml.writeAttribute(u"type"_s, u"rss"_s);
    xml.writeAttribute(u"text"_s, title);
    xml.writeAttribute(u"title"_s, title);
    xml.writeAttribute(u"xmlUrl"_s, address);
    if (!feed.site.isEmpty())
        xml.writeAttribute(u"htmlUrl"_s, feed.site.toString(QUrl::FullyEncoded));
}

void writeFolder(QXmlStreamWriter &xml, const Folder &folder)
{
    for (const OpmlFeed *feed : folder.feeds)
        writeFeed(xml, *feed);
    for (const Folder &inner : folder.folders) {
        xml.writeStartElement(u"outline"_s);
        xml.writeAttribute(u"text"_s, writable(inner.name));
        xml.writeAttribute(u"title"_s, writable(inner.name));
        writeFolder(xml, inner);
        xml.writeEndElement();
    }
}

} // namespace

QByteArray writeOpml(const OpmlDocument &document, const QDateTime &created)
{
    Folder root;
    for (const OpmlFeed &feed : document.feeds)
        folderAt(root, feed.folder).feeds.append(&feed);
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(u"opml"_s);
    xml.writeAttribute(u"version"_s, u"2.0"_s);
    xml.writeStartElement(u"head"_s);
    xml.writeTextElement(u"title"_s, writable(document.title));
    xml.writeTextElement(u"dateCreated"_s, created.toUTC().toString(Qt::RFC2822Date));
    xml.writeEndElement();
    xml.writeStartElement(u"body"_s);
    writeFolder(xml, root);
    xml.writeEndDocument();
    return bytes;
}

QByteArray writeOpml(const OpmlDocument &document)
{
    return writeOpml(document, QDateTime::currentDateTimeUtc());
}

} // namespace Earmark
