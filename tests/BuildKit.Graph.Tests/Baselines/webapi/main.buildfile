// The Buildfile of docs/language.md, as far as this version goes.
using "debian.buildfile" as debian;

param string configuration = "Release" in ["Debug", "Release"];
param int    port = 8080;
param string[] extras = [];
secret feedToken = Secret.Env("FEED_TOKEN");

var sdk = "mcr.microsoft.com/dotnet/sdk:10.0";
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
    Env("PATH", $"/app:{env.PATH}");
    Label("org.opencontainers.image.title", Title("Api"));
    Expose(port);
    User("app");
    Entrypoint("dotnet", "/app/Api.dll");
}
