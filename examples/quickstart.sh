#!/usr/bin/env bash
# The main job on a real service: from a fresh clone to a running, pushed and inspected image.
# Needs Debian or Ubuntu, the .NET SDK 10, and root or sudo to install packages. Installs what is missing,
# works in a folder of its own, and leaves nothing running.
#   QUICKSTART_STATE=FOLDER   keeps the packages, the bases and the store there instead of in a temporary folder
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
"$repository/tests/install.sh" quickstart

if [ -n "${QUICKSTART_STATE:-}" ]; then
  state=$QUICKSTART_STATE
  mkdir -p "$state"
else
  state=$(mktemp -d "${TMPDIR:-/tmp}/buildkit-quickstart.XXXXXX")
fi
export BUILDKIT_HOME="$state/store"
export PATH="$state/tools:$PATH"
started=()
cleanup() {
  status=$?
  trap - EXIT
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  [ -n "${QUICKSTART_STATE:-}" ] || "$repository/tests/remove.sh" "$state"
  [ $status -eq 0 ] || printf '\nquickstart.sh failed with exit code %s.\n' "$status" >&2
  exit $status
}
trap cleanup EXIT
trap 'exit 130' INT TERM

title() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
show() { printf '\n$ %s\n' "$*"; "$@"; }

title "The tool: packed from this clone and installed"
show dotnet pack "$repository/src/BuildKit.Cli" --configuration Release --output "$state/packages" --verbosity quiet
rm -rf "$state/tools"
show dotnet tool install buildkit --tool-path "$state/tools" --source "$state/packages" --no-cache
show buildkit --version

title "A registry of our own"
. "$repository/tests/registry.sh"
start_registry "$state/registry"
started+=("$registry_pid")
registry=$registry_address
echo "docker-registry listens on $registry"

title "The bases: Debian packages and the .NET of this machine"
family=${QUICKSTART_FAMILY:-$registry/dotnet}
if [ -z "${QUICKSTART_FAMILY:-}" ]; then
  show "$repository/examples/bases/prepare.sh" "$state/bases"
  show buildkit build -f "$state/bases/Buildfile" Runtime Sdk
  show buildkit push runtime:latest "$family/aspnet:10.0"
  show buildkit push sdk:latest "$family/sdk:10.0"
fi

title "1. Build: cold, warm, and after one line of C# changed"
rm -rf "$state/webapi"
cp -R "$repository/examples/webapi" "$state/webapi"
cd "$state/webapi"
git init --quiet --initial-branch main
git -c user.name=Quickstart -c user.email=quickstart@example.com -c commit.gpgsign=false add .
git -c user.name=Quickstart -c user.email=quickstart@example.com -c commit.gpgsign=false commit --quiet --message "A greeting service"
bases=(--set "family=$family")
show buildkit build "${bases[@]}"
show buildkit build "${bases[@]}"
show sed -i 's/Hello, /Good day, /' src/Greetings/Greeting.cs
show buildkit build "${bases[@]}"

title "2. Run"
port=$(free_port)
printf '\n$ buildkit run --network host -e ASPNETCORE_HTTP_PORTS=%s api &\n' "$port"
buildkit run "${bases[@]}" --network host -e "ASPNETCORE_HTTP_PORTS=$port" api >"$state/api.log" 2>&1 &
started+=("$!")
wait_for_http "http://127.0.0.1:$port/health" || { cat "$state/api.log"; exit 1; }
show curl --silent --show-error --fail "http://127.0.0.1:$port/health"; echo
show curl --silent --show-error --fail "http://127.0.0.1:$port/hello/ada"; echo

title "3. Test: the image's own entrypoint in a network of its own, the steps beside it"
show buildkit test "${bases[@]}" --junit "$state/tests.xml"
show buildkit test "${bases[@]}"

title "4. Push, and let others read it"
show buildkit build "${bases[@]}" --tag "$registry/api:1.0" --push --metadata-file "$state/metadata.json"
show skopeo inspect --tls-verify=false "docker://$registry/api:1.0" --format '{{.Digest}} {{.Architecture}} {{.Os}} {{len .Layers}} layers'
show skopeo copy --quiet --src-tls-verify=false "docker://$registry/api:1.0" "oci:$state/copied:1.0"
pushed=$(jq -r '.images[0].digest' "$state/metadata.json")
seen=$(skopeo inspect --tls-verify=false "docker://$registry/api:1.0" --format '{{.Digest}}')
[ "$pushed" = "$seen" ] || { echo "The registry has $seen, built was $pushed." >&2; exit 1; }

title "5. On another machine, an image that is not here yet is pulled first, as with docker run"
export BUILDKIT_HOME="$state/another-store"
show buildkit run --entrypoint /usr/bin/dotnet "$registry/api:1.0" --list-runtimes
show buildkit images

title "6. From dev to prod: one digest through three registries, with the test as a gate"
export BUILDKIT_HOME="$state/store"
environments=()
for name in dev staging prod; do
  start_registry "$state/registry-$name"
  started+=("$registry_pid")
  environments+=(--set "$name=$registry_address")
  declare "$name=$registry_address"
done
all=("${bases[@]}" "${environments[@]}")
commit() { git add . && git -c user.name=Quickstart -c user.email=quickstart@example.com -c commit.gpgsign=false commit --quiet --message "$1"; }
digest_of() { skopeo inspect --tls-verify=false "docker://$1" --format '{{.Digest}}'; }
commit "Another greeting; what the bases' names mean"
show buildkit deploy Dev "${all[@]}"
show buildkit promote Staging "${all[@]}" --dry-run
show buildkit promote Staging "${all[@]}"
show buildkit promote Prod "${all[@]}"

echo; echo "A second release moves only what changed."
sed -i 's/Good day, /Good evening, /' src/Greetings/Greeting.cs
commit "A greeting for the evening"
show buildkit deploy Dev "${all[@]}"
first=$(uploaded_bytes "$state/registry-staging")
lines=$(wc --lines <"$state/registry-staging/log")
show buildkit promote Staging "${all[@]}"
second=$(uploaded_bytes "$state/registry-staging" $((lines + 1)))
echo "By the registry's log, the first release uploaded $first bytes of blobs to staging, and the second $second."
[ "$second" -gt 0 ] && [ $((second * 10)) -lt "$first" ] || { echo "More was moved than what changed." >&2; exit 1; }

echo; echo "A release whose service does not start stays in dev."
sed -i 's/"healthy"/"unwell"/' src/Api/Program.cs
commit "A mistake"
before=$(digest_of "$staging/staging/api:staging")
show buildkit deploy Dev "${all[@]}" --progress plain   # Dev asks for no test, so the failing one is shown and stops nothing here
if show buildkit promote Staging "${all[@]}" >"$state/refusal" 2>&1; then cat "$state/refusal"; echo "A failing test was not noticed." >&2; exit 1; fi
cat "$state/refusal"
grep --quiet 'error BK6005: The release may not enter Staging: Passed(Smoke) does not hold' "$state/refusal" || { echo "Something else than the test stopped it." >&2; exit 1; }
[ "$(digest_of "$staging/staging/api:staging")" = "$before" ] || { echo "Staging was changed." >&2; exit 1; }
echo "Staging has $before as before."

echo; echo "Back, and the good one to prod."
show buildkit rollback Dev "${all[@]}"
show buildkit promote Prod "${all[@]}"
show buildkit history Staging "${all[@]}"
show buildkit status "${all[@]}"
digest=$(buildkit status --json "${all[@]}" | jq --raw-output '[.environments[].images.api] | unique | join(" ")')
for place in "$dev/dev/api:dev" "$staging/staging/api:staging" "$prod/prod/api:prod"; do
  show skopeo inspect --tls-verify=false "docker://$place" --format '{{.Digest}}'
  [ "$(digest_of "$place")" = "$digest" ] || { echo "$place is not $digest." >&2; exit 1; }
done

printf '\nDone: %s is %s, built, run, tested, pushed, and read by skopeo;\n%s is in dev, staging and prod.\n' "$registry/api:1.0" "$pushed" "$digest"
