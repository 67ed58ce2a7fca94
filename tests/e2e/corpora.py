#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""corpora.py EARMARK SHARED [run.py's options]: the cases of others, through the real command line.

Skips (77) where SHARED/corpora is not there. Fails when a case fails that is not in KNOWN, when one in KNOWN
passes (it then belongs out of it), or when fewer than MOST cases ran.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

# Cases that cannot pass, each with its reason.
KNOWN = {
    "feedparser-rss-itunes/psc/atomsimplechapter":
        "a relative picture address in a Podlove chapter: the case wants it as it stands, we resolve it, since only "
        "http and https addresses are kept",
}
MOST = 1707

COMMANDS = {
    "feed": "feed {file} --base-url {url}",
    "date": "dates {file}",
    "duration": "durations {file}",
    "opml": "opml {file}",
    "json-chapters": "chapters {file} --type json",
    "psc-chapters": "chapters {file} --type psc",
    "text-chapters": "chapters --notes {file}",
    "media-chapters": "chapters {file}",
    "transcript": "transcript {file} --type {type}",
    "discover": "discover {file} --base-url {url}",
}


def main():
    earmark, corpora = sys.argv[1], pathlib.Path(sys.argv[2]) / "corpora"
    if not (corpora / "run.py").exists():
        print("skipped: the case collections are not here")
        return 77
    arguments = [sys.executable, str(corpora / "run.py"), "--corpora", str(corpora), "--timeout", "30", "--jobs", "2",
                 "--failures", "40"]
    for kind, words in COMMANDS.items():
        arguments += [f"--{kind}-cmd", f"{earmark} {words} --json"]
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        subprocess.run(arguments + ["--report", str(report)] + sys.argv[3:], check=False)
        results = [case for cases in json.loads(report.read_text("utf-8")).values() for case in cases]
    bad = {case["id"] for case in results if case["state"] in ("fail", "error")}
    surprises = sorted(bad ^ (set(KNOWN) & {case["id"] for case in results}))
    print(f"{len(results)} cases, {len(bad)} bad, {len(KNOWN)} of them known")
    for name in sorted(bad & set(KNOWN)):
        print(f"known: {name}: {KNOWN[name]}")
    for name in surprises:
        print(("bad: " if name in bad else "known, but passes: ") + name)
    is_whole = len(sys.argv) > 3 or len(results) >= MOST
    return 0 if is_whole and not surprises else 1


sys.exit(main())
