// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/result.h"

#include <QByteArray>
#include <QUrl>

namespace Earmark {

/// Podcasting 2.0 JSON chapters, sorted by start: fractional and string times, toc:false as hidden,
/// also a bare array of chapters. Entries without a usable start are skipped. Images and links are
/// resolved against base and kept when http or https; without a base relative ones stay relative.
/// Error (Parse): no JSON, no chapters in it, more than 5 MiB. At most 10,000 chapters.
Result<Chapters> parseJsonChapters(const QByteArray &json, const QUrl &base = {});

/// Podlove Simple Chapters: a document of its own, or the first chapters element inside another
/// (an item of a feed). What was read before a break in the XML is kept. Error (Parse): not one
/// chapters element, more than 5 MiB.
Result<Chapters> parsePodloveChapters(const QByteArray &xml);

} // namespace Earmark
