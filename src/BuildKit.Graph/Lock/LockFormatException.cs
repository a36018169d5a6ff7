namespace BuildKit.Graph.Lock;

/// <summary>Carries the first mistake of a lock file out of its reader.</summary>
internal sealed class LockFormatException(string code, string message, long start, long length) : Exception(message)
{
    internal string Code { get; } = code;

    /// <summary>Offset in UTF-8 bytes.</summary>
    internal long Start { get; } = start;

    /// <summary>Length in UTF-8 bytes.</summary>
    internal long Length { get; } = length;
}
