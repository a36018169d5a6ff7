#!/usr/bin/env bash
# Times the example service with buildkit, moby's BuildKit (Debian's docker.io) and buildah, in turns, on this machine:
# cold (bases present, no step cached), warm (everything cached), and after one changed line of C#.
#   BUILDKIT_TOOL=... tests/benchmarks/side-by-side.sh [ROUNDS]      as root; prints medians in seconds
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
rounds=${1:-5}
tool=${BUILDKIT_TOOL:-$repository/artifacts/tools/buildkit}
tests/install.sh tests
for package in docker.io buildah; do dpkg-query --show "$package" >/dev/null 2>&1 || apt-get -o DPkg::Lock::Timeout=240 install -y -qq --no-install-recommends "$package" >/dev/null; done

state=$(mktemp -d "${TMPDIR:-/tmp}/buildkit-benchmark.XXXXXX")
export BUILDKIT_HOME=$state/store
started=()
cleanup() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  tests/remove.sh "$state"
}
trap cleanup EXIT

. tests/registry.sh
start_registry "$state/registry"; started+=("$registry_pid")
sdk=$registry_address/dotnet/sdk:10.0 runtime=$registry_address/dotnet/aspnet:10.0
examples/bases/prepare.sh "$repository/artifacts/bases"
"$tool" build -f artifacts/bases/Buildfile Runtime Sdk --progress plain >/dev/null 2>&1
"$tool" push runtime:latest "$runtime" >/dev/null 2>&1
"$tool" push sdk:latest "$sdk" >/dev/null 2>&1

docker=(/usr/bin/docker --host "unix://$state/docker.sock")
/usr/sbin/dockerd --host "unix://$state/docker.sock" --data-root "$state/docker" --exec-root "$state/docker-run" --pidfile "$state/docker.pid" \
  --storage-driver overlay2 --iptables=false --ip6tables=false --bridge=none >"$state/docker.log" 2>&1 &
started+=("$!")
for _ in $(seq 100); do "${docker[@]}" version >/dev/null 2>&1 && break; sleep 0.2; done
buildah=(buildah --root "$state/buildah" --runroot "$state/buildah-run")
"${docker[@]}" pull --quiet "$sdk" >/dev/null; "${docker[@]}" pull --quiet "$runtime" >/dev/null
"${buildah[@]}" pull --quiet --tls-verify=false "$sdk" >/dev/null; "${buildah[@]}" pull --quiet --tls-verify=false "$runtime" >/dev/null

work=$state/webapi
cp -R examples/webapi "$work"
cp tests/benchmarks/Dockerfile "$work/Dockerfile"
cp /etc/ssl/certs/ca-certificates.crt "$work/certificates.crt"
printf 'Dockerfile\ncertificates.crt\n' >>"$work/.buildignore"
printf '**/bin\n**/obj\nBuildfile\nbuildkit.lock\nDockerfile\n' >"$work/.dockerignore"
git -C "$work" init --quiet
git -C "$work" add .
git -C "$work" -c user.name=b -c user.email=b@example.com -c commit.gpgsign=false commit --quiet -m benchmark

arguments=(--build-arg "SDK=$sdk" --build-arg "RUNTIME=$runtime" --build-arg "NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-}")
run_buildkit() { (cd "$work" && "$tool" build --set "sdk=$sdk" --set "runtime=$runtime" --progress plain "$@"); }
run_moby() { (cd "$work" && DOCKER_BUILDKIT=1 "${docker[@]}" build --network host "${arguments[@]}" -t api "$@" .); }
run_buildah() { (cd "$work" && "${buildah[@]}" build --runtime runc --layers --network host --tls-verify=false "${arguments[@]}" -t api "$@" .); }

line=0
change() { line=$((line + 1)); sed -i "s/Hello[0-9]*, /Hello$line, /" "$work/src/Greetings/Greeting.cs"; }
seconds() { local from to; from=$(date +%s.%N); "$@" >"$state/last.log" 2>&1 || { cat "$state/last.log" >&2; exit 1; }; to=$(date +%s.%N); awk "BEGIN { printf \"%.3f\n\", $to - $from }"; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for who in buildkit moby buildah; do "run_$who" >"$state/first.log" 2>&1 || { cat "$state/first.log" >&2; exit 1; }; done
for round in $(seq "$rounds"); do
  for who in buildkit moby buildah; do seconds "run_$who" >>"$state/warm.$who"; done
  change
  for who in buildkit moby buildah; do seconds "run_$who" >>"$state/change.$who"; done
  for who in buildkit moby buildah; do seconds "run_$who" --no-cache >>"$state/cold.$who"; done
done
printf '%-10s %10s %10s %10s\n' "" buildkit moby buildah
for what in cold change warm; do
  printf '%-10s %10s %10s %10s\n' "$what" "$(median "$state/$what.buildkit")" "$(median "$state/$what.moby")" "$(median "$state/$what.buildah")"
done
