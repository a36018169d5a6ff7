#!/usr/bin/env bash
# Installs what the examples and the tests need from Debian's or Ubuntu's packages, and nothing that is there already.
#   tests/install.sh [quickstart|tests]
set -euo pipefail

quickstart=(ca-certificates curl git gcc libc6-dev zlib1g-dev make musl-tools uidmap mmdebstrap docker-registry skopeo runc jq)
tests=(podman buildah umoci crun busybox-static oci-image-tool strace zstd attr libcap2-bin python3 util-linux xz-utils bzip2 graphviz openssh-client)

wanted=("${quickstart[@]}")
[ "${1:-quickstart}" = tests ] && wanted+=("${tests[@]}")

missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "install.sh: these packages are missing and there is neither root nor sudo: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=240 update -qq

# A second client that a release no longer carries is left out; the tests that need it say so and are reported skipped.
available=()
for package in "${missing[@]}"; do
  if apt-cache show "$package" >/dev/null 2>&1; then available+=("$package"); else echo "Not in this release: $package"; fi
done
[ ${#available[@]} -eq 0 ] && exit 0

# A package's own service is not wanted: the scripts start what they need on free ports and stop it.
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=240 install -y -qq --no-install-recommends "${available[@]}" >/dev/null
