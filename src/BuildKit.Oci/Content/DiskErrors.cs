namespace BuildKit.Oci.Content;

/// <summary>Words for what a disk does, with the cure where the cause is known.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int OverQuota = 122;

    /// <summary>Whether the failure is the disk's, and not a defect.</summary>
    public static bool IsDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static BuildKitException Write(string path, Exception cause) => new(
        OciErrorCodes.WriteFailed,
        cause.HResult switch
        {
            NoSpace => $"The disk is full: '{path}' could not be written.",
            OverQuota => $"The disk quota is used up: '{path}' could not be written.",
            _ => $"'{path}' could not be written: {cause.Message}",
        },
        cause.HResult switch
        {
            NoSpace or OverQuota => "Free some space and run the command again; nothing half-written was kept.",
            ReadOnly => "The filesystem is read-only: name another place, or mount it writable.",
            _ when cause is UnauthorizedAccessException => "Give yourself the right to write there, or name another place.",
            _ => null,
        },
        cause);

    public static BuildKitException Read(string path, Exception cause) => new(
        OciErrorCodes.ReadFailed,
        $"'{path}' could not be read: {cause.Message}",
        cause is UnauthorizedAccessException ? "Give yourself the right to read it." : null,
        cause);
}
