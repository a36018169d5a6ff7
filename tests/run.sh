#!/usr/bin/env bash
# Passes every test: installs what is missing, builds, packs and installs the tool, and runs each test project.
# Ends with one line: N passed, N failed, N skipped.
#   tests/run.sh [--fallback] [--full] [PROJECT...]     only these, such as Language or EndToEnd
#   --fallback     takes the form of the tool for machines without a native one, since the two have differed,
#                  from the packages of the run before where there are some; leaves out what is the same in either form: the
#                  packages, the library, what SDKs make of projects and other programs of images, other runtimes, and what goes on inside steps
#   --full         lets the random tests go round hundreds of times: 500 graphs that are edited between builds, 200 builds that are
#                  killed. That takes the better part of an hour; BUILDKIT_TEST_ROUNDS and BUILDKIT_TEST_SEED say other numbers
set -euo pipefail
cd "$(dirname "$0")/.."
tests/install.sh tests
tests/emulator.sh || echo "No emulator of another processor could be registered."

configuration=Release
artifacts=$PWD/artifacts
logs=$artifacts/tests
mkdir -p "$logs"

form=native
while true; do
  case "${1:-}" in
    --fallback) form=fallback ;;
    --full) export BUILDKIT_TEST_ROUNDS=${BUILDKIT_TEST_ROUNDS:-full} ;;
    *) break ;;
  esac
  shift
done
if [ $# -gt 0 ]; then projects=("$@"); else projects=(Language Oci Templates Facts Graph Engine Delivery Cli EndToEnd); fi

# One compiler for all projects; on a machine that wants none left behind it ends with the build.
compile() {
  local status=0
  dotnet "$@" --configuration "$configuration" --nologo --verbosity quiet -p:UseSharedCompilation=true || status=$?
  [ "${UseSharedCompilation:-}" != false ] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  return $status
}

echo "== build"
compile build BuildKit.sln

case " ${projects[*]} " in
  *" EndToEnd "*)
    echo "== pack and install the tool"
    rm -rf "$artifacts/tools"
    if [ $form = native ] || [ ! -d "$artifacts/packages" ]; then
      rm -rf "$artifacts/packages"
      compile pack src/BuildKit.Cli --output "$artifacts/packages"
    fi
    if [ $form = native ]; then
      dotnet tool install buildkit --tool-path "$artifacts/tools" --source "$artifacts/packages" --no-cache
    else
      # What a machine without a native package gets: the same content, started by dotnet.
      python3 -m zipfile --extract "$artifacts"/packages/buildkit.any.*.nupkg "$artifacts/tools/package"
      printf '#!/bin/sh\nexec dotnet "${0%%/*}/package/tools/net10.0/any/buildkit.dll" "$@"\n' >"$artifacts/tools/buildkit"
      chmod 755 "$artifacts/tools/buildkit" "$artifacts/tools/package/tools/net10.0/any/buildkit-sandbox"
    fi
    export BUILDKIT_TOOL=$artifacts/tools/buildkit
    ;;
esac

passed=0 failed=0 skipped=0
failures=$logs/failures.log
: >"$failures"
# Each failed test with the first lines of what it says.
failures_of() { awk '/^failed /{left = 15} /^Test run summary/{left = 0} left > 0 {print; left--}' "$1"; }
number() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1; }
left_out=(Kind=worker)
[ $form = native ] || left_out+=(Form=either)
for project in "${projects[@]}"; do
  name=BuildKit.$project.Tests
  log=$logs/$name.log
  started=$SECONDS
  status=0
  # Whoever starts this in the background has Ctrl-C ignored in all that follows, and the tests press it.
  env --default-signal=INT,QUIT "tests/$name/bin/$configuration/net10.0/$name" --filter-not-trait "${left_out[@]}" --ansi off --progress off --show-stdout Failed --show-stderr Failed >"$log" 2>&1 || status=$?
  p=$(number succeeded "$log") f=$(number failed "$log") s=$(number skipped "$log")
  if [ -z "$p" ] || { [ $status -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
    # The run itself broke: that is a failure even where no single test says so.
    f=$((${f:-0} + 1))
  fi
  echo "== $name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped in $((SECONDS - started)) s"
  if [ "${f:-0}" -gt 0 ]; then
    grep -v '^skipped ' "$log" | tail -n 150
    { echo "== failed in $name"; failures_of "$log"; } >>"$failures"
  fi
  grep '^skipped ' "$log" || true
  passed=$((passed + ${p:-0})) failed=$((failed + f)) skipped=$((skipped + ${s:-0}))
done

cat "$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
