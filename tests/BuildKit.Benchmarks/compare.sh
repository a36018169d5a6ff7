#!/usr/bin/env bash
# Times buildkit, moby's BuildKit (Debian's docker.io) and buildah side by side, in turns, on this machine: cold (bases present, no step cached), warm
# (everything cached), after one change, a push into an empty registry, and one more of the same under another tag.
#   BUILDKIT_TOOL=... tests/BuildKit.Benchmarks/compare.sh [WORKLOAD] [ROUNDS]      as root; prints medians in seconds, and ratios
# WORKLOAD is a folder beside this file: layers (2,000 files of 20 MB, small commands, one that writes 200 MB, two stages) or webapi (the example).
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
workload=${1:-layers} rounds=${2:-5}
tool=${BUILDKIT_TOOL:-$repository/artifacts/tools/buildkit}
tests/install.sh tests

state=$(mktemp -d "${TMPDIR:-/tmp}/buildkit-benchmark.XXXXXX")
export BUILDKIT_HOME=$state/store
started=()
cleanup() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  tests/remove.sh "$state"
}
trap cleanup EXIT

. tests/registry.sh
. tests/BuildKit.Benchmarks/peers.sh
start_registry "$state/registry"; started+=("$registry_pid")
bases=$registry_address work=$state/work
# Sets the arrays set and arguments, makes $work, pulls bases, and defines change.
. "tests/BuildKit.Benchmarks/$workload/prepare.sh"

everyone=(buildkit moby buildah)
# timed WHAT WHO COMMAND...: adds the seconds of a command.
timed() {
  local what=$1 who=$2 from to; shift 2
  from=$(date +%s.%N)
  "$@" >"$state/last.log" 2>&1 || { cat "$state/last.log" >&2; exit 1; }
  to=$(date +%s.%N)
  awk "BEGIN { printf \"%.3f\n\", $to - $from }" >>"$state/$what.$who"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.3f", (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for who in "${everyone[@]}"; do timed first "$who" "build_$who"; done
for round in $(seq "$rounds"); do
  for who in "${everyone[@]}"; do timed warm "$who" "build_$who"; done
  change "$round"
  for who in "${everyone[@]}"; do timed change "$who" "build_$who"; done
  for who in "${everyone[@]}"; do timed cold "$who" "build_$who" --no-cache; done
  for who in "${everyone[@]}"; do
    start_registry "$state/empty"
    timed push "$who" "push_$who" "$registry_address/app:1"
    timed again "$who" "push_$who" "$registry_address/app:2"
    kill "$registry_pid" && wait "$registry_pid" 2>/dev/null || true
    rm -rf "$state/empty"
  done
  # The last one to build and the first one to push are others each time.
  everyone=("${everyone[@]:1}" "${everyone[0]}")
done

printf '%-8s %9s %9s %9s %18s %18s\n' "" buildkit moby buildah buildkit/moby buildkit/buildah
for what in cold change warm push again; do
  b=$(median "$state/$what.buildkit") m=$(median "$state/$what.moby") h=$(median "$state/$what.buildah")
  printf '%-8s %9s %9s %9s %18s %18s\n' "$what" "$b" "$m" "$h" "$(awk "BEGIN { printf \"%.2f\", $b / $m }")" "$(awk "BEGIN { printf \"%.2f\", $b / $h }")"
done
