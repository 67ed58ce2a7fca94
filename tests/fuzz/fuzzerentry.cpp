// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls; compiled once a target, EARMARK_FUZZ_TARGET is its name.
#include "fuzz/targets.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>

namespace {

/// A warning about what a stranger wrote is no fault, and printing it takes longer than reading
/// did. What is fatal ends the program behind this.
void onMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qPrintable(text));
}

} // namespace

// NOLINTBEGIN(readability-identifier-naming): libFuzzer's names

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t *data, std::size_t size, std::size_t maxSize);

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    qInstallMessageHandler(onMessage);
    return 0;
}

/// Mostly what libFuzzer does by itself; now and then a piece of the input over and over up to the
/// limit, which shows what nests without end and what takes the square of the length.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t *data, std::size_t size,
                                               std::size_t maxSize, unsigned int seed)
{
    constexpr unsigned int OneIn = 128;
    constexpr std::size_t LongestPiece = 48;
    std::minstd_rand random(seed);
    if (size == 0 || random() % OneIn != 0)
        return LLVMFuzzerMutate(data, size, maxSize);
    const std::size_t begin = random() % size;
    const std::size_t length = std::min(1 + random() % LongestPiece, size - begin);
    std::array<std::uint8_t, LongestPiece> piece{};
    std::copy_n(data + begin, length, piece.begin());
    for (std::size_t at = begin; at < maxSize; ++at)
        data[at] = piece.at((at - begin) % length);
    return maxSize;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    Earmark::Fuzz::EARMARK_FUZZ_TARGET(bytes);
    return 0;
}

// NOLINTEND(readability-identifier-naming)
