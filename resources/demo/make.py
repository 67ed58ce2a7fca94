#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the built-in demo podcast from the words below: two spoken episodes, pictures, the feed.

Needs ffmpeg with libflite (the voice), libmp3lame and libopus, ffprobe, and rsvg-convert. What it
makes is committed beside it, so a build needs none of these. Each chapter begins on a whole second:
the times in the second episode's notes are then exactly those of the sound.
"""
import pathlib
import struct
import subprocess
import tempfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
ACCENT, PAPER = "#A44A0C", "#FBFAF8"

# (title, link, what the picture shows, words)
IN_THE_FILE = [
    ("Welcome to Earmark", "", "ear",
     "Welcome to Earmark, a podcast player in which every episode is a document you can hear. "
     "This little demo is built into the program. It needs no network, so you can try everything at once."),
    ("Click a chapter", "https://id3.org/id3v2-chapters-1.0", "list",
     "This is the second chapter. Look at the panel on the right. Each chapter has a title and a start, "
     "and the one you hear is marked. Click any of them, and you hear it from its first word. "
     "Hold shift and press the left or right arrow to go one chapter back or forward. "
     "The chapters of this episode are stored inside the sound file. This one also has a link: "
     "while it plays, the link is a button."),
    ("Line up what comes next", "", "queue",
     "Press Q to put an episode at the end of the queue, or shift and Q to put it next. "
     "When an episode ends, the next one begins. The queue is still there tomorrow."),
    ("Keys for everything", "", "key",
     "The space bar plays and pauses. The arrow keys go back ten seconds, or forward thirty. "
     "The square brackets make speech slower or faster. Press F one to see every key."),
    ("Nothing gets lost", "", "mark",
     "Close the window whenever you like, even pull the plug. Earmark remembers where you were, "
     "to within five seconds. Now try the other episode. Its chapters come from somewhere else."),
]
IN_THE_NOTES = [
    ("No chapters in this file", "", "",
     "The sound file of this episode has no chapters at all. Many podcasts are like that. "
     "But the people who make them often write the times into the show notes."),
    ("How Earmark finds them", "", "",
     "Earmark reads the notes, and where they hold a list of times it makes a chapter list of it. "
     "It takes care not to be fooled: a score, a clock time or a bible verse is not a chapter."),
    ("Times you can click", "", "",
     "The times in the notes are links, too. Click one, and the sound goes there. "
     "That works even when there are too few of them to make a list."),
    ("Where chapters come from", "", "",
     "There are four sources: the file itself, a chapter file beside it, the feed, and the notes. "
     "The most exact one wins, the others fill in what it lacks, and you may choose another."),
    ("An address for every second", "", "",
     "Copy the address of a chapter and paste it into your own notes. Open it next year, "
     "and Earmark plays from that very second. Thank you for listening."),
]
PICTURES = {
    "ear": '<path d="M104 150c0-32 22-54 48-54s46 20 46 48c0 34-32 38-36 64-4 18-14 26-26 26-14 0-22-8-24-18"/>'
           '<path d="M130 146c0-14 8-24 22-24s20 10 20 22c0 16-18 16-20 30"/>',
    "list": '<path d="M120 110h84M120 150h84M120 190h60"/><path d="M90 110h2M90 150h2M90 190h2"/>',
    "queue": '<path d="M90 100h120M90 140h120M90 180h60"/><path d="M176 168l36 22-36 22z"/>',
    "key": '<rect x="84" y="110" width="132" height="84" rx="14"/><path d="M116 166h68M116 138h2M149 138h2M182 138h2"/>',
    "mark": '<path d="M112 86h76v128l-38-28-38 28z"/>',
}


def run(*arguments):
    subprocess.run([str(a) for a in arguments], check=True, stdin=subprocess.DEVNULL)


def picture(name, shape, size):
    """A PNG of our own drawing: the cover (light on dark) or a chapter's (dark on light)."""
    ground, ink = (ACCENT, PAPER) if name == "cover" else ("#F6E7DA", ACCENT)
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300"><rect width="300" height="300" '
           f'fill="{ground}"/><g fill="none" stroke="{ink}" stroke-width="14" stroke-linecap="round" '
           f'stroke-linejoin="round">{PICTURES[shape]}</g></svg>')
    made = subprocess.run(["rsvg-convert", "-w", str(size)], input=svg.encode(), check=True, capture_output=True)
    return made.stdout


def speak(words, voice, file):
    """A WAV of the words, with a breath after them, ending on a whole second; its seconds."""
    text = file.with_suffix(".txt")
    text.write_text(words)
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"flite=textfile={text}:voice={voice}",
        "-af", "highpass=f=70,loudnorm=I=-17:TP=-2,aresample=48000", "-ac", 1, file)
    spoken = float(subprocess.check_output(["ffprobe", "-v", "error", "-show_entries", "format=duration",
                                            "-of", "csv=p=0", file]))
    seconds = int(spoken + 0.6) + 1
    padded = file.with_suffix(".padded.wav")
    run("ffmpeg", "-v", "error", "-y", "-i", file, "-af", f"apad=whole_dur={seconds}", "-t", seconds, padded)
    return padded, seconds


def record(chapters, voice, folder, output, *encoder):
    """The chapters spoken one after the other; the second at which each begins, and the whole length."""
    parts, starts, at = [], [], 0
    for number, (_, _, _, words) in enumerate(chapters):
        part, seconds = speak(words, voice, folder / f"{output.stem}-{number}.wav")
        parts.append(part)
        starts.append(at)
        at += seconds
    listing = folder / "parts.txt"
    listing.write_text("".join(f"file '{part}'\n" for part in parts))
    run("ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", 0, "-i", listing, "-map_metadata", -1,
        "-fflags", "+bitexact", "-flags:a", "+bitexact", *encoder, output)
    return starts, at


def frame(name, payload):
    return name.encode() + struct.pack(">IH", len(payload), 0) + payload


def text_frame(name, text):
    return frame(name, b"\x01" + text.encode("utf-16"))


def image_frame(png, kind):
    return frame("APIC", b"\x00image/png\x00" + bytes([kind]) + b"\x00" + png)


def id3_tag(title, chapters, starts, length, cover):
    """ID3v2.3 with one CHAP per chapter and the CTOC that orders them."""
    ids = [f"chp{n}".encode() + b"\x00" for n in range(len(chapters))]
    frames = text_frame("TIT2", title) + text_frame("TALB", "Earmark demo") + text_frame("TPE1", "Earmark")
    frames += image_frame(cover, 3)
    frames += frame("CTOC", b"toc\x00" + bytes([3, len(ids)]) + b"".join(ids))
    for number, (name, link, shape, _) in enumerate(chapters):
        end = starts[number + 1] if number + 1 < len(starts) else length
        inner = text_frame("TIT2", name)
        if link:
            inner += frame("WXXX", b"\x00chapter\x00" + link.encode("latin-1"))
        inner += image_frame(picture("chapter", shape, 200), 0)
        times = struct.pack(">IIII", starts[number] * 1000, end * 1000, 0xFFFFFFFF, 0xFFFFFFFF)
        frames += frame("CHAP", ids[number] + times + inner)
    size = len(frames)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + frames


def item(number, title, date, file, mime, seconds, notes):
    return f"""<item>
<title>{escape(title)}</title>
<guid isPermaLink="false">earmark-demo-{number}</guid>
<pubDate>{date}</pubDate>
<itunes:episode>{number}</itunes:episode>
<itunes:duration>{seconds}</itunes:duration>
<enclosure url="earmark-demo:{file.name}" type="{mime}" length="{file.stat().st_size}"/>
<content:encoded><![CDATA[{notes}]]></content:encoded>
</item>
"""


def feed(items):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later; made by make.py -->
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
<title>Earmark demo</title>
<description>Two short episodes that show what Earmark does. They are built into the program and need no network.</description>
<language>en</language>
<itunes:author>Earmark</itunes:author>
<itunes:type>serial</itunes:type>
<itunes:explicit>false</itunes:explicit>
<itunes:category text="Technology"/>
<itunes:image href="earmark-demo:cover.png"/>
{items}</channel>
</rss>
"""


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cover = picture("cover", "ear", 600)
        (HERE / "cover.png").write_bytes(cover)

        first, title = HERE / "episode-1.mp3", "A player that knows its chapters"
        starts, length = record(IN_THE_FILE, "slt", folder, folder / "one.mp3", "-ar", 24000, "-c:a",
                                "libmp3lame", "-b:a", "48k", "-id3v2_version", 0, "-write_id3v1", 0)
        tag = id3_tag(title, IN_THE_FILE, starts, length, picture("cover", "ear", 300))
        first.write_bytes(tag + (folder / "one.mp3").read_bytes())
        notes = ("<p>This episode carries its chapters in the sound file, with a picture for each and a link "
                 "for one. Open the chapters beside these notes and click any of them.</p>"
                 "<p>Then try the second episode, whose chapters stand in its notes alone.</p>")
        items = item(1, title, "Thu, 01 Jan 2026 09:00:00 +0000", first, "audio/mpeg", length, notes)

        second = HERE / "episode-2.opus"
        starts, length = record(IN_THE_NOTES, "rms", folder, second, "-c:a", "libopus", "-b:a", "32k",
                                "-application", "voip")
        times = "".join(f"<li>{at // 60}:{at % 60:02} {escape(chapter[0])}</li>"
                        for at, chapter in zip(starts, IN_THE_NOTES))
        notes = ("<p>The sound file of this episode knows no chapters. These times are all there is, and they "
                 f"are enough:</p><ul>{times}</ul><p>Click a time here, or a chapter in the list.</p>")
        items = item(2, "Chapters out of the show notes", "Thu, 08 Jan 2026 09:00:00 +0000", second,
                     "audio/ogg", length, notes) + items
        (HERE / "feed.xml").write_text(feed(items), encoding="utf-8")


main()
