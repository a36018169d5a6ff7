using BuildKit.Engine.Snapshots;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>A folder of one test, removed with whatever is in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("buildkit-trees-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public SnapshotStore Store(string name = "store") => new(this[name + "/layers"], this[name + "/tmp"]);

    public string MakeFolder(string name) => Directory.CreateDirectory(this[name]).FullName;

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => SnapshotStore.RemoveTree(Path);
}
