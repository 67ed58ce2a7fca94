// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Earmark {

/// The options of `earmark rules` as they were typed, by their names ("--keep"). "default" is as
/// the program came, of a podcast: as for all podcasts.
using RuleOptions = QMap<QString, QString>;

/// Their names.
const QStringList &ruleOptionNames();
bool isRuleOptionGood(const QString &name, const QString &word);
/// Those that are about all podcasts together.
bool isOfAllPodcasts(const QString &name);

/// "500 MB", "20GB", "0"; of 1,000 each, as core/amounts.h says them.
std::optional<qint64> bytesFromText(const QString &text);

/// With what the options say, of which only good ones came here.
DownloadRules changedRules(DownloadRules all, const RuleOptions &options);
PodcastDownloads changedRules(const PodcastDownloads &own, const RuleOptions &options);

} // namespace Earmark
