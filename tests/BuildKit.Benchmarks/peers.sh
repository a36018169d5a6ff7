# Sourced by compare.sh: buildkit, moby's BuildKit (Debian's docker.io) and buildah, each with state of its own below $state.

for package in docker.io buildah; do dpkg-query --show "$package" >/dev/null 2>&1 || apt-get -o DPkg::Lock::Timeout=240 install -y -qq --no-install-recommends "$package" >/dev/null; done

docker=(/usr/bin/docker --host "unix://$state/docker.sock")
/usr/sbin/dockerd --host "unix://$state/docker.sock" --data-root "$state/docker" --exec-root "$state/docker-run" --pidfile "$state/docker.pid" \
  --storage-driver overlay2 --iptables=false --ip6tables=false --bridge=none >"$state/docker.log" 2>&1 &
started+=("$!")
for _ in $(seq 100); do "${docker[@]}" version >/dev/null 2>&1 && break; sleep 0.2; done
buildah=(buildah --root "$state/buildah" --runroot "$state/buildah-run")

# pull_bases REFERENCE...: buildkit pulls what it builds from by itself, at its first build.
pull_bases() {
  local base
  for base in "$@"; do
    "${docker[@]}" pull --quiet "$base" >/dev/null
    "${buildah[@]}" pull --quiet --tls-verify=false "$base" >/dev/null
  done
}

# Each builds the folder $work as the image app, with $set for buildkit and $arguments for the others, and further options.
build_buildkit() { (cd "$work" && "$tool" build "${set[@]}" --progress plain "$@"); }
build_moby() { (cd "$work" && DOCKER_BUILDKIT=1 "${docker[@]}" build --network host "${arguments[@]}" -t app "$@" .); }
build_buildah() { (cd "$work" && "${buildah[@]}" build --runtime runc --layers --network host --tls-verify=false "${arguments[@]}" -t app "$@" .); }

# Each pushes the image app as a reference.
push_buildkit() { "$tool" push app:latest "$1"; }
push_moby() { "${docker[@]}" tag app "$1" && "${docker[@]}" push "$1"; }
push_buildah() { "${buildah[@]}" push --tls-verify=false app "docker://$1"; }
