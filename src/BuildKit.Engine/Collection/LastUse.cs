namespace BuildKit.Engine.Collection;

/// <summary>When a file or folder of the store was last used: the time on it, which is set anew at most once a day, so that a warm build writes nothing.</summary>
internal static class LastUse
{
    private static readonly TimeSpan Grain = TimeSpan.FromDays(1);

    /// <summary>Notes a use.</summary>
    internal static void Note(string path)
    {
        try
        {
            DateTime now = DateTime.UtcNow;
            if (File.GetLastWriteTimeUtc(path) < now - Grain)
            {
                File.SetLastWriteTimeUtc(path, now);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone meanwhile, or the disk is full: then it counts as used when it was.
            return;
        }
    }

    /// <summary>When that was.</summary>
    internal static DateTime Of(string path) => File.GetLastWriteTimeUtc(path);
}
