#!/usr/bin/env bash
# Registers an emulator of arm64 with the kernel, for the test of runs for another processor. Where that is not allowed, as in most containers,
# or where this is such a machine, nothing is done and the test says why it is skipped.
set -euo pipefail
registered=/proc/sys/fs/binfmt_misc/qemu-aarch64
[ "$(uname -m)" = aarch64 ] || [ -e $registered ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
if ! command -v update-binfmts >/dev/null || [ ! -e /usr/bin/qemu-aarch64-static ]; then
  echo "Installing qemu-user-static binfmt-support"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=240 install -y -qq --no-install-recommends qemu-user-static binfmt-support >/dev/null
fi
"${as_root[@]}" update-binfmts --enable qemu-aarch64
[ -e $registered ]
