// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QByteArray>
#include <QUrl>

namespace Earmark::Fuzz {

// What is fuzzed: each takes bytes as a stranger may send them and aborts where a parser breaks
// what its header promises. With libFuzzer each is a program of its own (fuzzerentry.cpp); the test
// feed/tst_fuzzinputs calls them all with what stands in tests/data/fuzz/<name>. Choices that are
// not in the bytes (a charset of the server's, a length of the sound) hang on their number, so that
// any file is an input.

void feed(const QByteArray &bytes);
void opml(const QByteArray &bytes);
void chapters(const QByteArray &bytes);
void noteChapters(const QByteArray &bytes);
void notes(const QByteArray &bytes);
void dates(const QByteArray &bytes);
void transcripts(const QByteArray &bytes);

/// Ends the program with the promise that was broken.
void require(bool holds, const char *promise);
enum class Links : quint8 { AreWeb, MayBeRelative };
/// Sorted, no start below zero, links and pictures http or https.
void requireChapters(const Chapters &chapters, Links links = Links::AreWeb);
/// The same of chapters of notes, which need not be sorted.
void requireNoteChapters(const Chapters &chapters);
/// Empty, or http or https.
void requireWeb(const QUrl &url, const char *promise);

} // namespace Earmark::Fuzz
