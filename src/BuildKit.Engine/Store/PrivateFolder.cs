namespace BuildKit.Engine.Store;

/// <summary>Folders that only their owner may enter.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder, mode 0700, with the folders above it; leaves one that exists as it is.</summary>
    internal static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // A user's own profile is private there already.
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
