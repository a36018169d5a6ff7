namespace BuildKit.Tests.Files;

/// <summary>A temporary folder of one test; gone when it ends.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("buildkit-test-").FullName;

    /// <summary>A path in the folder.</summary>
    public static string operator /(TestFolder folder, string name) => System.IO.Path.Combine(folder.Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
