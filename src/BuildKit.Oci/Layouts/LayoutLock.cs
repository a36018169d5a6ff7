using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layouts;

/// <summary>One writer at a time for a layout's index, across processes. The empty lock file stays, since removing it would let two in.</summary>
internal static class LayoutLock
{
    private const string Name = ".index.lock";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>How long others may hold a layout: updating an index takes milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the lock; disposing gives it back. A killed process's lock is free.</summary>
    public static async Task<IDisposable> AcquireAsync(string directory, TimeSpan patience, CancellationToken ct)
    {
        string path = Path.Combine(directory, Name);
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (waited < patience && File.Exists(path))
            {
                await Task.Delay(Pause, ct).ConfigureAwait(false);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new BuildKitException(
                    OciErrorCodes.LayoutBusy, $"'{directory}' has been held by another process for {patience.TotalSeconds} seconds.", "Wait for it or end it, then try again.", exception);
            }
            catch (Exception exception) when (DiskErrors.IsDisk(exception))
            {
                throw DiskErrors.Write(path, exception);
            }
        }
    }
}
