using BuildKit.Cli.Hosting;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Cli.Building;

/// <summary>An ordinary user's second start, inside a user namespace.</summary>
internal static class NamespaceReentry
{
    /// <summary>Does the work, and where it needs a user namespace, starts this program again inside one with the same arguments.</summary>
    /// <returns>The exit code of whichever process did the work.</returns>
    public static async Task<int> RunAsync(CommandHost host, Func<Task<int>> work, CancellationToken ct)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (NamespaceNeededException)
        {
            host.CloseStore();
            host.Terminal.Flush();
            return await UserNamespace.ReexecuteAsync(SandboxLauncher.Find(), host.Arguments, ct).ConfigureAwait(false);
        }
    }
}
