using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Tests.Execution;

public sealed class SecretFilesTests : IDisposable
{
    private static readonly ProcessUser Root = new(0, 0, [], "/");

    private readonly TestFolder folder = new();

    [Fact]
    public async Task A_build_removes_the_secrets_that_a_killed_one_left()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string left;
        using (var secrets = new SecretFiles(world.Store.Locks))
        {
            left = Path.GetDirectoryName(secrets.Write("s3cr3t"u8.ToArray(), Root))!;
        }

        // The lock of a dead process is free, whatever else there was of it.
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "1"), "s3cr3t");
        GraphSketch sketch = world.Sketch();

        await world.BuildAsync(sketch, sketch.Stage("A", sketch.Base()));

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void The_secrets_of_a_live_build_stay_whichever_store_the_other_one_has()
    {
        Assert.SkipUnless(Shell.IsRoot, "Owners need root.");
        StoreLocks own = Locks("own");
        using var secrets = new SecretFiles(own);
        string file = secrets.Write("s3cr3t"u8.ToArray(), Root);

        SecretFiles.Sweep(own);
        SecretFiles.Sweep(Locks("other"));

        Assert.Equal("s3cr3t", File.ReadAllText(file));
    }

    public void Dispose() => folder.Dispose();

    private StoreLocks Locks(string name) => new(Path.Combine(folder.MakeFolder(name), "ranges"));
}
