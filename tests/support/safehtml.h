// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <QXmlStreamReader>

namespace Earmark {

/// What is wrong with one attribute of what the sanitiser wrote; empty: nothing.
inline QString brokenAttribute(const QString &element, const QXmlStreamAttribute &attribute)
{
    using namespace Qt::StringLiterals;
    static const QHash<QString, QStringList> allowed{{u"a"_s, {u"href"_s}},
                                                     {u"img"_s, {u"src"_s, u"width"_s, u"alt"_s}},
                                                     {u"td"_s, {u"colspan"_s}},
                                                     {u"th"_s, {u"colspan"_s}}};
    if (!allowed.value(element).contains(attribute.name()))
        return u"attribute "_s + attribute.name();
    const QString value = attribute.value().toString();
    const QString scheme = value.section(u':', 0, 0);
    const bool isWeb = scheme == "http"_L1 || scheme == "https"_L1;
    const bool isOurs = value.startsWith("earmark:seek?t="_L1) || scheme == "mailto"_L1;
    const bool isBrokenLink = attribute.name() == "href"_L1 && !isWeb && !isOurs;
    return isBrokenLink || (attribute.name() == "src"_L1 && !isWeb) ? u"address "_s + value
                                                                    : QString();
}

/// What the sanitiser promises of all it writes; empty: it keeps its word.
inline QString brokenPromise(const QString &safe)
{
    using namespace Qt::StringLiterals;
    static const QStringList elements = u"p div blockquote pre ul ol li dl dt dd h1 h2 h3 h4 h5 h6 "
                                        "table thead tbody tfoot tr td th b strong i em cite u s "
                                        "sub sup small big code a img br hr"_s.split(u' ');
    QXmlStreamReader xml(u"<x>"_s + safe + u"</x>"_s);
    int anchors = 0;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "a"_L1)
            --anchors;
        if (token != QXmlStreamReader::StartElement || xml.name() == "x"_L1)
            continue;
        const QString name = xml.name().toString();
        if (!elements.contains(name))
            return u"element "_s + name;
        if (name == "a"_L1 && ++anchors > 1)
            return u"a link in a link"_s;
        const auto attributes = xml.attributes();
        for (const QXmlStreamAttribute &attribute : attributes) {
            if (QString broken = brokenAttribute(name, attribute); !broken.isEmpty())
                return broken;
        }
    }
    return xml.hasError() ? xml.errorString() : QString();
}

} // namespace Earmark
