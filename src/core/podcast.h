// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace Earmark {

struct Person
{
    QString name;
    QString role; ///< Lower case, e.g. "host"; the feed's word.
    QString group;
    QUrl image;
    QUrl link;

    bool operator==(const Person &) const = default;
};

struct Funding
{
    QUrl url;
    QString text;

    bool operator==(const Funding &) const = default;
};

/// What the server told us last time, sent back to it in a conditional request.
struct HttpValidators
{
    QByteArray etag;
    QByteArray lastModified;

    bool operator==(const HttpValidators &) const = default;
};

/// One subscription as the library knows it. "Feed" is only its document.
struct Podcast
{
    PodcastId id;
    QUrl url; ///< The feed's address: the identity a listener knows it by.
    QString title;
    QString author;
    QString description; ///< HTML or text as in the feed; never shown unsanitised.
    QUrl site;
    QUrl image;
    QString language;
    bool serial = false; ///< itunes:type serial: oldest first.
    QStringList folder; ///< Outermost first; empty: top level.
    QList<Funding> funding;
    QList<Person> persons;
    QStringList promotions; ///< Text that recurs in many of its episodes' notes (feed/promotion.h).
    HttpValidators validators;
    QDateTime lastRefreshed; ///< UTC; invalid: never fetched.
    QString error; ///< The sentence of the last refresh, empty when it went well.
    bool imagesAllowed = false; ///< Remote images in its notes and chapters, by the user's word.
    int episodes = 0;
    int unplayed = 0; ///< Neither played nor archived.

    bool operator==(const Podcast &) const = default;
};
using PodcastList = QList<Podcast>;

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::Podcast)
