// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/mp4builder.h"

#include <QtEndian>

namespace Earmark {

namespace {

constexpr quint32 Rate = 8000; // Of the sound: 16-bit mono.
constexpr quint32 SoundTrack = 1;
constexpr quint32 TextTrack = 2;
constexpr quint32 PictureTrack = 3;

QByteArray u8(quint32 value)
{
    return QByteArray(1, static_cast<char>(value));
}

QByteArray u16(quint32 value)
{
    return u8(value >> 8U) + u8(value & 0xFFU);
}

QByteArray u32(quint32 value)
{
    return u16(value >> 16U) + u16(value & 0xFFFFU);
}

QByteArray zeros(qsizetype count)
{
    return QByteArray(count, '\0');
}

QByteArray box(const QByteArray &type, const QByteArray &body)
{
    return u32(static_cast<quint32>(body.size()) + 8) + type + body;
}

QByteArray fullBox(const QByteArray &type, const QByteArray &body, quint32 versionAndFlags = 0)
{
    return box(type, u32(versionAndFlags) + body);
}

QByteArray matrix()
{
    return u32(0x10000) + zeros(12) + u32(0x10000) + zeros(12) + u32(0x40000000);
}

QByteArray trackHeader(quint32 id, quint32 duration, bool isEnabled)
{
    return fullBox("tkhd",
                   zeros(8) + u32(id) + zeros(4) + u32(duration) + zeros(16) + matrix() + zeros(8),
                   isEnabled ? 0x7 : 0x0);
}

struct Media
{
    quint32 timescale = 1000;
    quint32 duration = 0;
    QByteArray handler;
    QByteArray description; // The entry of stsd.
    QByteArray times; // Bodies of the tables.
    QByteArray chunks;
    QByteArray sizes;
    QByteArray offsets;
};

QByteArray mediaBox(const Media &media)
{
    const QByteArray table
            = box("stbl",
                  fullBox("stsd", u32(1) + media.description) + fullBox("stts", media.times)
                          + fullBox("stsc", media.chunks) + fullBox("stsz", media.sizes)
                          + fullBox("stco", media.offsets));
    return box("mdia",
               fullBox("mdhd", zeros(8) + u32(media.timescale) + u32(media.duration) + zeros(4))
                       + fullBox("hdlr", zeros(4) + media.handler + zeros(13))
                       + box("minf", table));
}

QByteArray sampleEntry(const QByteArray &type, const QByteArray &body)
{
    return box(type, zeros(6) + u16(1) + body);
}

QByteArray jpegEntry()
{
    return sampleEntry("jpeg",
                       zeros(16) + u16(16) + u16(16) + u32(0x480000) + u32(0x480000) + zeros(4)
                               + u16(1) + zeros(32) + u16(24) + u16(0xFFFF));
}

} // namespace

QByteArray Mp4Builder::text(const QByteArray &title, const QByteArray &link)
{
    QByteArray sample = u16(static_cast<quint32>(title.size())) + title;
    if (!link.isEmpty())
        sample += box("href",
                      u32(0x0000000A) + u8(static_cast<quint32>(link.size())) + link + u8(0));
    return sample;
}

QByteArray Mp4Builder::sound() const
{
    return zeros(static_cast<qsizetype>(duration) * Rate / 1000 * 2);
}

QByteArray Mp4Builder::soundTrack(quint32 firstByte) const
{
    const quint32 frames = duration * (Rate / 1000);
    Media media{Rate, frames, "soun", {}, {}, {}, {}, {}};
    media.description
            = sampleEntry("sowt", zeros(8) + u16(1) + u16(16) + zeros(4) + u32(Rate << 16U));
    media.times = u32(1) + u32(frames) + u32(1);
    media.chunks = u32(1) + u32(1) + u32(frames) + u32(1);
    media.sizes = u32(2) + u32(frames);
    media.offsets = u32(1) + u32(firstByte);
    QByteArray named;
    if (!texts.isEmpty())
        named += u32(TextTrack);
    if (!pictures.isEmpty())
        named += u32(PictureTrack);
    return box("trak",
               trackHeader(SoundTrack, duration, true)
                       + (named.isEmpty() ? QByteArray() : box("tref", box("chap", named)))
                       + mediaBox(media));
}

QByteArray Mp4Builder::chapterTrack(quint32 id, const QList<Sample> &samples,
                                    quint32 firstByte) const
{
    const bool isText = id == TextTrack;
    const auto count = static_cast<quint32>(samples.size());
    Media media{1000, duration, isText ? "text" : "vide", {}, u32(count), {}, {}, u32(count)};
    media.description = isText ? sampleEntry("text", zeros(43)) : jpegEntry();
    media.chunks = u32(1) + u32(1) + u32(1) + u32(1);
    media.sizes = u32(0) + u32(count);
    for (qsizetype i = 0; i < samples.size(); ++i) {
        const quint32 end = i + 1 < samples.size() ? samples[i + 1].start : duration;
        const auto size = static_cast<quint32>(samples[i].bytes.size());
        media.times += u32(1) + u32(end - samples[i].start);
        media.sizes += u32(size);
        media.offsets += u32(firstByte);
        firstByte += size;
    }
    return box("trak", trackHeader(id, duration, false) + mediaBox(media));
}

QByteArray Mp4Builder::moov(quint32 mdatBody) const
{
    quint32 at = mdatBody;
    QByteArray body = fullBox("mvhd",
                              zeros(8) + u32(1000) + u32(duration) + u32(0x10000) + u16(0x100)
                                      + zeros(10) + matrix() + zeros(24) + u32(4));
    body += soundTrack(at);
    at += static_cast<quint32>(sound().size());
    if (!texts.isEmpty())
        body += chapterTrack(TextTrack, texts, at);
    for (const Sample &sample : texts)
        at += static_cast<quint32>(sample.bytes.size());
    if (!pictures.isEmpty())
        body += chapterTrack(PictureTrack, pictures, at);
    if (!nero.isEmpty()) {
        QByteArray list = zeros(4) + u8(static_cast<quint32>(nero.size()));
        for (const Sample &sample : nero)
            list += zeros(4) + u32(sample.start * 10'000U) // Up to seven minutes.
                    + u8(static_cast<quint32>(sample.bytes.size())) + sample.bytes;
        body += box("udta", fullBox("chpl", list, 0x01000000));
    }
    return box("moov", body);
}

QByteArray Mp4Builder::build() const
{
    const QByteArray type = box("ftyp", "M4A " + u32(0) + "M4A isom");
    QByteArray data = sound();
    for (const Sample &sample : texts)
        data += sample.bytes;
    for (const Sample &sample : pictures)
        data += sample.bytes;
    const QByteArray mdat = box("mdat", data);
    auto before = static_cast<quint32>(type.size());
    if (!moovFirst)
        return type + mdat + moov(before + 8);
    before += static_cast<quint32>(moov(0).size());
    return type + moov(before + 8) + mdat;
}

} // namespace Earmark
