// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/hostilefiles.h"

#include <QTest>

#include <algorithm>

namespace Earmark {

namespace {

QByteArray big(quint64 value, int bytes)
{
    QByteArray result;
    for (int i = bytes - 1; i >= 0; --i)
        result += static_cast<char>((value >> (8 * i)) & 0xff);
    return result;
}

QByteArray little(quint64 value, int bytes)
{
    QByteArray result = big(value, bytes);
    std::reverse(result.begin(), result.end());
    return result;
}

QByteArray numbers(std::initializer_list<quint32> values)
{
    QByteArray result;
    for (const quint32 value : values)
        result += big(value, 4);
    return result;
}

// --- Matroska ---

QByteArray element(const char *id, const QByteArray &body)
{
    return QByteArray::fromHex(id) + '\x08' + big(static_cast<quint64>(body.size()), 4) + body;
}

QByteArray matroska(const QByteArray &segment)
{
    return element("1a45dfa3", element("4282", "webm")) + element("18538067", segment);
}

QByteArray matroskaTrack()
{
    return element("1654ae6b",
                   element("ae",
                           element("d7", "\x01") + element("73c5", "\x01") + element("83", "\x02")
                                   + element("86", "A_OPUS")));
}

QByteArray cluster()
{
    return element("1f43b675",
                   element("e7", QByteArray(1, '\0'))
                           + element("a3", QByteArray("\x81\0\0\x80\xfc\xff\xfe", 7)));
}

/// Chapters whose UIDs fall, which libavformat inserts in quadratic time.
QByteArray chapters(int count)
{
    QByteArray atoms;
    for (int i = 0; i < count; ++i)
        atoms += QByteArray("\xb6\x8b\x73\xc4\x83", 5) + big(static_cast<quint64>(count - i), 3)
                + QByteArray("\x91\x83", 2) + big(static_cast<quint64>(i) + 1, 3);
    return element("1043a770", element("45b9", atoms));
}

QByteArray seekHead(quint64 position)
{
    return element("114d9b74",
                   element("4dbb",
                           element("53ab", QByteArray::fromHex("1043a770"))
                                   + element("53ac", big(position, 7))));
}

QByteArray tags(int count)
{
    QByteArray list;
    for (int i = 0; i < count; ++i)
        list += element("67c8",
                        element("45a3", QByteArray::number(i)) + element("4487", QByteArray("v")));
    return element("1254c367", element("7373", list));
}

// --- MP4 ---

QByteArray box(const char *name, const QByteArray &body)
{
    return big(static_cast<quint64>(body.size()) + 8, 4) + name + body;
}

QByteArray fullBox(const char *name, const QByteArray &body, quint32 flags = 0)
{
    return box(name, big(flags, 4) + body);
}

struct Tables
{
    QByteArray sizes = numbers({2, 100});
    QByteArray times = numbers({1, 100, 1});
    QByteArray chunks = numbers({1, 1, 100, 1});
    QByteArray offsets = numbers({1, 40});
};

QByteArray track(quint32 id, const Tables &tables)
{
    const QByteArray matrix = numbers({0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000});
    const QByteArray entry = box("sowt",
                                 QByteArray(6, '\0') + big(1, 2) + QByteArray(8, '\0') + big(1, 2)
                                         + big(16, 2) + QByteArray(4, '\0') + big(8000U << 16U, 4));
    const QByteArray table
            = box("stbl",
                  fullBox("stsd", numbers({1}) + entry) + fullBox("stts", tables.times)
                          + fullBox("stsc", tables.chunks) + fullBox("stsz", tables.sizes)
                          + fullBox("stco", tables.offsets));
    return box("trak",
               fullBox("tkhd",
                       numbers({0, 0, id, 0, 1000, 0, 0, 0, 0}) + matrix + QByteArray(8, '\0'), 7)
                       + box("mdia",
                             fullBox("mdhd", numbers({0, 0, 8000, 8000, 0}))
                                     + fullBox("hdlr",
                                               QByteArray(4, '\0') + "soun" + QByteArray(13, '\0'))
                                     + box("minf", table)));
}

QByteArray mp4(const QByteArray &tracks, const QByteArray &behind = {})
{
    const QByteArray header = fullBox("mvhd", numbers({0, 0, 1000, 1000}) + QByteArray(80, '\0'));
    return box("ftyp", "M4A " + numbers({0}) + "M4A isom") + box("moov", header + tracks) + behind
            + box("mdat", QByteArray(400, '\0'));
}

QByteArray oneSizeForAll(quint32 samples)
{
    return track(1,
                 {numbers({2, samples}), numbers({1, samples, 2}), numbers({1, 1, samples, 1}),
                  numbers({1, 40})});
}

QByteArray fragment(quint32 samples)
{
    return box("moof",
               fullBox("mfhd", numbers({1}))
                       + box("traf",
                             fullBox("tfhd", numbers({1}), 0x20000)
                                     + fullBox("trun", numbers({samples}))));
}

QByteArray nested(const char *name, int depth)
{
    QByteArray boxes;
    for (int i = 0; i < depth; ++i)
        boxes = box(name, boxes);
    return boxes;
}

QByteArray freeTags(int count)
{
    QByteArray list;
    for (int i = 0; i < count; ++i)
        list += box("----",
                    fullBox("mean", "a") + fullBox("name", QByteArray::number(i))
                            + box("data", numbers({1, 0}) + 'v'));
    return box("udta",
               fullBox("meta",
                       fullBox("hdlr", QByteArray(4, '\0') + "mdir" + QByteArray(13, '\0'))
                               + box("ilst", list)));
}

// --- others ---

QByteArray comments(int count)
{
    QByteArray list = little(0, 4) + little(static_cast<quint64>(count), 4);
    for (int i = 0; i < count; ++i) {
        const QByteArray comment = QByteArray::number(i) + "=v";
        list += little(static_cast<quint64>(comment.size()), 4) + comment;
    }
    return list;
}

QByteArray flac(const QByteArray &blocks)
{
    const QByteArray info = big(4096, 2) + big(4096, 2) + QByteArray(6, '\0')
            + big((quint64{44'100} << 44U) | (quint64{15} << 36U), 8) + QByteArray(16, '\0');
    return "fLaC" + big(0, 1) + big(34, 3) + info + blocks + QByteArray::fromHex("fff8c91800")
            + QByteArray(2'000, '\0');
}

QByteArray flacBlock(int kind, const QByteArray &body, bool last = true)
{
    return big(static_cast<quint64>(kind) | (last ? 0x80U : 0U), 1)
            + big(static_cast<quint64>(body.size()), 3) + body;
}

quint32 oggSum(const QByteArray &page)
{
    quint32 sum = 0;
    for (const char c : page) {
        sum ^= static_cast<quint32>(static_cast<unsigned char>(c)) << 24U;
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 0x80000000U) != 0 ? (sum << 1U) ^ 0x04c11db7U : sum << 1U;
    }
    return sum;
}

QByteArray oggPage(int flags, quint32 serial, quint32 number, const QByteArray &lacing,
                   const QByteArray &body)
{
    QByteArray page = QByteArray("OggS\0", 5) + static_cast<char>(flags) + little(0, 8)
            + little(serial, 4) + little(number, 4) + little(0, 4)
            + static_cast<char>(lacing.size()) + lacing + body;
    return page.replace(22, 4, little(oggSum(page), 4));
}

/// One packet over as many pages as it needs.
QByteArray oggPacket(const QByteArray &packet)
{
    constexpr qsizetype Full = 255 * 255;
    QByteArray pages;
    quint32 number = 1;
    for (qsizetype at = 0; at <= packet.size(); at += Full) {
        const QByteArray part = packet.mid(at, Full);
        QByteArray lacing(part.size() / 255, '\xff');
        if (part.size() < Full)
            lacing += static_cast<char>(part.size() % 255);
        pages += oggPage(at == 0 ? 0 : 1, 1, number++, lacing, part);
    }
    return pages;
}

QByteArray opus(const QByteArray &tagPages)
{
    const QByteArray head = QByteArray("OpusHead\x01\x01", 10) + little(312, 2) + little(48'000, 4)
            + QByteArray(3, '\0');
    return oggPage(2, 1, 0, QByteArray(1, static_cast<char>(head.size())), head) + tagPages;
}

QByteArray manyStreams(quint32 count)
{
    QByteArray pages;
    for (quint32 i = 0; i < count; ++i)
        pages += oggPage(2, i, 0, QByteArray(1, '\x08'), "OpusHead");
    return pages;
}

QByteArray wav(const QByteArray &chunks, quint32 riffSize)
{
    return "RIFF" + little(riffSize, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(1, 2)
            + little(8'000, 4) + little(16'000, 4) + little(2, 2) + little(16, 2) + chunks + "data"
            + little(0xffffffff, 4) + QByteArray(4'000, '\0');
}

QByteArray infoList(int count)
{
    QByteArray list = "INFO";
    for (int i = 0; i < count; ++i)
        list += big(0x41414141U
                            + static_cast<quint32>(i % 26 + i / 26 % 26 * 256
                                                   + i / 676 % 26 * 65'536
                                                   + i / 17'576 % 26 * 16'777'216),
                    4)
                + little(2, 4) + QByteArray("x", 2);
    return "LIST" + little(static_cast<quint64>(list.size()), 4) + list;
}

QByteArray id3(const QByteArray &frames, qsizetype claimed)
{
    QByteArray tag("ID3\x03\x00\x00", 6);
    for (int shift = 21; shift >= 0; shift -= 7)
        tag += static_cast<char>((claimed >> shift) & 0x7f);
    return tag + frames;
}

QByteArray userTexts(int count)
{
    QByteArray frames;
    for (int i = 0; i < count; ++i) {
        const QByteArray body = QByteArray(1, '\0') + QByteArray::number(i) + QByteArray("\0v", 2);
        frames += "TXXX" + big(static_cast<quint64>(body.size()), 4) + QByteArray(2, '\0') + body;
    }
    return frames;
}

QByteArray adts(int frames)
{
    QByteArray all;
    for (int i = 0; i < frames; ++i)
        all += QByteArray::fromHex("fff150400fffFC") + QByteArray(120, '\0');
    return all;
}

QByteArray caf(const QByteArray &chunks)
{
    return "caff" + numbers({0x00010000}) + "desc" + big(32, 8) + big(0x40bf400000000000ULL, 8)
            + "lpcm" + numbers({0, 2, 1, 1, 16}) + chunks;
}

} // namespace

QByteArray chaptersBehindTheSound(int count)
{
    const QByteArray front = matroskaTrack() + cluster();
    const auto head = static_cast<quint64>(seekHead(0).size());
    return matroska(seekHead(head + static_cast<quint64>(front.size())) + front + chapters(count));
}

void addFilesToRefuse()
{
    constexpr quint32 Samples = 80'000'000;
    QTest::newRow("Matroska chapters") << matroska(matroskaTrack() + chapters(40'000) + cluster());
    QTest::newRow("Matroska chapters of unknown size")
            << matroska(matroskaTrack() + QByteArray::fromHex("1043a77001ffffffffffffff")
                        + chapters(40'000).mid(9) + cluster());
    QTest::newRow("Matroska chapters named by a SeekHead") << chaptersBehindTheSound(40'000);
    QTest::newRow("Matroska chapters behind something broken")
            << matroska(element("1549a966", QByteArray(4, '\0')) + matroskaTrack()
                        + element("ec", chapters(40'000)) + cluster());
    QTest::newRow("Matroska chapters in two elements")
            << matroska(matroskaTrack() + chapters(15'000) + chapters(15'000) + cluster());
    QTest::newRow("Matroska tags") << matroska(matroskaTrack() + tags(60'000) + cluster());
    QTest::newRow("Matroska attachments") << matroska(
            matroskaTrack() + element("1941a469", QByteArray::fromHex("61a780").repeated(4'000'000))
            + cluster());
    QTest::newRow("MP4 of one size for all samples") << mp4(oneSizeForAll(Samples));
    QTest::newRow("MP4 of many tracks") << mp4(oneSizeForAll(4'000'000).repeated(16));
    QTest::newRow("MP4 of more tracks") << mp4(oneSizeForAll(100).repeated(40));
    QTest::newRow("MP4 of huge PCM chunks") << mp4(
            track(1,
                  {numbers({2, 0xfffffff0}), numbers({1, 0xfffffff0, 1}),
                   numbers({1, 1, 0x7ffffff0, 1}), numbers({40}) + numbers({40}).repeated(40)}));
    QTest::newRow("MP4 fragment") << mp4(
            track(1, {numbers({0, 0}), numbers({0}), numbers({0}), numbers({0})})
                    + box("mvex", fullBox("trex", numbers({1, 1, 1, 2, 0}))),
            fragment(Samples));
    QTest::newRow("MP4 nested boxes") << mp4(nested("udta", 5'000));
    QTest::newRow("MP4 tags") << mp4(track(1, {}) + freeTags(60'000));
    QTest::newRow("FLAC comments") << flac(flacBlock(4, comments(60'000)));
    QTest::newRow("Ogg comments") << opus(oggPacket("OpusTags" + comments(60'000)));
    QTest::newRow("WAV tags") << wav(infoList(60'000), 0xffffffff);
}

void addBrokenFiles()
{
    const QByteArray sound = adts(800);
    constexpr qsizetype Huge = 256LL * 1024 * 1024 - 1;
    QTest::newRow("ID3 tag that claims 256 MiB") << id3(userTexts(10), Huge) + sound;
    QTest::newRow("ID3 user texts") << id3(userTexts(60'000), userTexts(60'000).size()) + sound;
    QTest::newRow("ID3 user texts before AAC")
            << id3(userTexts(60'000), userTexts(60'000).size()) + adts(50);
    QTest::newRow("ID3 tags in a row") << id3({}, 0).repeated(10'000) + sound;
    QTest::newRow("MP4 tables that claim much")
            << mp4(track(1,
                         {numbers({0, 0x3fffffff}), numbers({0x1fffffff, 1, 1}),
                          numbers({0x0fffffff, 1, 1, 1}), numbers({0x1fffffff, 40})}));
    QTest::newRow("MP4 box that claims 4 GiB") << box("ftyp", "M4A " + numbers({0}))
                    + numbers({0xffffffff}) + "moov" + numbers({0xffffffff}) + "trak"
                    + numbers({0xffffffff}) + "mdia";
    QTest::newRow("MP4 tiny boxes")
            << box("ftyp", "M4A " + numbers({0})) + box("free", {}).repeated(500'000);
    QTest::newRow("FLAC of huge blocks")
            << flac(flacBlock(2, QByteArray(3'000'000, 'x'), false).repeated(4)
                    + flacBlock(6, QByteArray(8'000'000, 'x')));
    QTest::newRow("Ogg without an end of headers")
            << opus(oggPacket("OpusTags" + little(0, 4) + little(1, 4) + little(20'000'000, 4)
                              + QByteArray(20'000'000, 'x')));
    QTest::newRow("Ogg of many streams") << manyStreams(3'000);
    QTest::newRow("Ogg pages of nothing") << opus(oggPage(0, 1, 1, {}, {}).repeated(50'000));
    QTest::newRow("CAF of endless strings")
            << caf("info" + big(0xffffffffffULL, 8) + numbers({0xffffffff})
                   + QByteArray("a\0b", 4).repeated(500'000));
    QTest::newRow("AIFF of huge chunks") << "FORM" + numbers({0xffffffff}) + "AIFFCOMM"
                    + numbers({18}) + big(1, 2) + numbers({0xffffffff}) + big(16, 2)
                    + QByteArray::fromHex("400cfa00000000000000") + "NAME" + numbers({0x7fffffff})
                    + QByteArray(1'000, 'x');
    QTest::newRow("W64 of huge chunks") << QByteArray::fromHex("726966662e91cf11a5d628db04c10000")
                    + little(~0ULL >> 1U, 8)
                    + QByteArray::fromHex("77617665f3acd3118cd100c04f8edb8a")
                    + QByteArray::fromHex("666d7420f3acd3118cd100c04f8edb8a")
                    + little(~0ULL >> 2U, 8) + QByteArray(1'000, 'x');
}

void addPlentifulFiles()
{
    QTest::newRow("Matroska of 5,000 chapters")
            << matroska(matroskaTrack() + chapters(5'000) + cluster());
    QTest::newRow("Matroska of 5,000 chapters behind the sound") << chaptersBehindTheSound(5'000);
    QTest::newRow("Matroska of 1,000 tags") << matroska(matroskaTrack() + tags(1'000) + cluster());
    QTest::newRow("MP4 of 24 hours") << mp4(oneSizeForAll(4'000'000));
    QTest::newRow("MP4 of 24 hours of PCM")
            << mp4(track(1,
                         {numbers({2, 0xe0000000}), numbers({1, 0xe0000000, 1}),
                          numbers({1, 1, 44'100, 1}), numbers({1, 40})}));
    QTest::newRow("MP4 of 200 tags") << mp4(track(1, {}) + freeTags(200));
    QTest::newRow("FLAC of 1,500 comments") << flac(flacBlock(4, comments(1'500)));
    QTest::newRow("Ogg of 1,500 comments") << opus(oggPacket("OpusTags" + comments(1'500))
                                                   + oggPage(0, 1, 2, "\x03", "\xfc\xff\xfe"));
}

} // namespace Earmark
