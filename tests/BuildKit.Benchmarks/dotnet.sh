#!/usr/bin/env bash
# A generated solution of 30 projects as an image in a registry: by buildkit, by the SDK's own `dotnet publish -t:PublishContainer`, and by moby's BuildKit (Debian's docker.io)
# with the usual Dockerfile, in turns, on the same base of the same registry. Each time ends when the image is in the registry.
#   BUILDKIT_TOOL=... tests/BuildKit.Benchmarks/dotnet.sh [ROUNDS] [PROJECTS]      as root; prints medians: seconds of nothing changed, and seconds and uploaded bytes of one changed line, of the service and of a library at the bottom
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
rounds=${1:-3} projects=${2:-30}
tool=${BUILDKIT_TOOL:-$repository/artifacts/tools/buildkit}
tests/install.sh tests

state=$(mktemp -d "${TMPDIR:-/tmp}/buildkit-benchmark.XXXXXX")
export BUILDKIT_HOME=$state/store
started=()
cleanup() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  dotnet build-server shutdown >/dev/null 2>&1 || true
  tests/remove.sh "$state"
}
trap cleanup EXIT

. tests/registry.sh
. tests/BuildKit.Benchmarks/peers.sh
start_registry "$state/registry"; started+=("$registry_pid")
family=$registry_address/dotnet
examples/bases/prepare.sh "$repository/artifacts/bases"
"$tool" build -f artifacts/bases/Buildfile Runtime Sdk --progress plain >/dev/null 2>&1
"$tool" push runtime:latest "$family/aspnet:10.0" >/dev/null 2>&1
"$tool" push sdk:latest "$family/sdk:10.0" >/dev/null 2>&1
for base in sdk aspnet; do "${docker[@]}" pull --quiet "$family/$base:10.0" >/dev/null; done

everyone=(buildkit container moby)
for who in "${everyone[@]}"; do
  tests/BuildKit.Benchmarks/dotnet/solution.sh "$state/$who" "$projects"
  cp /etc/ssl/certs/ca-certificates.crt "$state/$who/certificates.crt"
  git -C "$state/$who" init --quiet
  git -C "$state/$who" add .
  git -C "$state/$who" -c user.name=b -c user.email=b@example.com -c commit.gpgsign=false commit --quiet -m benchmark
done

# As on any developer's machine: compilers and nodes of MSBuild stay for the next build, whatever this one says.
unset UseSharedCompilation MSBUILDDISABLENODEREUSE DOTNET_CLI_USE_MSBUILD_SERVER

# Each builds its folder and pushes the image to the registry.
deliver_buildkit() { "$tool" build --set "family=$family" --progress plain --tag "$registry_address/buildkit:1" --push; }
deliver_container() {
  DOTNET_CONTAINER_INSECURE_REGISTRIES=$registry_address dotnet publish src/Api -c Release -t:PublishContainer \
    -p:ContainerBaseImage="$family/aspnet:10.0" -p:ContainerRegistry="$registry_address" -p:ContainerRepository=container -p:ContainerImageTag=1
}
deliver_moby() {
  DOCKER_BUILDKIT=1 "${docker[@]}" build --network host --build-arg "SDK=$family/sdk:10.0" --build-arg "RUNTIME=$family/aspnet:10.0" \
    --build-arg "NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-}" -t "$registry_address/moby:1" . && "${docker[@]}" push "$registry_address/moby:1"
}
# timed WHAT WHO: adds the seconds of a delivery, and the bytes that it uploaded.
timed() {
  local what=$1 who=$2 line from to
  line=$(($(wc -l <"$state/registry/log") + 1))
  from=$(date +%s.%N)
  (cd "$state/$who" && "deliver_$who") >"$state/last.log" 2>&1 || { cat "$state/last.log" >&2; exit 1; }
  to=$(date +%s.%N)
  awk "BEGIN { printf \"%.3f\n\", $to - $from }" >>"$state/$what.seconds.$who"
  uploaded_bytes "$state/registry" "$line" >>"$state/$what.bytes.$who"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%s", (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for who in "${everyone[@]}"; do timed first "$who"; done
for round in $(seq "$rounds"); do
  for who in "${everyone[@]}"; do timed warm "$who"; done
  for who in "${everyone[@]}"; do
    sed -i "s/Change [0-9]*/Change $round/" "$state/$who/src/Api/Program.cs"
    timed change "$who"
  done
  for who in "${everyone[@]}"; do
    sed -i "s/(x \* [0-9]*)/(x * 10$round)/" "$state/$who/src/Part$((projects - 1))/Number1.cs"
    timed library "$who"
  done
  everyone=("${everyone[@]:1}" "${everyone[0]}")
done

printf '%-16s %12s %16s %12s %20s %14s\n' "" buildkit PublishContainer moby buildkit/Publish... buildkit/moby
for what in first.seconds warm.seconds change.seconds change.bytes library.seconds library.bytes; do
  b=$(median "$state/$what.buildkit") c=$(median "$state/$what.container") m=$(median "$state/$what.moby")
  printf '%-16s %12s %16s %12s %20s %14s\n' "$what" "$b" "$c" "$m" "$(awk "BEGIN { printf \"%.3f\", $b / $c }")" "$(awk "BEGIN { printf \"%.3f\", $b / $m }")"
done
