#!/bin/sh
# Builds the launcher: build.sh RID OUTPUT-FOLDER. Says what to install where a tool is missing.
set -eu
rid=$1
output=${2%/}
case $rid in
    linux-x64 | linux-musl-x64) machine=x86_64 ;;
    linux-arm64 | linux-musl-arm64) machine=aarch64 ;;
    *) echo "error BK4001: the sandbox launcher is not built for $rid; linux-x64 and linux-arm64 are" >&2; exit 1 ;;
esac
compiler=musl-gcc
cure="apt-get install make musl-tools"
if [ "$machine" != "$(uname -m)" ]; then
    # A cross compiler's own C library serves as well: the program is static and uses little of it.
    compiler=$machine-linux-gnu-gcc
    cure="apt-get install make gcc-$(echo "$machine" | tr _ -)-linux-gnu"
    if command -v "$machine-linux-musl-gcc" >/dev/null 2>&1; then
        compiler=$machine-linux-musl-gcc
    fi
fi
for tool in make "$compiler"; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "error BK4001: $tool, which builds the sandbox launcher for $rid, is not installed; $cure" >&2
        exit 1
    fi
done
mkdir -p "$output"
set -- make --silent -C "$(dirname "$0")" CC="$compiler" MACHINE="$machine" OUT="$output"

# Several projects of one build want the launcher at once.
if command -v flock >/dev/null 2>&1; then
    exec flock "$output/lock" "$@"
fi
exec "$@"
