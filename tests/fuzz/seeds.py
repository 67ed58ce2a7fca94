#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""seeds.py DATA CORPORA OUT - what each fuzz target begins with, as OUT/<target>/<sha1 of it>

DATA is tests/data: its fuzz/<target>/* and the fixtures of the feed layer. CORPORA is
../shared/corpora (its README.md says how its cases look), or a folder that is not there.
"""
import hashlib
import json
import pathlib
import re
import sys

TARGETS = ("feed", "opml", "chapters", "notechapters", "notes", "dates", "transcripts")
KINDS = {"feed": "feed", "opml": "opml", "json-chapters": "chapters", "psc-chapters": "chapters",
         "text-chapters": "notechapters", "transcript": "transcripts", "discover": "notes",
         "date": "dates", "duration": "dates"}
FIXTURES = {"*.xml": "feed", "jsonfeed*.json": "feed", "*.opml": "opml"}
LARGEST = 64 * 1024  # bytes; fuzz.sh's -max_len would cut it
NOTES = re.compile(rb"<(description|content:encoded|itunes:summary|summary|content)\b[^>]*>(.*?)</\1>", re.S)
DATES = re.compile(rb"<(pubDate|published|updated|dc:date|itunes:duration)>([^<]*)</\1>")


def put(out, target, data):
    if 0 < len(data) <= LARGEST:
        (out / target / hashlib.sha1(data).hexdigest()).write_bytes(data)


def parts_of(out, feed):
    """Notes, dates and durations stand in feeds."""
    for match in NOTES.finditer(feed):
        text = re.sub(rb"^\s*<!\[CDATA\[|\]\]>\s*$", b"", match[2])
        if b"&lt;" in text:
            text = text.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&amp;", b"&")
        put(out, "notes", text)
        put(out, "notechapters", text)
    for match in DATES.finditer(feed):
        put(out, "dates", match[2])


def main():
    data, corpora, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
    for target in TARGETS:
        (out / target).mkdir(parents=True, exist_ok=True)
        for file in sorted((data / "fuzz" / target).glob("*")):
            put(out, target, file.read_bytes())
    for pattern, target in FIXTURES.items():
        for file in (data / "feed").glob(pattern):
            put(out, target, file.read_bytes())
    for case in json.loads((data / "feed/notes-attacks.json").read_text()):
        put(out, "notes", case["notes"].encode(errors="replace"))
    for cases in sorted(corpora.glob("*/cases.jsonl")):
        for line in cases.read_text().splitlines():
            case = json.loads(line)
            target = KINDS.get(case["kind"])
            if target is None:
                continue
            seed = case["text"].encode() if "text" in case else (cases.parent / case["input"]).read_bytes()
            put(out, target, seed)
            if target == "feed":
                parts_of(out, seed)
    for target in TARGETS:
        print(f"{target}: {len(list((out / target).iterdir()))} inputs")


main()
