#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""server.py FOLDER [FEED]: the podcasts of the tour, on a free port of the loopback address.

/feed.xml      FEED with the addresses of its sound turned to this server, else a feed of our own
/audio/...     one sound file for every episode, with ranges (FOLDER/audio.mp3, made by the tour)
/feeds/N.xml   twenty small podcasts, named in FOLDER/podcasts.opml
Writes its port to FOLDER/port when it listens. Ends when its standard input does.
"""
import http.server
import os
import pathlib
import re
import sys
import threading

FOLDER = pathlib.Path(sys.argv[1])
FEED = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>')
SUBJECTS = ("Bees", "Bridges", "Bread", "Clocks", "Coasts", "Comets", "Ferries", "Forests", "Gardens", "Harbours",
            "Islands", "Kites", "Libraries", "Maps", "Moss", "Owls", "Rivers", "Salt", "Trains", "Winters")


def own_feed(base):
    """Stands in for the seed feed where there is none: its first episode has the same chapters."""
    times = "\n".join(("0:00 Intro", "1:00 A Write doesn’t write", "2:00 File System Page Cache", "5:00 The end"))
    return f"""{HEAD}<title>The Backend Engineering Show (stand-in)</title><language>en</language>
<item><title>How disks write</title><guid isPermaLink="false">seed-02</guid>
<pubDate>Thu, 01 Jun 2023 15:00:00 +0000</pubDate><itunes:duration>30:00</itunes:duration>
<enclosure url="{base}/audio/seed-02.mp3" type="audio/mpeg" length="7200000"/>
<description>{times}</description></item></channel></rss>"""


def small_feed(base, number):
    subject = SUBJECTS[number - 1]
    items = "".join(
        f'<item><title>{subject}, part {part}</title><guid isPermaLink="false">tour-{number}-{part}</guid>'
        f'<pubDate>{part:02} Mar 2026 08:00:00 +0000</pubDate><itunes:duration>{20 + part}:00</itunes:duration>'
        f'<enclosure url="{base}/audio/{number}-{part}.mp3" type="audio/mpeg" length="1"/>'
        f'<description>What there is to say about {subject.lower()}, in the words of those who know them.'
        f'</description></item>' for part in range(1, 9))
    return f"{HEAD}<title>All about {subject}</title><language>en</language>{items}</channel></rss>"


def write_opml(base):
    rows = "".join(f'<outline type="rss" text="All about {subject}" xmlUrl="{base}/feeds/{number}.xml"/>\n'
                   for number, subject in enumerate(SUBJECTS, 1))
    (FOLDER / "podcasts.opml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>Twenty podcasts</title></head>'
        f"<body>\n{rows}</body></opml>\n", encoding="utf-8")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        small = re.fullmatch(r"/feeds/(\d+)\.xml", self.path)
        if self.path == "/feed.xml":
            text = FEED.read_text("utf-8") if FEED else own_feed(base)
            self.send(text.replace("http://127.0.0.1:8000", base).encode(), "application/rss+xml")
        elif small and 1 <= int(small[1]) <= len(SUBJECTS):
            self.send(small_feed(base, int(small[1])).encode(), "application/rss+xml")
        elif self.path.startswith("/audio/"):
            self.send((FOLDER / "audio.mp3").read_bytes(), "audio/mpeg")
        else:
            self.send_error(404)

    do_HEAD = do_GET

    def send(self, body, mime):
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = 0, len(body) - 1
        if wanted:
            first, last = int(wanted[1]), min(int(wanted[2] or last), last)
        if first > last:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(body)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        if self.command == "GET":
            try:
                self.wfile.write(body[first:last + 1])
            except (BrokenPipeError, ConnectionResetError):
                pass  # The player had enough.

    def log_message(self, form, *args):
        sys.stderr.write(f"{form % args}\n")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    write_opml(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    written = FOLDER / "port.new"
    written.write_text(str(server.server_port))
    os.replace(written, FOLDER / "port")
    sys.stdin.read()


main()
