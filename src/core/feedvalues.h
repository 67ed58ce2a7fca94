// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

// The smaller values of a feed document (core/feeddocument.h), most of them Podcasting 2.0 tags
// (https://podcastindex.org/namespace/1.0). Empty means "the feed says nothing"; times in seconds.

namespace Earmark {

struct FeedLocation
{
    QString name;
    QString geo;
    QString osm;
    bool operator==(const FeedLocation &) const = default;
};

struct FeedLicense
{
    QString identifier;
    QUrl url;
    bool operator==(const FeedLicense &) const = default;
};

struct RemoteItem
{
    QString feedGuid;
    QUrl feedUrl;
    QString itemGuid;
    QString medium;
    QString title;
    bool operator==(const RemoteItem &) const = default;
};

struct ValueRecipient
{
    QString name;
    QString type;
    QString address;
    double split = 0;
    bool fee = false;
    QString customKey;
    QString customValue;
    bool operator==(const ValueRecipient &) const = default;
};

struct ValueTimeSplit
{
    double start = 0; ///< seconds
    double duration = 0;
    double remoteStart = 0;
    std::optional<double> remotePercentage;
    std::optional<RemoteItem> remoteItem;
    QList<ValueRecipient> recipients;
    bool operator==(const ValueTimeSplit &) const = default;
};

struct FeedValue
{
    QString type;
    QString method;
    QString suggested;
    QList<ValueRecipient> recipients;
    QList<ValueTimeSplit> timeSplits;
    bool operator==(const FeedValue &) const = default;
};

struct FeedText
{
    QString purpose;
    QString text;
    bool operator==(const FeedText &) const = default;
};

/// podcast:updateFrequency
struct UpdateFrequency
{
    QString rule; ///< RRULE of RFC 5545, e.g. "FREQ=WEEKLY;BYDAY=MO,WE".
    bool isComplete = false;
    bool operator==(const UpdateFrequency &) const = default;
};

struct FeedTrailer
{
    QString title;
    QUrl url;
    QDateTime published;
    qint64 length = 0;
    QString type;
    std::optional<int> season;
    bool operator==(const FeedTrailer &) const = default;
};

struct Soundbite
{
    double start = 0; ///< seconds
    double duration = 0;
    QString title;
    bool operator==(const Soundbite &) const = default;
};

struct AlternateSource
{
    QUrl url;
    QString type;
    bool operator==(const AlternateSource &) const = default;
};

struct AlternateEnclosure
{
    QString type;
    qint64 length = 0;
    double bitrate = 0;
    int height = 0;
    QString language;
    QString title;
    QString rel;
    bool isDefault = false;
    QString integrityType;
    QString integrityValue;
    QList<AlternateSource> sources;
    bool operator==(const AlternateEnclosure &) const = default;
};

struct SocialInteract
{
    QString protocol;
    QString uri;
    QString accountId;
    QUrl accountUrl;
    std::optional<int> priority;
    bool operator==(const SocialInteract &) const = default;
};

} // namespace Earmark
