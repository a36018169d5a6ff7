#!/usr/bin/env bash
# Makes the context of the Buildfile beside this script in a folder of your choice:
#   examples/bases/prepare.sh FOLDER
# A small Debian (or Ubuntu) root filesystem from packages, and the .NET that `dotnet` on the PATH belongs to.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: prepare.sh FOLDER}
mkdir -p "$folder"

. /etc/os-release
# ICU's package is named after its version, which differs from release to release.
include='ca-certificates,zlib1g,libstdc++6,?name(^libicu[0-9]+$)'
case "$VERSION_CODENAME" in
  trixie | noble | plucky | questing | resolute) include+=,libssl3t64 ;;
  *) include+=,libssl3 ;;
esac

if [ ! -f "$folder/rootfs.tar" ]; then
  mmdebstrap --quiet --variant=minbase --include="$include" --skip=output/dev \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$VERSION_CODENAME" "$folder/rootfs.part.tar"
  mv "$folder/rootfs.part.tar" "$folder/rootfs.tar"
fi

if [ ! -d "$folder/dotnet" ]; then
  installed=$(dirname "$(readlink -f "$(command -v dotnet)")")
  rm -rf "$folder/dotnet.part"
  # Hard links where the file system allows them: half a gigabyte is not copied for nothing.
  cp -al "$installed" "$folder/dotnet.part" 2>/dev/null || { rm -rf "$folder/dotnet.part"; cp -a "$installed" "$folder/dotnet.part"; }
  mv "$folder/dotnet.part" "$folder/dotnet"
fi

cp "$here/Buildfile" "$folder/Buildfile"
