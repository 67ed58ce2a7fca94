#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test.sh [--all | --asan | --lint | --coverage]
#
#   (nothing)   installs what is missing, builds once, runs every test that is not long (<= 15 min)
#   --all       the long ones too
#   --asan      the unit tests under the address and undefined-behaviour sanitizers
#   --lint      clang-format, clang-tidy, licence lines
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
--coverage) needs=(--coverage) ;;
*) sed -n '3,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
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

unit_tests=(-L '^(core|feed|storage|net|media|playback|services)$' -LE '^(sound|e2e|long)$')

run_tests()
{
    build release -DEARMARK_WERROR=ON
    # A second try: what is heard and timed in real time can be spoiled by whatever else a shared
    # machine does. A first failure is still printed.
    ctest --test-dir build/release --parallel "$jobs" --output-on-failure --no-tests=error \
        --repeat until-pass:2 "$@"
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
    ctest --test-dir build/asan --parallel "$jobs" --output-on-failure --no-tests=error "${unit_tests[@]}"
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

run_lint()
{
    local failed=0 files log=build/clang-tidy.log tidy=(run-clang-tidy)
    mapfile -t files < <(sources '*.h' '*.cpp')
    clang-format --dry-run -Werror "${files[@]}" || failed=1
    if grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' "${files[@]}" | grep .; then
        echo "These files lack their SPDX line." >&2
        failed=1
    fi

    # Built first: what moc and uic make is included by what is read. Warnings are gcc's affair here.
    build release -DEARMARK_WERROR=ON
    command -v run-clang-tidy >/dev/null || tidy=(run-clang-tidy-14)
    # Ten seconds a file: on the build server the tests' own sources are left to who wrote them.
    local folders='src|ui|tests'
    [ "${CI:-}" != true ] || folders='src|ui'
    echo "clang-tidy over $folders"
    if ! "${tidy[@]}" -p build/release -j "$jobs" -quiet -extra-arg=-Wno-unknown-warning-option \
        "^$root/($folders)/.*\.cpp$" >"$log" 2>&1; then
        grep -E '(warning|error): |^ ' "$log" | head -n 200
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
