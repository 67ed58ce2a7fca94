#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tour.sh EARMARK [FOLDER]
#
# A listener's first quarter of an hour, by real keys and clicks on a display of its own, with a
# screenshot of every step in FOLDER (build/tour). What each step did is asked of the program's own
# command line, so a step that only looks done fails: its screenshot is FAILED.png.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
earmark=$(realpath "$1")
folder=$(realpath -m "${2:-$root/build/tour}")
if [ -z "${EARMARK_TOUR_INSIDE:-}" ]; then
    export EARMARK_TOUR_INSIDE=1
    exec "$root/tests/support/launch.sh" --display --bus --sound -- "${BASH_SOURCE[0]}" "$earmark" "$folder"
fi

tools=$root/packaging/tour
work=$(mktemp -d)
profile=$work/profile
feed=$root/../shared/seeds/backend-engineering.xml
[ -f "$feed" ] || feed=
rm -rf "$folder"
mkdir -p "$folder"
export LC_ALL=C.UTF-8 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb
program=''
finish()
{
    [ -z "$program" ] || kill "$program" 2>/dev/null || :
    exec {server_input}>&- || :
    rm -rf "$work"
}
trap finish EXIT

fail()
{
    import -window root "$folder/FAILED.png" || :
    "$tools/find.py" --tree >"$folder/FAILED.controls.txt" 2>&1 || :
    cp "$work/earmark.log" "$folder/FAILED.log" 2>/dev/null || :
    echo "The tour stopped: $*. See $folder/FAILED.png" >&2
    exit 1
}
# until_true SECONDS WHAT COMMAND...: again and again; fails with WHAT
until_true()
{
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || fail "$what"
        kill -0 "$program" 2>/dev/null || fail "Earmark ended ($what)"
        read -rt 0.2 <> <(:) || :
    done
}
# json PYTHON: true when the expression over `podcasts`, `episodes` and `downloads` is
json()
{
    "$earmark" --profile "$profile" list podcasts --json >"$work/podcasts.json" &&
        "$earmark" --profile "$profile" list episodes --json >"$work/episodes.json" &&
        "$earmark" --profile "$profile" downloads --json >"$work/downloads.json" &&
        python3 - "$work" "$1" <<'PYTHON'
import json, sys
podcasts = json.load(open(sys.argv[1] + "/podcasts.json"))
episodes = json.load(open(sys.argv[1] + "/episodes.json"))
downloads = json.load(open(sys.argv[1] + "/downloads.json"))
sys.exit(0 if eval(sys.argv[2]) else 1)
PYTHON
}
place() { "$tools/find.py" --wait "${wait_for:-15}" "$@"; }
# click [--role WORD] NAME
click()
{
    local at
    at=$(place "$@") || fail "there is no control named '${*: -1}'"
    # shellcheck disable=SC2086
    xdotool mousemove $at click 1
}
key() { xdotool key --clearmodifiers "$@"; }
type_text() { xdotool type --delay 5 -- "$1"; }
# settled: two screenshots in a row show the same but for what moves while it plays
settled()
{
    local before after
    before=$(import -window root -resize 5% rgb:- | md5sum)
    read -rt 0.4 <> <(:) || :
    after=$(import -window root -resize 5% rgb:- | md5sum)
    [ "$before" = "$after" ]
}
shot()
{
    local tries=0
    until settled || [ $((tries += 1)) -ge 8 ]; do :; done
    import -window root "$folder/$1.png"
    echo "  $1.png"
}

# Forty minutes that sound different every minute, as small as they get.
ffmpeg -v error -y -f lavfi -i "aevalsrc=0.2*sin(2*PI*t*(220+15*floor(t/60))):s=16000:d=2400" \
    -c:a libmp3lame -b:a 32k "$work/audio.mp3" </dev/null
mkfifo "$work/open"
exec {server_input}<>"$work/open"
python3 "$tools/server.py" "$work" ${feed:+"$feed"} <"$work/open" 2>"$work/server.log" {server_input}<&- &
server=$! # now: a process substitution changes it
until [ -s "$work/port" ]; do kill -0 "$server" || { echo "the tour's server did not start:" >&2; cat "$work/server.log" >&2; exit 1; }; read -rt 0.1 <> <(:) || :; done
address=http://127.0.0.1:$(cat "$work/port")

echo "The tour:"
"$earmark" --profile "$profile" >"$work/earmark.log" 2>&1 &
program=$!
until_true 30 "no window appeared" xdotool search --onlyvisible --class earmark
"$tools/find.py" --wait 1 'nothing: this only wakes the accessibility bus' || :
window=$(xdotool search --onlyvisible --class earmark | head -n 1)
xdotool windowactivate --sync "$window" windowsize --sync "$window" 1440 860 || :
shot 01-empty-start

click --role button '[Dd]emo'
until_true 30 "the demo was not added" json 'any(p["title"] == "Earmark demo" and p["episodes"] == 2 for p in podcasts)'
shot 02-demo-added

key ctrl+n
until_true 15 "Ctrl+N opened nothing to type an address in" place --role text '.'
type_text "$address/feed.xml"
key Return
until_true 40 "the podcast was not subscribed" json 'any("/feed.xml" in p["url"] and p["episodes"] > 0 for p in podcasts)'
click 'Backend Engineering Show'
shot 03-podcast-subscribed

title=$(json True; python3 -c "
import json, re
for e in json.load(open('$work/episodes.json')):
    if e['guid'] == 'seed-02': print(re.escape(e['title'])[:60])")
click --role 'list item' 'unplayed, .*[0-9]{4}' # the list has the focus now
wait_for=1
for page in 1 2 3 4 5 6 7 8 9; do place "$title" >/dev/null && break; key Page_Down; done
wait_for=15
click "$title"
shot 04-episode-open

key d
key Return
until_true 40 "nothing plays" json 'any(e["guid"] == "seed-02" and e["position"] > 0 for e in episodes)'
shot 05-playing

wait_for=3 place --role tab 'Chapters' >/dev/null && click --role tab 'Chapters'
click 'File System Page Cache'
until_true 30 "the chapter does not play" json 'any(e["guid"] == "seed-02" and 120 <= e["position"] < 150 for e in episodes)'
shot 06-chapter-clicked

key ctrl+j
until_true 40 "the episode was not downloaded" json 'any(d["state"] == "whole" for d in downloads)'
shot 07-downloaded

key ctrl+o
until_true 15 "Ctrl+O opened no file dialog" place --role button '(Open|Import)'
type_text "$work/podcasts.opml"
key Return
wait_for=40
click --role button 'Read them' # the tour's server is on the own network, so it is asked about
wait_for=15
until_true 60 "the twenty podcasts were not imported" json 'len(podcasts) == 22 and sum(p["episodes"] > 0 for p in podcasts) == 22'
shot 08-opml-imported
click --role button '^Close$' # the report

key ctrl+comma
click 'Dark'
wait_for=2 place --role button '^(Close|OK|Done)$' >/dev/null && click --role button '^(Close|OK|Done)$'
shot 09-dark

key ctrl+q
timeout 15 tail --pid="$program" -f /dev/null || fail "Ctrl+Q did not end it"
status=0
wait "$program" || status=$?
program=''
[ $status -eq 0 ] || fail "Earmark ended with status $status"
echo "Screenshots of every step: $folder"
