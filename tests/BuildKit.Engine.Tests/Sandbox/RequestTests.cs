using System.Diagnostics;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>The launcher takes a whole and known request, or none.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData("", "cut off")]
    [InlineData("arg=sh", "cut off")]
    [InlineData("arg=sh\0", "cut off")]
    [InlineData("end=\0", "names no program")]
    [InlineData("arg=sh\0end=\0more=1\0", "after 'end'")]
    [InlineData("arg\0end=\0", "without '='")]
    [InlineData("arg=sh\0colour=red\0end=\0", "'colour' is unknown")]
    [InlineData("arg=sh\0layer=relative\0end=\0", "not an absolute path")]
    [InlineData("arg=sh\0uid=-1\0end=\0", "not a number")]
    [InlineData("arg=sh\0uid=99999999999\0end=\0", "larger than")]
    [InlineData("arg=sh\0pids=1e3\0end=\0", "not a number")]
    [InlineData("arg=sh\0network=some\0end=\0", "'network' is unknown")]
    [InlineData("arg=sh\0upper=/tmp\0end=\0", "one of 'upper' and 'work'")]
    [InlineData("arg=sh\0at=/x\0end=\0", "follows no mount")]
    [InlineData("arg=sh\0bind=/x\0end=\0", "without 'at'")]
    [InlineData("arg=sh\0mode=mount-only\0end=\0", "no 'root'")]
    [InlineData("arg=sh\0cgroup=../x\0end=\0", "'cgroup' is unknown")]
    [InlineData("arg=sh\0join=net\0end=\0", "not an absolute path")]
    [InlineData("arg=sh\0network=host\0join=/proc/self/ns/net\0end=\0", "both the host's network and one to join")]
    [InlineData("arg=sh\0parent=1\0end=\0", "the invoking process ended")]
    public async Task A_request_that_is_not_whole_and_known_is_refused(string request, string reason)
    {
        var (error, code) = await LaunchAsync(request);
        Assert.Equal(125, code);
        Assert.StartsWith($"error {ExecutionErrorCodes.LauncherProtocol} ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/network", "cannot open the network namespace")]
    [InlineData("/dev/null", "cannot enter the network namespace")]
    [InlineData("/proc/self/ns/uts", "cannot enter the network namespace")]
    public async Task What_is_no_network_cannot_be_joined(string path, string reason)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "entering needs root");
        var (error, code) = await LaunchAsync($"arg=sh\0join={path}\0end=\0");
        Assert.Equal(125, code);
        Assert.StartsWith($"error {ExecutionErrorCodes.NamespaceRefused} ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_has_a_largest_size()
    {
        var (error, code) = await LaunchAsync("arg=" + new string('x', 5 << 20) + "\0end=\0");
        Assert.Equal(125, code);
        Assert.Contains("larger than", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_has_a_most_layers()
    {
        var (error, _) = await LaunchAsync(string.Concat(Enumerable.Repeat("layer=/tmp\0", 501)) + "arg=sh\0end=\0");
        Assert.Contains("more than 500 times 'layer'", error, StringComparison.Ordinal);
    }

    private static async Task<(string Error, int Code)> LaunchAsync(string request)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is Linux's");
        using var process = Process.Start(new ProcessStartInfo(SandboxLauncher.Find().Path)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            await process.StandardInput.WriteAsync(request);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has refused already.
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (error, process.ExitCode);
    }
}
