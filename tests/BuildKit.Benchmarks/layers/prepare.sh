# Layers of files and of commands, on the Debian packages that the base of the example has.
base=$bases/debian:base
examples/bases/prepare.sh "$repository/artifacts/bases"
"$tool" build -f artifacts/bases/Buildfile Runtime --progress plain >/dev/null 2>&1
"$tool" push runtime:latest "$base" >/dev/null 2>&1
pull_bases "$base"

mkdir -p "$work/files"
cp tests/BuildKit.Benchmarks/layers/Buildfile tests/BuildKit.Benchmarks/layers/Dockerfile "$work"
printf 'Buildfile\nbuildkit.lock\nDockerfile\n.buildignore\n.dockerignore\n' | tee "$work/.buildignore" >"$work/.dockerignore"
# 2,000 files of 10 kB that compress to a half or so, the same each time.
awk 'BEGIN { srand(1); for (f = 0; f < 2000; f++) { name = sprintf("'"$work"'/files/%02d", f % 50); if (f < 50) system("mkdir -p " name);
  file = name "/" f ".txt"; for (l = 0; l < 250; l++) printf "%x line of %d and then %x\n", rand() * 2147483647, l, rand() * 2147483647 > file; close(file) } }'
set=(--set "base=$base")
arguments=(--build-arg "BASE=$base")
change() { echo "changed in round $1" >"$work/files/07/7.txt"; }
