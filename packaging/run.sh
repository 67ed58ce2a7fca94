#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh [ARGUMENTS OF EARMARK]
#
# Installs what is missing, builds Earmark and starts it. With no display it performs the tour
# (packaging/tour.sh) on a display of its own instead, and names the folder with the screenshots.
# EARMARK_TOUR=1 asks for the tour where there is a display, too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

tour=
if [ -n "${EARMARK_TOUR:-}" ] || { [ $# -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }; then tour=1; fi

if [ -n "$tour" ]; then needs=--tour; else needs=--run; fi
"$root/packaging/install-deps.sh" $needs
. "$root/packaging/ccache.sh"
mkdir -p "$root/build"
[ -f "$build/build.ninja" ] || cmake -S "$root" --preset release >"$root/build/configure.log" ||
    { cat "$root/build/configure.log"; exit 1; }
cmake --build "$build" --parallel "$(nproc)" --target earmark >&2

if [ -n "$tour" ]; then
    exec "$root/packaging/tour.sh" "$build/bin/earmark" ${EARMARK_TOUR_FOLDER:+"$EARMARK_TOUR_FOLDER"}
fi
exec "$build/bin/earmark" "$@"
