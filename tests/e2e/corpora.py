#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""corpora.py EARMARK SHARED: the cases of others, through the real command line.

Skips (77) where SHARED/corpora is not there. Fails when a case fails that is not in KNOWN.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

# A relative picture address in a Podlove chapter: the case wants it as it stands, we resolve it, since
# only http and https addresses are kept.
KNOWN = {"feedparser-rss-itunes/psc/atomsimplechapter"}


def main():
    earmark, corpora = sys.argv[1], pathlib.Path(sys.argv[2]) / "corpora"
    if not (corpora / "run.py").exists():
        print("skipped: the case collections are not here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        subprocess.run(
            [sys.executable, str(corpora / "run.py"), "--corpora", str(corpora), "--report", str(report), "--timeout", "30",
             "--feed-cmd", f"{earmark} feed {{file}} --base-url {{url}} --json",
             "--opml-cmd", f"{earmark} opml {{file}} --json",
             "--json-chapters-cmd", f"{earmark} chapters {{file}} --type json --json",
             "--psc-chapters-cmd", f"{earmark} chapters {{file}} --type psc --json",
             "--text-chapters-cmd", f"{earmark} chapters --notes {{file}} --json",
             "--media-chapters-cmd", f"{earmark} chapters {{file}} --json"], check=False)
        results = [case for cases in json.loads(report.read_text("utf-8")).values() for case in cases]
    bad = [case["id"] for case in results if case["state"] in ("fail", "error") and case["id"] not in KNOWN]
    print(f"{len(results)} cases, {len(bad)} bad beside {len(KNOWN)} known")
    print("\n".join(bad[:20]))
    return 1 if bad or len(results) < 1000 else 0


sys.exit(main())
