// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Earmark {

/// A small RSS document with episodes guid-0 … guid-(episodes-1), the last the newest, a day apart.
/// media: the address of the sound of all of them, `%1` standing for the number.
inline QByteArray feedXml(const QString &title, int episodes,
                          const QString &media = QStringLiteral("http://127.0.0.1:9/%1.mp3"),
                          const QString &more = {})
{
    QString xml = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                                 "<rss version=\"2.0\" "
                                 "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\">"
                                 "<channel><title>")
            + title + QStringLiteral("</title><description>About</description>");
    for (int i = episodes - 1; i >= 0; --i) {
        xml += QStringLiteral(
                       "<item><title>Episode %1</title><guid>guid-%1</guid>"
                       "<pubDate>%2 Jan 2024 10:00:00 +0000</pubDate>"
                       "<enclosure url=\"%3\" type=\"audio/mpeg\" length=\"1000\"/>"
                       "<description>Notes %1 &lt;b&gt;bold&lt;/b&gt;</description>%4</item>")
                       .arg(QString::number(i), QString::number(i % 28 + 1),
                            media.contains(QLatin1Char('%')) ? media.arg(i) : media, more);
    }
    return (xml + QStringLiteral("</channel></rss>")).toUtf8();
}

} // namespace Earmark
