namespace BuildKit.Engine.Sandbox;

/// <summary>
/// The user namespace that an ordinary user's process re-executes itself into before it runs, unpacks, diffs or deletes
/// anything; inside, the code is the same as root's.
/// </summary>
public static class UserNamespace
{
    /// <summary>The variable that marks a process inside; its value is <c>1</c>.</summary>
    public const string MarkerVariable = "BUILDKIT_USERNS";

    /// <summary>Whether this process lacks what a sandbox needs and is not inside yet.</summary>
    public static bool IsNeeded => throw new NotSupportedException();

    /// <summary>
    /// Whether more than one user id is usable: true for root, and inside a namespace with a range of /etc/subuid. Without it files
    /// of another owner cannot be written.
    /// </summary>
    public static bool HasManyIds => throw new NotSupportedException();

    /// <summary>Runs this program again inside a user namespace with the same standard streams, and waits for its end.</summary>
    /// <param name="launcher">The launcher program.</param>
    /// <param name="arguments">The command line's arguments, without the program.</param>
    /// <param name="ct">Kills the inner process.</param>
    /// <returns>The inner process's exit code; 128 plus the signal's number where a signal ended it.</returns>
    /// <exception cref="BuildKit.Oci.BuildKitException"><c>BK4003</c> with cause and cure where the namespace is refused.</exception>
    public static Task<int> ReexecuteAsync(SandboxLauncher launcher, IReadOnlyList<string> arguments, CancellationToken ct) =>
        throw new NotSupportedException(launcher.Path);
}
