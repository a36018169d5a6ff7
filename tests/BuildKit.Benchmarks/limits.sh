#!/usr/bin/env bash
# Times what must stay small however large a build is, and beside each what this machine needs for the same at the least (its floor).
#   BUILDKIT_TOOL=... tests/BuildKit.Benchmarks/limits.sh [WORKLOAD...]      as root; prints hyperfine's means, and peak memory
# WORKLOAD is steps, runs, files, large or rates; all of them where none is named. The tool is its native form.
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
tool=${BUILDKIT_TOOL:-$repository/artifacts/tools/buildkit}
tests/install.sh tests

state=$(mktemp -d "${TMPDIR:-/tmp}/buildkit-limits.XXXXXX")
trap '"$repository/tests/remove.sh" "$state"' EXIT
export BUILDKIT_HOME=$state/store

# folder NAME: a new folder, which becomes the current one.
folder() { mkdir -p "$state/$1" && cd "$state/$1"; }

# timed RUNS COMMAND: mean, spread, and the most memory that a process of it held.
timed() {
  hyperfine -N --warmup 1 --runs "$1" --export-json "$state/times.json" "$2" >/dev/null 2>"$state/error.log" || { cat "$state/error.log" >&2; exit 1; }
  jq -r '.results[0] | "\(.mean * 1000 | round) ms ± \((.stddev // 0) * 1000 | round) ms (\(.times | length) runs)"' "$state/times.json"
}
# tree COMMAND: the most memory (PSS: shared pages counted once) that the command and all it started held at one time, looked at twenty times a second.
tree() { perl "$repository/tests/BuildKit.Benchmarks/tree-memory.pl" "$@"; }
# row LABEL COMMAND...: what the command prints, behind the label.
row() { local label=$1 text; shift; text=$("$@"); printf '%-58s %s\n' "$label" "$text"; }

root() {
  [ -f "$state/rootfs.tar" ] && return
  mkdir -p "$state/rootfs/bin" && cp /bin/busybox "$state/rootfs/bin/busybox"
  for name in sh true head cat seq dd; do ln -s busybox "$state/rootfs/bin/$name"; done
  tar -C "$state/rootfs" -cf "$state/rootfs.tar" bin
}

steps() {
  folder steps
  { echo 'image A from scratch {'; for i in $(seq 500); do echo "Write(\"/w$i\", \"$i\"); Copy(\"f/$i\", to: \"/c$i\");"; done; echo '}'; } >Buildfile
  mkdir -p f && for i in $(seq 500); do echo "$i" >"f/$i"; done
  row "1,000 Write and Copy steps, --no-cache" timed 5 "$tool build --no-cache"
  row "the same, warm" timed 10 "$tool build"
  # The least: a folder and two files for each step, renamed into place.
  row "floor: 1,000 folders of two files, each renamed (perl)" \
    timed 5 "perl -e 'chdir \"$state\"; mkdir \"floor\"; for (1..1000) { mkdir \"floor/t\$_\"; for \$n (1, 2) { open F, \">\", \"floor/t\$_/\$n\"; print F \"x\" x 300; close F } rename \"floor/t\$_\", \"floor/d\$_\" } system \"rm\", \"-rf\", \"floor\"'"
}

runs() {
  root && folder runs
  { echo 'stage R from scratch { Unpack("rootfs.tar", to: "/"); }'; echo 'image A from R {'; for i in $(seq 200); do echo "Exec(\"/bin/true\", \"$i\");"; done; echo '}'; } >Buildfile
  cp "$state/rootfs.tar" .
  row "200 Runs of true, --no-cache" timed 5 "$tool build --no-cache"
  printf '#!/bin/sh\nfor i in $(seq 200); do unshare -mpiuCn --fork /bin/true; done\n' >loop && chmod +x loop
  row "floor: 200 times unshare -mpiuCn --fork /bin/true" timed 5 "$PWD/loop"
}

files() {
  folder files
  echo 'image A from scratch { Copy("files", to: "/files"); }' >Buildfile
  perl -e 'mkdir "files"; for $d (0..999) { mkdir "files/$d"; for $f (0..99) { open F, ">", "files/$d/$f.txt"; print F "$d $f\n"; close F } }'
  "$tool" build >/dev/null 2>&1
  row "warm build of a context of 100,000 files" timed 10 "$tool build"
  row "the same: memory" tree "$tool" build
  row "floor: find files -size +1M (a stat of each, one thread)" timed 10 "find files -size +1M"
  git init -q . && git add files
  row "beside it: git status" timed 10 "git status --porcelain --untracked-files=no"
}

large() {
  root && folder large
  { echo 'stage R from scratch { Unpack("rootfs.tar", to: "/"); }'
    echo 'image A from R { Run("dd if=/dev/urandom of=/random bs=1M count=512; seq 1 1000000000 | head -c 3800000000 > /numbers"); }'; } >Buildfile
  cp "$state/rootfs.tar" .
  row "a Run that writes 4.3 GB: its whole process tree" tree "$tool" build
  local diffs; diffs=$(find "$BUILDKIT_HOME/layers" -size +1G -name numbers | head -n 1)
  row "floor: openssl dgst -sha256 of the 3.8 GB of it" timed 1 "openssl dgst -sha256 $diffs"
  head -c 1000000000 "$diffs" >part
  row "floor: gzip -5 of the first 1 GB of it" timed 1 "gzip -5 --keep --force part"
}

rates() {
  mkdir -p "$state/rates" && cd "$state/rates"
  { seq 1 100000000 || true; } | head -c 200000000 >numbers
  row "rate: openssl dgst -sha256 of 200 MB" timed 5 "openssl dgst -sha256 numbers"
  row "rate: gzip -5 of 200 MB of numbers, one thread" timed 3 "gzip -5 --keep --force numbers"
  row "rate: cp of 200 MB" timed 5 "cp numbers copy"
  row "start of a process: /bin/true" timed 50 /bin/true
}

workloads=("$@")
[ ${#workloads[@]} -gt 0 ] || workloads=(rates steps runs files large)
for workload in "${workloads[@]}"; do "$workload"; done
