namespace BuildKit.Engine.Containers;

/// <summary>A file or folder of the host that a container sees.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record ContainerVolume(string Source, string Target, bool ReadOnly)
{
    /// <summary>Reads <c>HOST:CONTAINER[:ro|rw]</c>; a relative host path is relative to the current directory.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException"><c>BK4015</c> where it is written otherwise or the host path does not exist.</exception>
    public static ContainerVolume Parse(string text) => throw new NotSupportedException(text);
}
