using BuildKit.Oci;

namespace BuildKit.Engine.Containers;

/// <summary>A file or folder of the host that a container sees.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record ContainerVolume(string Source, string Target, bool ReadOnly)
{
    /// <summary>Reads <c>HOST:CONTAINER[:ro|rw]</c>; a relative host path is relative to the current directory.</summary>
    /// <exception cref="BuildKitException"><c>BK4015</c> where it is written otherwise or the host path does not exist.</exception>
    public static ContainerVolume Parse(string text)
    {
        var parts = text.Split(':');
        if (parts is not [{ Length: > 0 }, ['/', ..]] and not [{ Length: > 0 }, ['/', ..], "ro" or "rw"])
        {
            throw new BuildKitException(
                ExecutionErrorCodes.VolumeInvalid,
                $"The volume '{text}' is not written HOST:CONTAINER or HOST:CONTAINER:ro.",
                "The container's path is absolute, and neither path holds a colon.");
        }

        var source = Path.GetFullPath(parts[0]);
        return Path.Exists(source)
            ? new ContainerVolume(source, parts[1], parts is [_, _, "ro"])
            : throw new BuildKitException(
                ExecutionErrorCodes.VolumeInvalid,
                $"The volume's host path '{source}' does not exist.",
                "Create it first; an empty folder made by itself would hide the mistake.");
    }
}
