#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install-deps.sh [--run] [--tour] [--test] [--lint] [--fuzz] [--coverage]   (default: --run)
#
# Installs what is missing on Debian 12, Ubuntu 24.04 and later: as root, else by sudo. When all is
# there it only asks dpkg. Elsewhere it names the packages and leaves installing to the user.
set -euo pipefail

# To build Earmark and run it.
run=(g++ cmake ninja-build pkg-config ca-certificates
    qt6-base-dev qt6-multimedia-dev qt6-svg-dev libqt6sql6-sqlite qt6-image-formats-plugins qt6-wayland
    qtkeychain-qt6-dev libsecret-1-0
    libavformat-dev libavcodec-dev libavutil-dev libswresample-dev libswscale-dev libtag1-dev libgumbo-dev
    libebur128-dev libexpat1-dev libsoundtouch-dev libsqlite3-dev zlib1g-dev)
# To run it with no desktop around: a display, a window manager, a bus, a sound server, input events.
tour=(xvfb openbox xdotool x11-utils imagemagick dbus-daemon
    pipewire pipewire-bin pipewire-pulse wireplumber pulseaudio-utils ffmpeg python3 procps
    at-spi2-core gir1.2-atspi-2.0 python3-gi gnome-keyring)
test=("${tour[@]}" ccache curl git playerctl)
lint=(clang-format clang-tidy git)
fuzz=(clang libclang-rt-dev ccache python3)
coverage=("${test[@]}" gcovr)

wanted=()
[ $# -gt 0 ] || set -- --run
for option in "$@"; do
    case $option in
    --run) wanted+=("${run[@]}") ;;
    --tour) wanted+=("${run[@]}" "${tour[@]}") ;;
    --test) wanted+=("${run[@]}" "${test[@]}") ;;
    --lint) wanted+=("${run[@]}" "${lint[@]}") ;;
    --fuzz) wanted+=("${run[@]}" "${fuzz[@]}") ;;
    --coverage) wanted+=("${run[@]}" "${coverage[@]}") ;;
    *) echo "usage: install-deps.sh [--run] [--tour] [--test] [--lint] [--fuzz] [--coverage]" >&2; exit 2 ;;
    esac
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    cat >&2 <<EOF
This system has no apt: install what is missing from this list (Debian's names) by its own means:
  ${wanted[*]}
Fedora:  gcc-c++ cmake ninja-build pkgconf qt6-qtbase-devel qt6-qtmultimedia-devel qt6-qtsvg-devel
         qt6-qtimageformats taglib-devel ffmpeg-free-devel gumbo-parser-devel expat-devel
         zlib-devel qtkeychain-qt6-devel libebur128-devel soundtouch-devel
Arch:    base-devel cmake ninja qt6-base qt6-multimedia-ffmpeg qt6-svg qt6-imageformats taglib
         ffmpeg gumbo-parser expat zlib qtkeychain-qt6 libebur128 soundtouch
EOF
    exit 0 # The build says better than we could what it does not find.
fi

mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | sort -u)
# dpkg-query fails when it knows none of a name; what it prints is still right.
installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed //p') || :
mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}") <(sort -u <<<"$installed"))
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Neither root nor sudo. Ask an administrator for: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
# A repository of somebody else's that does not answer is no reason to stop; a missing package is.
"${apt[@]}" update </dev/null || echo "apt-get update had errors; going on with the lists there are." >&2
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null
