using System.Text.Json;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>What an OCI runtime logs in JSON lines; it logs an error only when it failed itself.</summary>
internal static class RuntimeLog
{
    /// <summary>Throws the first error that was logged, if any.</summary>
    /// <param name="path">The log; it need not exist.</param>
    /// <param name="runtime">The runtime's name.</param>
    /// <exception cref="BuildKitException"><c>BK4008</c> where the program could not be started, <c>BK4009</c> where its user has no id here, else <c>BK4011</c>.</exception>
    public static void ThrowError(string path, string runtime)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Select(ErrorOf).FirstOrDefault(text => text is not null) is not { } message)
        {
            return;
        }

        var isProgram = message.Contains("executable file", StringComparison.Ordinal)
            || message.Contains("exec: ", StringComparison.Ordinal)
            || message.Contains("open executable", StringComparison.Ordinal)
            || message.Contains("exec format error", StringComparison.OrdinalIgnoreCase)
            || message.StartsWith("exec", StringComparison.Ordinal);
        throw (isProgram, IsIdentity(message)) switch
        {
            (true, _) => new BuildKitException(
                ExecutionErrorCodes.ProgramNotStarted,
                $"{runtime} could not start the program: {message}.",
                "Check the program's name, that the image holds it, its interpreter and its mode."),
            (_, true) => new BuildKitException(
                ExecutionErrorCodes.IdentityUnavailable,
                $"{runtime} could not become the user: {message}.",
                "Give the user a range of at least 65536 ids in /etc/subuid and /etc/subgid and install newuidmap (uidmap), or run as root."),
            _ => new BuildKitException(
                ExecutionErrorCodes.RuntimeFailed,
                $"{runtime} failed: {message}.",
                "Try --runtime embedded, which needs no OCI runtime."),
        };
    }

    private static bool IsIdentity(string message) =>
        message.Contains("unable to setup user", StringComparison.Ordinal)
        || message.Contains("setresuid", StringComparison.Ordinal)
        || message.Contains("setresgid", StringComparison.Ordinal);

    private static string? ErrorOf(string line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.TryGetProperty("level", out var level) && level.GetString() is "error" or "fatal"
                && entry.RootElement.TryGetProperty("msg", out var text)
                ? text.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A line that was cut off when the runtime was killed says nothing.
            return null;
        }
    }
}
