#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# launch.sh [--display] [--bus] [--sound] -- COMMAND [ARGS]
#
# Runs COMMAND with what it needs, started privately and ended with it: an Xvfb with a window
# manager (focus is not dependable without one), a session bus, a PipeWire server with one null
# sink named earmark_test (its monitor is what tests record). HOME and XDG folders are temporary.
# Exits with COMMAND's status, or 99 when something needed could not be had: never a skip. (77, a
# skip, only as told at the end: the host of a build server took the processors away.)
set -u

need_display='' need_bus='' need_sound=''
while [ $# -gt 0 ]; do
    case $1 in
    --display) need_display=1 ;;
    --bus) need_bus=1 ;;
    --sound) need_sound=1 need_bus=1 ;;
    --) shift; break ;;
    *) echo "launch.sh: unknown option $1" >&2; exit 99 ;;
    esac
    shift
done

if [ -n "$need_bus" ] && [ -z "${EARMARK_PRIVATE_BUS:-}" ]; then
    export EARMARK_PRIVATE_BUS=1
    exec dbus-run-session -- "$0" ${need_display:+--display} ${need_sound:+--sound} -- "$@"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/earmark-launch.XXXXXX") || exit 99
children=()
cleanup() {
    local pid
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null; done
    for pid in "${children[@]}"; do wait "$pid" 2>/dev/null; done
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT
give_up() { echo "launch.sh: $*" >&2; for log in "$work"/*.log; do [ -s "$log" ] && sed 's/^/  /' "$log" >&2; done; exit 99; }
# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
    local end=$((SECONDS + $1)); shift
    until "$@" >/dev/null 2>&1; do [ "$SECONDS" -lt "$end" ] || return 1; read -rt 0.05 <> <(:) || :; done
}

mkdir -p "$work/home" "$work/run" "$work/config" "$work/data" "$work/cache" "$work/state"
chmod 700 "$work/run"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/run" XDG_CONFIG_HOME="$work/config" \
    XDG_DATA_HOME="$work/data" XDG_CACHE_HOME="$work/cache" XDG_STATE_HOME="$work/state"

if [ -n "$need_display" ]; then
    command -v Xvfb >/dev/null || give_up "Xvfb is not installed"
    command -v openbox >/dev/null || give_up "openbox is not installed"
    # Two that start at the same moment may choose the same number: the loser tries again.
    # -noreset: else the server begins anew, and drops who connects, when a first client leaves.
    for try in 1 2 3; do
        : >"$work/display"
        Xvfb -displayfd 3 -screen 0 "${EARMARK_SCREEN:-1440x900x24}" -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb.log" 2>&1 &
        xvfb=$!
        wait_for 20 sh -c "test -s '$work/display' || ! kill -0 $xvfb"
        if [ -s "$work/display" ] && kill -0 "$xvfb" 2>/dev/null; then break; fi
    done
    children+=("$xvfb")
    [ -s "$work/display" ] || give_up "Xvfb did not start"
    DISPLAY=:$(tr -d '\n' <"$work/display")
    export DISPLAY
    unset WAYLAND_DISPLAY XAUTHORITY
    openbox >"$work/openbox.log" 2>&1 &
    children+=($!)
    wait_for 20 xprop -root _NET_SUPPORTING_WM_CHECK || give_up "no window manager"
    wait_for 20 sh -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "#"' || give_up "the window manager did not start"
fi

if [ -n "$need_sound" ]; then
    for server in pipewire wireplumber pipewire-pulse; do
        command -v $server >/dev/null || give_up "$server is not installed"
    done
    unset PULSE_SERVER PIPEWIRE_REMOTE
    pipewire >"$work/pipewire.log" 2>&1 & children+=($!)
    wait_for 20 test -S "$work/run/pipewire-0" || give_up "pipewire did not start"
    # No devices but our null sink: none of the machine's are touched, and the bluetooth part ends
    # wireplumber where there is no logind, as in a container.
    mkdir -p "$work/config/wireplumber/main.lua.d" "$work/config/wireplumber/bluetooth.lua.d"
    printf '%s.enabled = false\n' alsa_monitor v4l2_monitor libcamera_monitor \
        >"$work/config/wireplumber/main.lua.d/80-no-devices.lua"
    echo 'bluez_monitor.enabled = false' >"$work/config/wireplumber/bluetooth.lua.d/80-no-devices.lua"
    wireplumber >"$work/wireplumber.log" 2>&1 & children+=($!)
    # Made first: server and client both would, and the loser gives up. And no client before the socket.
    mkdir -p -m 700 "$work/run/pulse"
    pipewire-pulse >"$work/pulse.log" 2>&1 & children+=($!)
    wait_for 20 test -S "$work/run/pulse/native" || give_up "pipewire-pulse did not start"
    wait_for 20 pactl info || give_up "pipewire-pulse did not start"
    pactl load-module module-null-sink sink_name=earmark_test rate=48000 channels=2 >/dev/null || give_up "no null sink"
    wait_for 20 sh -c 'pactl list short sinks | grep -q earmark_test' || give_up "the null sink did not appear"
    # Refused until the session manager has made its metadata, a moment after its start.
    wait_for 20 pactl set-default-sink earmark_test || give_up "no default sink"
    wait_for 20 sh -c 'pactl get-default-sink | grep -qx earmark_test' || give_up "another default sink"
fi

# Ticks the host of this virtual machine kept for itself, and all ticks, since the machine began.
ticks() { local _ user nice system idle wait irq soft steal rest; read -r _ user nice system idle wait irq soft steal rest </proc/stat; echo "$steal $((user + nice + system + idle + wait + irq + soft + steal))"; }
# taken_since "STEAL ALL": per mille of the time since then
taken_since() {
    local then now
    read -ra then <<<"$1"
    read -ra now <<<"$(ticks)"
    echo $(((now[0] - then[0]) * 1000 / (now[1] - then[1] + 1)))
}
host_is_calm() { local before; before=$(ticks); read -rt 4 <> <(:) || :; [ "$(taken_since "$before")" -lt "$noisy" ]; }

# What listens and counts milliseconds says nothing of the program while the host takes processors
# away (measured here: 100-130 ms at a time). A failure is then, and only then, tried again, three
# times in all; on a build server, whose time is short, twice (once, when that took more than 90 s),
# and then it is a skip.
noisy=20 tries=1
[ -n "$need_sound" ] && tries=$([ "${CI:-}" = true ] && echo 2 || echo 3)
for ((try = 1; ; ++try)); do
    before=$(ticks) began=$SECONDS
    "$@" &
    child=$!
    trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 143' TERM INT
    wait "$child"
    status=$?
    taken=$(taken_since "$before")
    if [ "$status" -eq 0 ] || [ "$tries" -eq 1 ] || [ "$taken" -lt "$noisy" ]; then exit "$status"; fi
    echo "launch.sh: it failed ($status) while this machine's host took $taken of 1000 ticks for others (try $try)" >&2
    [ "${CI:-}" = true ] && { [ "$try" -eq "$tries" ] || [ $((SECONDS - began)) -gt 90 ]; } && exit 77
    [ "$try" -eq "$tries" ] && exit "$status"
    wait_for 20 host_is_calm
done
