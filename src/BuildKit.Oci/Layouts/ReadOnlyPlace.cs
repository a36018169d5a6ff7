namespace BuildKit.Oci.Layouts;

/// <summary>What is open for reading takes nothing.</summary>
internal static class ReadOnlyPlace
{
    public static BuildKitException Error(string path) => new(
        OciErrorCodes.LayoutUnsupported, $"'{path}' is open for reading; an archive is written as a whole.", "Name another file to write to.");
}
