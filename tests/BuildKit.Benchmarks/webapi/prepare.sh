# The example service on the bases of .NET.
sdk=$bases/dotnet/sdk:10.0 runtime=$bases/dotnet/aspnet:10.0
examples/bases/prepare.sh "$repository/artifacts/bases"
"$tool" build -f artifacts/bases/Buildfile Runtime Sdk --progress plain >/dev/null 2>&1
"$tool" push runtime:latest "$runtime" >/dev/null 2>&1
"$tool" push sdk:latest "$sdk" >/dev/null 2>&1
pull_bases "$sdk" "$runtime"

cp -R examples/webapi "$work"
cp tests/BuildKit.Benchmarks/webapi/Dockerfile "$work/Dockerfile"
cp /etc/ssl/certs/ca-certificates.crt "$work/certificates.crt"
sed -i 's/^image Api /image App /; s/ of Api$/ of App/' "$work/Buildfile"
printf 'Dockerfile\ncertificates.crt\n' >>"$work/.buildignore"
printf '**/bin\n**/obj\nBuildfile\nbuildkit.lock\nDockerfile\n' >"$work/.dockerignore"
git -C "$work" init --quiet
git -C "$work" add .
git -C "$work" -c user.name=b -c user.email=b@example.com -c commit.gpgsign=false commit --quiet -m benchmark
set=(--set "family=$bases/dotnet")
arguments=(--build-arg "SDK=$sdk" --build-arg "RUNTIME=$runtime" --build-arg "NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-}")
change() { sed -i "s/Hello[0-9]*, /Hello$1, /" "$work/src/Greetings/Greeting.cs"; }
