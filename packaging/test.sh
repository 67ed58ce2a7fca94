#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test.sh [--all | --asan | --lint | --fuzz | --coverage]
#
#   (nothing)   installs what is missing, builds once, runs every test that is not long (<= 15 min)
#   --all       the long ones too
#   --asan      the unit tests under the address and undefined-behaviour sanitizers
#   --lint      clang-format, clang-tidy, licence lines
#   --fuzz      eight seconds of libFuzzer for each of its targets (packaging/fuzz.sh)
#   --coverage  line coverage of src; fails under 85 %
# Works from any folder, needs no terminal; exits non-zero when anything failed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
jobs=$(nproc)
mode=${1:-}
case $mode in
'' | --all | --asan) needs=(--test) ;;
--lint) needs=(--test --lint) ;;
--fuzz) exec packaging/fuzz.sh 8 ;;
--coverage) needs=(--coverage) ;;
*) sed -n '3,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

# build PRESET [-DVARIABLE=VALUE ...] [-- TARGET ...]
build()
{
    local preset=$1 variables=() targets=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do variables+=("$1"); shift; done
    [ $# -eq 0 ] || { shift; targets=(--target "$@"); }
    cmake --preset "$preset" "${variables[@]}"
    cmake --build "build/$preset" --parallel "$jobs" "${targets[@]}"
}

# Sound is played and recorded in real time, and a build server's host takes its processors away now
# and then: there a test that failed gets one more try (both stand in the log). Here none does.
again=()
[ "${CI:-}" != true ] || again=(--repeat until-pass:2)

unit_tests=(-L '^(core|feed|storage|net|media|playback|services)$' -LE '^(sound|e2e|long)$')

run_tests()
{
    build release -DEARMARK_WERROR=ON
    ctest --test-dir build/release --parallel "$jobs" --output-on-failure --no-tests=error "${again[@]}" "$@"
}

run_asan()
{
    cmake --preset asan
    local targets
    # A test's target is called as the test is, less its folder.
    mapfile -t targets < <(ctest --test-dir build/asan -N "${unit_tests[@]}" |
        sed -n 's|^ *Test *#[0-9]*: .*/||p')
    [ ${#targets[@]} -gt 0 ] || { echo "No unit tests?" >&2; return 1; }
    cmake --build build/asan --parallel "$jobs" --target "${targets[@]}"
    ctest --test-dir build/asan --parallel "$jobs" --output-on-failure --no-tests=error "${again[@]}" \
        "${unit_tests[@]}"
}

# sources PATTERN...: tracked files, less fixtures; what stands there where this is no clone
sources()
{
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -- "$@" | grep -v '^tests/data/'
    else
        local pattern
        for pattern; do find src ui tests -path tests/data -prune -o -name "$pattern" -print; done
    fi
}

# newest_first FOLDER...: their .cpp files that were compiled, the one changed last first
newest_first()
{
    local patterns=("${@/%//*.cpp}") file
    { git log --format= --name-only -- "${patterns[@]}" 2>/dev/null || true; sources "${patterns[@]}"; } |
        awk '!seen[$0]++' | while read -r file; do
            if grep -qF "$root/$file\"" build/release/compile_commands.json; then echo "$file"; fi
        done
}

run_lint()
{
    local failed=0 files log=build/clang-tidy.log
    mapfile -t files < <(sources '*.h' '*.cpp')
    clang-format --dry-run -Werror "${files[@]}" || failed=1
    if grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' "${files[@]}" | grep .; then
        echo "These files lack their SPDX line." >&2
        failed=1
    fi

    # Built first: what moc and uic make is included by what is read. Warnings are gcc's affair here.
    build release -DEARMARK_WERROR=ON
    # Ten seconds a file, thirty where the host takes the processors away: the build server looks at
    # the program's own files only, those changed last first, for two and a half minutes. Here all are looked at.
    local status=0 limit=0
    mapfile -t files < <(newest_first src ui tests)
    if [ "${CI:-}" = true ]; then
        limit=150
        mapfile -t files < <(newest_first src ui)
    fi
    echo "clang-tidy over ${#files[@]} files"
    printf '%s\0' "${files[@]}" | timeout "$limit" xargs -0 -P "$jobs" -n 1 clang-tidy -p build/release --quiet \
        --extra-arg=-Wno-unknown-warning-option >"$log" 2>&1 || status=$?
    { grep -E '(warning|error): |^ ' "$log" || true; } | head -n 200
    if [ $status -eq 124 ]; then
        echo "clang-tidy was stopped after $limit s: the files changed longest ago were not looked at."
        ! grep -qE '(warning|error): ' "$log" || failed=1
    elif [ $status -ne 0 ]; then
        failed=1
    fi
    return $failed
}

run_coverage()
{
    build coverage
    find build/coverage -name '*.gcda' -delete
    ctest --test-dir build/coverage --parallel "$jobs" --output-on-failure --no-tests=error -LE long
    gcovr --root "$root" --filter 'src/' --exclude '.*_autogen/.*' --exclude 'src/app/main\.cpp' \
        --gcov-ignore-parse-errors --print-summary --fail-under-line 85 build/coverage
}

packaging/install-deps.sh "${needs[@]}"
. packaging/ccache.sh
case $mode in
'') run_tests -LE long ;;
--all) run_tests ;;
--asan) run_asan ;;
--lint) run_lint ;;
--coverage) run_coverage ;;
esac
