// Buildfile
using "debian.buildfile" as debian;

param string configuration = "Release" in ["Debug", "Release"];
param int    port = 8080;
param string[] extras = [];
secret feedToken = Secret.Env("FEED_TOKEN");

var sdk = "mcr.microsoft.com/dotnet/sdk:10.0";          // pinned to a digest in buildkit.lock
string Title(string name) => $"{name} {git.Version}";

stage Build from sdk
{
    WorkDir("/src");
    Copy("**/*.csproj", to: ".", parents: true);
    Run("dotnet restore Api", mounts: [Cache("/var/cache/nuget"), feedToken.At("/run/secrets/feed")], network: true);
    Copy(".", to: ".", exclude: ["**/bin", "**/obj"]);
    Run($"dotnet publish Api -c {configuration} -o /out --no-restore");
    if (configuration == "Debug") { debian.AptInstall(["gdb", ..extras]); }
}

image Api from "mcr.microsoft.com/dotnet/aspnet:10.0" for ["linux/amd64", "linux/arm64"]
{
    Copy("/out", to: "/app", from: Build, owner: "app");
    Write("/app/build.txt", $"""
        commit {git.Sha}
        built  {git.CommitTime}
        """);
    Env("ASPNETCORE_HTTP_PORTS", $"{port}");
    Label("org.opencontainers.image.title", Title("Api"));
    Expose(port);
    User("app");
    Entrypoint("dotnet", "/app/Api.dll");
}

test Smoke of Api
{
    Start(ready: Port(8080), timeout: "30s");           // the image's own entrypoint
    Run("wget -qO- http://localhost:8080/health");
}

environment Dev     { Registry("localhost:5000/dev/api");     Tag(git.ShortSha); }
environment Staging { After(Dev);     Registry("localhost:5001/staging/api"); Require(Passed(Smoke), CleanSource()); }
environment Prod    { After(Staging); Registry("registry.example.com/prod/api"); Tag(git.Version);
                      Require(Signed("keys/release.pub"), Soak("24h"), Approved(1, by: ["keys/lead.pub"])); }
