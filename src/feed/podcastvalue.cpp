// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

using namespace Qt::StringLiterals;

// podcast:value with its recipients and time splits, and podcast:remoteItem.

namespace Earmark {
namespace {

double number(const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && value >= 0 && value < 1e12 ? value : 0;
}

void readRecipient(FeedReader &xml, QList<ValueRecipient> &recipients)
{
    if (recipients.size() >= FeedLimits::Values)
        return;
    ValueRecipient recipient;
    recipient.name = xml.attribute(u"name");
    recipient.type = xml.attribute(u"type");
    recipient.address = xml.attribute(u"address");
    recipient.split = number(xml.attribute(u"split"));
    recipient.fee = parseYesNo(xml.attribute(u"fee")).value_or(false);
    recipient.customKey = xml.attribute(u"customkey");
    recipient.customValue = xml.attribute(u"customvalue");
    recipients.append(recipient);
}

ValueTimeSplit readTimeSplit(FeedReader &xml)
{
    ValueTimeSplit split;
    split.start = number(xml.attribute(u"starttime"));
    split.duration = number(xml.attribute(u"duration"));
    split.remoteStart = number(xml.attribute(u"remotestarttime"));
    if (xml.hasAttribute(u"remotepercentage"))
        split.remotePercentage = number(xml.attribute(u"remotepercentage"));
    xml.children([&] {
        if (xml.name() == u"remoteitem")
            split.remoteItem = readRemoteItem(xml);
        else if (xml.name() == u"valuerecipient")
            readRecipient(xml, split.recipients);
    });
    return split;
}

} // namespace

FeedValue readValue(FeedReader &xml)
{
    FeedValue value;
    value.type = xml.attribute(u"type");
    value.method = xml.attribute(u"method");
    value.suggested = xml.attribute(u"suggested");
    xml.children([&] {
        if (xml.name() == u"valuerecipient")
            readRecipient(xml, value.recipients);
        else if (xml.name() == u"valuetimesplit" && value.timeSplits.size() < FeedLimits::Values)
            value.timeSplits.append(readTimeSplit(xml));
    });
    return value;
}

RemoteItem readRemoteItem(FeedReader &xml)
{
    return {xml.attribute(u"feedguid"), xml.addressAttribute(u"feedurl"),
            xml.attribute(u"itemguid"), xml.attribute(u"medium"), xml.attribute(u"title")};
}

} // namespace Earmark
