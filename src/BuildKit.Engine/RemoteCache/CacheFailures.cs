using BuildKit.Oci;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What is said of a remote cache that cannot be used. To a build each of these is a warning.</summary>
internal static class CacheFailures
{
    internal static BuildKitException Missing(string where) => new(
        ExecutionErrorCodes.CacheMissing, $"There is no remote cache {where} yet.", "Check the name, or let a build write it with --cache-to.");

    internal static BuildKitException Damaged(string where, string how, Exception? cause) => new(
        ExecutionErrorCodes.CacheDamaged, $"The remote cache {where} is damaged: {how.TrimEnd('.')}.", "A build with --cache-to writes it anew.", cause);

    internal static BuildKitException Foreign(string where, string what) => new(
        ExecutionErrorCodes.CacheForeign, $"{where} is no remote cache but {what}.", "Give a tag that is the cache's alone.");

    internal static BuildKitException TooNew(string where) => new(
        ExecutionErrorCodes.CacheTooNew, $"The remote cache {where} was written by a newer version of buildkit.", "Update buildkit (dotnet tool update), or use another tag for this version.");

    internal static BuildKitException Unreachable(string where, Exception cause) => new(
        ExecutionErrorCodes.CacheUnreachable, $"The remote cache {where} cannot be read any further. {cause.Message}", (cause as BuildKitException)?.Advice, cause);

    internal static BuildKitException NotWritten(string where, Exception cause) => new(
        ExecutionErrorCodes.CacheNotWritten, $"The remote cache {where} was not written. {cause.Message}", (cause as BuildKitException)?.Advice, cause);

    /// <summary>What is said of a failure while a cache is read.</summary>
    internal static BuildKitException ToWarning(string where, Exception failure) => failure switch
    {
        BuildKitException { Code: ExecutionErrorCodes.CacheMissing or ExecutionErrorCodes.CacheDamaged or ExecutionErrorCodes.CacheForeign or ExecutionErrorCodes.CacheTooNew } said => said,
        BuildKitException known when IsDamage(known.Code) => Damaged(where, known.Message, known),
        _ => Unreachable(where, failure),
    };

    /// <summary>Whether a failure is about one blob: others of the same cache may be whole.</summary>
    internal static bool IsDamage(string code) => code
        is ExecutionErrorCodes.CacheDamaged or ExecutionErrorCodes.LayerIndexDamaged or OciErrorCodes.ContentMismatch or OciErrorCodes.CompressionInvalid
        or OciErrorCodes.RegistryNotFound or OciErrorCodes.LimitExceeded;

    /// <summary>Whether a failure is the world's, and not a defect or the end of the build.</summary>
    internal static bool IsWorld(Exception failure, CancellationToken ct) => failure
        is BuildKitException or IOException or UnauthorizedAccessException or HttpRequestException
        || (failure is OperationCanceledException && !ct.IsCancellationRequested);
}
