using BuildKit.Engine.Native;

namespace BuildKit.Engine.Context;

/// <summary>Whether a file's times tell it from what it may yet become: one that was changed just now can change again without another time.</summary>
internal static class SettledTime
{
    // The kernel stamps files by a clock that ticks 100 to 1000 times a second; a stamp without nanoseconds is one of a coarser filesystem.
    private const long FineGranularity = 20_000_000;
    private const long CoarseGranularity = 2_000_000_000;

    /// <summary>Nanoseconds since 1970.</summary>
    internal static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>Whether every change after <paramref name="now"/> shows in the status.</summary>
    internal static bool IsSettled(in FileStatus status, long now)
    {
        bool isCoarse = status.ModifyNanoseconds == 0 && status.ChangeNanoseconds == 0;
        return Math.Max(status.ModifyTime, status.ChangeTime) < now - (isCoarse ? CoarseGranularity : FineGranularity);
    }
}
