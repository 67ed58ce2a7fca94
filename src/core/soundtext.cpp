// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/soundtext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

const QStringList &strengths()
{
    static const QStringList names{u"off"_s, u"gentle"_s, u"normal"_s, u"strong"_s};
    return names;
}

} // namespace

QString soundToText(const SoundSettings &settings)
{
    const QJsonObject object{{u"speed"_s, settings.speed},
                             {u"trim"_s, strengths().at(qsizetype(settings.trim))},
                             {u"even"_s, settings.evenLoudness}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<SoundSettings> soundFromText(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    SoundSettings settings;
    settings.speed = steppedSpeed(object.value(u"speed"_s).toDouble(1));
    const qsizetype trim = strengths().indexOf(object.value(u"trim"_s).toString());
    if (trim >= 0)
        settings.trim = TrimStrength(trim);
    settings.evenLoudness = object.value(u"even"_s).toBool();
    return settings;
}

} // namespace Earmark
