using BuildKit.Oci;

namespace BuildKit.Engine.Context;

/// <summary>Walks a build context once: names and status, no file's content but the ignore file's.</summary>
public static class ContextScanner
{
    /// <summary>Walks the folder. What cannot be read or copied is an error only when a step selects it.</summary>
    /// <exception cref="BuildKitException">The folder itself cannot be read, or its ignore file is malformed.</exception>
    public static ContextTree Scan(string root, CancellationToken ct) => throw new NotSupportedException();
}
