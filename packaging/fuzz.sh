#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [SECONDS_PER_TARGET] [TARGET...]      (default: 10 s, all of feed opml chapters
#                                                notechapters notes dates transcripts)
#
# Builds the preset `fuzz` and lets libFuzzer feed each target: with what tests/data holds, with the
# cases of ../shared/corpora where they are, and with what earlier runs came upon
# (build/fuzz/corpus). One line a target; fails when one crashed, leaked, took a second for one
# input or 512 MiB. Such an input lies in build/fuzz/found/<target>: it belongs into
# tests/data/fuzz/<target>, where feed/tst_fuzzinputs fails by it until it is mended.
#
# A build server (CI=true) tells what a change did, not who was lucky today: there the same inputs
# are made each time, so many a target as take about eight seconds, whatever SECONDS_PER_TARGET says.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
seconds=${1:-10}
[ $# -eq 0 ] || shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(feed opml chapters notechapters notes dates transcripts)

packaging/install-deps.sh --fuzz
. packaging/ccache.sh
mkdir -p build
cmake --preset fuzz >build/fuzz-configure.log || { cat build/fuzz-configure.log; exit 1; }
cmake --build build/fuzz --parallel "$(nproc)" --target earmark_fuzz
python3 tests/fuzz/seeds.py tests/data ../shared/corpora build/fuzz/seeds

# Longer inputs bring nothing: what hangs on size is quadratic at these too, and mutating the middle
# of a large file is slow and blind. What only a large one shows has tests with large ones.
declare -A longest=([feed]=65536 [opml]=16384 [chapters]=16384 [notechapters]=32768 [notes]=65536
    [dates]=256 [transcripts]=32768)
declare -A runs=([feed]=2000 [opml]=3000 [chapters]=6000 [notechapters]=4000 [notes]=3000
    [dates]=250000 [transcripts]=7000)
# What is freed is kept from reuse by ASan for a while, 256 MiB of it by default: not our memory.
export ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
export LC_ALL=C.UTF-8 TZ=UTC

# value LOG NAME: of -print_final_stats
value() { sed -n "s/^stat::$2: *//p" "$1" | tail -n 1; }

# is_slow TARGET INPUT: libFuzzer looks at the clock on the wall and stops at -timeout; what counts is
# a second of the processor, so it notes what took a second and this decides.
is_slow()
{
    local TIMEFORMAT=%U used
    used=$({ time "build/fuzz/bin/fuzz_$1" -timeout=60 "$2" >/dev/null 2>&1; } 2>&1) || return 0
    awk -v used="$used" 'BEGIN { exit !(used > 1) }'
}

# fuzz TARGET: 0 when nothing was found
fuzz()
{
    local target=$1 found=build/fuzz/found/$1 corpus=build/fuzz/corpus/$1 log=build/fuzz/$1.log
    local status=0 file run=("build/fuzz/bin/fuzz_$target")
    mkdir -p "$found" "$corpus"
    if [ "${CI:-}" = true ]; then
        # A folder is read in another order on each disk, addresses and Qt's hashes are random.
        find "build/fuzz/seeds/$target" -type f | LC_ALL=C sort | paste -sd, >"build/fuzz/$target.inputs"
        run=(env QT_HASH_SEED=0 "${fixed[@]}" "${run[@]}" -seed=1 -runs="${runs[$target]}"
            -max_total_time=60 -seed_inputs=@"build/fuzz/$target.inputs")
    else
        run+=(-max_total_time="$seconds" "$corpus" "build/fuzz/seeds/$target")
    fi
    "${run[@]}" -max_len="${longest[$target]}" -report_slow_units=1 -timeout=60 -rss_limit_mb=512 \
        -dict="tests/fuzz/dictionaries/$target.dict" -artifact_prefix="$found/" -print_final_stats=1 \
        >"$log" 2>&1 </dev/null || status=$?
    for file in "$found"/{timeout,slow-unit}-*; do
        [ -e "$file" ] || continue
        if is_slow "$target" "$file"; then
            status=70
        else
            rm "$file"
            [ $status -ne 70 ] || status=0
        fi
    done
    printf '%-13s %9s runs %7s/s  peak %4s MiB  slowest %s s  %5s new  %s\n' "$target" \
        "$(value "$log" number_of_executed_units)" "$(value "$log" average_exec_per_sec)" \
        "$(value "$log" peak_rss_mb)" "$(value "$log" slowest_unit_time_sec)" \
        "$(value "$log" new_units_added)" "$([ $status -eq 0 ] && echo "nothing found" || echo "FOUND ($status)")"
    [ $status -ne 0 ] || return 0
    tail -n 60 "$log"
    return 1
}

fixed=()
! setarch -R true 2>/dev/null || fixed=(setarch -R)
failed=0
for target in "${targets[@]}"; do
    fuzz "$target" || failed=1
done
[ $failed -eq 0 ] || { echo "Found inputs:"; find build/fuzz/found -type f; }
exit $failed
