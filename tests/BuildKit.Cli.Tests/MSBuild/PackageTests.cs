using System.Text.RegularExpressions;
using BuildKit.Cli.Tests.Processes;
using BuildKit.MSBuild;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.MSBuild;

/// <summary>The package BuildKit.MSBuild in a solution, by <c>dotnet build</c>.</summary>
public sealed partial class PackageTests(ShopSolution shop) : IClassFixture<ShopSolution>
{
    // Everything is restored by the first build, so the tests have one order.
    [Fact]
    public async Task A_solution_builds_each_image_once_and_the_next_time_finds_all_cached_pushes_and_deploys()
    {
        string first = await shop.SucceedAsync("build", "Shop.slnx", "-t:BuildImage");
        Assert.Contains("0 Warning(s)", first, StringComparison.Ordinal);
        Assert.Equal(["api", "jobs"], BuiltImage().Matches(first).Select(line => line.Groups[1].Value).Order());
        Assert.Equal(2, Regex.Count(first, @"1 step: 0 cached, 1 ran"));

        string again = await shop.SucceedAsync("build", "src/Jobs", "--no-restore", "-t:BuildImage", "-getProperty:BuildKitImageDigest");
        Assert.Equal(DigestOf(first, "jobs"), again.Trim());
        string metadata = await File.ReadAllTextAsync(Path.Combine(shop.Folder, "src", "Jobs", "obj", "buildkit-images.json"), TestContext.Current.CancellationToken);
        Assert.Contains(again.Trim(), metadata, StringComparison.Ordinal);

        string host = shop.Registry.Host;
        string pushed = await shop.SucceedAsync("build", "Shop.slnx", "--no-restore", "-t:PushImage", $"-p:BuildKitTag={host}/team/{{name}}:1.0", "-p:BuildKitParameters=text=a%3Bb");
        Assert.Contains("1 step: 1 cached, 0 ran", pushed, StringComparison.Ordinal);
        Assert.Equal(DigestOf(first, "jobs"), await InspectAsync($"{host}/team/jobs:1.0"));
        Assert.Equal(DigestOf(pushed, "api"), await InspectAsync($"{host}/team/api:1.0"));
        Assert.NotEqual(DigestOf(first, "api"), DigestOf(pushed, "api"));

        string deployed = await shop.SucceedAsync("build", "Shop.slnx", "--no-restore", "-t:PushImage", "-p:BuildKitEnvironment=Dev", $"-p:BuildKitParameters=registry={host}");
        Assert.Single(Regex.Matches(deployed, $"pushed {host}/shop/api:dev"));
        Assert.Equal(DigestOf(first, "api"), await InspectAsync($"{host}/shop/api:dev"));
        await AssertMistakesAreToldAsync();
    }

    private async Task AssertMistakesAreToldAsync()
    {
        shop.Write("two; three/Buildfile", "image Api from scratch\n{\n    Wriite(\"/api\", \"x\");\n}\n");
        shop.Write("old/buildkit", "#!/bin/sh\n[ \"$1\" != --version ] || { echo buildkit 0.0.1; exit 0; }\necho no JSON today >&2\nexit 3\n");
        await Tool.RunAsync("chmod", "755", Path.Combine(shop.Folder, "old", "buildkit"));
        shop.Write("Mistakes.proj", """
            <Project>
              <Target Name="Build">
                <MSBuild Projects="src/Shop.Api/Shop.Api.csproj;src/Jobs/Jobs.csproj" Targets="BuildImage" Properties="BuildKitBuildfile=../../two%3B three/Buildfile" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Jobs/Jobs.csproj" Targets="PushImage" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Jobs/Jobs.csproj" Targets="DeployImage" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Shop.Core/Shop.Core.csproj" Targets="BuildImage" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Jobs/Jobs.csproj" Targets="BuildImage" Properties="BuildKitCommand=/nowhere/buildkit" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Jobs/Jobs.csproj" Targets="BuildImage" Properties="BuildKitCommand=../../old/buildkit" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="src/Jobs/Jobs.csproj" Targets="BuildImage;PushImage" Properties="BuildKitCommand=/nowhere/buildkit;DesignTimeBuild=true" ContinueOnError="ErrorAndContinue" />
              </Target>
            </Project>
            """);
        ToolResult result = await shop.RunAsync("msbuild", "Mistakes.proj", "-clp:NoSummary");
        Assert.Equal(1, result.ExitCode);
        string[] lines = [.. result.Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(" BK", StringComparison.Ordinal))];
        Assert.Single(lines, line => line.StartsWith($"{shop.Folder}/two; three/Buildfile(3,5): error BK2001: there is no step or function 'Wriite'", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith($"{shop.Folder}/two; three/Buildfile(3,5): error BK2001:      |     ^^^^^^", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Contains($": error {MSBuildErrorCodes.NowhereToPush}: ", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Contains($"Shop.Core.csproj : warning {MSBuildErrorCodes.NoImage}: No image of ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($": error {MSBuildErrorCodes.ToolMissing}: ", StringComparison.Ordinal) && line.Contains("dotnet tool install buildkit", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($": warning {MSBuildErrorCodes.ToolOlder}: buildkit 0.0.1 is older than ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($": error {MSBuildErrorCodes.ToolFailed}: no JSON today", StringComparison.Ordinal));
    }

    private static async Task<string> InspectAsync(string reference) =>
        (await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", $"docker://{reference}")).Trim();

    private static string DigestOf(string output, string image) => Regex.Match(output, $@"^ *{image}:latest +(sha256:[0-9a-f]+)", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^ *(\w+):latest +sha256:", RegexOptions.Multiline)]
    private static partial Regex BuiltImage();
}
