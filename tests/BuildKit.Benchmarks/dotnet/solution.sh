#!/usr/bin/env bash
# Makes a solution of a service and libraries that it refers to, with central package management, a Buildfile and the usual Dockerfile:
#   tests/BuildKit.Benchmarks/dotnet/solution.sh FOLDER [PROJECTS]
set -euo pipefail
folder=${1:?usage: solution.sh FOLDER [PROJECTS]} projects=${2:-30}
mkdir -p "$folder/src/Api/wwwroot"
cd "$folder"

cat >Directory.Build.props <<'XML'
<Project>
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
XML
cat >Directory.Packages.props <<'XML'
<Project>
  <PropertyGroup>
    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Microsoft.Data.Sqlite" Version="10.0.15" />
    <PackageVersion Include="Newtonsoft.Json" Version="13.0.1" />
  </ItemGroup>
</Project>
XML

# Library N refers to 2N and 2N+1, so that the closure is a tree of all of them below library 1.
libraries=$((projects - 1))
for n in $(seq "$libraries"); do
  mkdir -p "src/Part$n"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
    [ $((n % 5)) -ne 0 ] || echo '<PackageReference Include="Newtonsoft.Json" />'
    for below in $((2 * n)) $((2 * n + 1)); do [ "$below" -gt "$libraries" ] || echo "<ProjectReference Include=\"../Part$below/Part$below.csproj\" />"; done
    echo '</ItemGroup></Project>'
  } >"src/Part$n/Part$n.csproj"
  for file in $(seq 10); do
    echo "namespace Parts; public static class Part${n}Number$file { public static int Of(int x) => (x * $n) + $file; }" >"src/Part$n/Number$file.cs"
  done
done

{
  echo '<Solution>'
  for project in Api $(seq --format Part%g "$libraries"); do echo "  <Project Path=\"src/$project/$project.csproj\" />"; done
  echo '</Solution>'
} >Parts.slnx

cat >src/Api/Api.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.Sqlite" />
    <ProjectReference Include="../Part1/Part1.csproj" />
  </ItemGroup>
</Project>
XML
cat >src/Api/Program.cs <<'CS'
WebApplication app = WebApplication.CreateBuilder(args).Build();
app.MapStaticAssets();
app.MapGet("/", () => "Change 0");
app.MapGet("/number", () => Parts.Part1Number1.Of(20));
app.Run();
CS
echo '{ "Logging": { "LogLevel": { "Default": "Information" } } }' >src/Api/appsettings.json
for page in $(seq 20); do seq "$page" 2000 | sed 's/^/<p>/' >"src/Api/wwwroot/page$page.html"; done

cat >Buildfile <<'BUILD'
param string family;

var api = DotNet.Project("src/Api/Api.csproj");
image App from DotNet.Runtime(api, family: family) { Publish(api, to: "/app"); }
BUILD
{
  printf '**/bin\n**/obj\nBuildfile\nbuildkit.lock\nDockerfile\n'
} >.dockerignore
printf 'bin\nobj\n' >.gitignore
printf '**/bin\n**/obj\nDockerfile\ncertificates.crt\n' >.buildignore

# Each project file by itself, as restoring only where one has changed needs it.
{
  printf 'ARG SDK\nARG RUNTIME\nFROM ${SDK} AS build\nWORKDIR /src\nCOPY Directory.Build.props Directory.Packages.props ./\n'
  for project in src/*/*.csproj; do echo "COPY $project ${project%/*}/"; done
  cat <<'DOCKER'
ARG NUGET_CERT_REVOCATION_MODE
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN dotnet restore src/Api
COPY . .
RUN dotnet publish src/Api -c Release -o /out --no-restore
FROM ${RUNTIME}
COPY --from=build /out /app
WORKDIR /app
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
USER 1654:1654
ENTRYPOINT ["dotnet", "/app/Api.dll"]
DOCKER
} >Dockerfile
