// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

class QString;

namespace Earmark {

constexpr std::chrono::milliseconds FeedLatency{150};

/// Hands out the files of a folder, packed as they are, from 127.0.1.1 to 127.0.1.40 (one port on
/// all), each answer FeedLatency after its request. Everything is in memory and one thread does it
/// all: the cores belong to the program that is measured. Prints the port, then a line for every
/// answer when its last byte was handed over: µs since 1970, status, bytes of the body, name.
/// "NAME.xml" is NAME.xml.gz; each but huge.xml has a validator. Ends when its input does.
int runFeedServer(const QString &folder);

} // namespace Earmark
