using BuildKit.Engine.Collection;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Collection;

/// <summary>What tests of collections do.</summary>
internal static class Collecting
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static Task<BuildResult> BuildAsync(BuildWorld world, string content)
    {
        GraphSketch sketch = world.Sketch();
        StepRef run = sketch.Run(sketch.Base(), $"echo {content} > /made");
        return world.BuildAsync(sketch, sketch.Image("App", sketch.Write(run, "/written", content)));
    }

    internal static Task<CollectionReport> CollectAsync(BuildWorld world, CollectionPolicy policy) => new StoreCollector(world.Store).CollectAsync(policy, Ct);

    internal static int Count(CollectionReport report, string kind) => report.Removed.Single(removed => removed.Name == kind).Count;

    // As if everything had last been used five days ago.
    internal static void Age(BuildWorld world)
    {
        foreach (string file in Directory.EnumerateFiles(world.Store.Paths.Results))
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-5));
        }
    }

    internal static string[] Everything(BuildWorld world) =>
    [
        .. Directory.EnumerateFileSystemEntries(world.Store.Paths.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("index.db", StringComparison.Ordinal) && !path.StartsWith(world.Store.Paths.Temporary, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    internal static async Task AssertWholeAsync(BuildWorld world, Descriptor root)
    {
        foreach (Descriptor child in (await world.Store.Blobs.ReadManifestAsync(root, Ct)).Children)
        {
            if (child.MediaType.Contains("manifest", StringComparison.Ordinal))
            {
                await AssertWholeAsync(world, child);
            }
            else
            {
                Assert.True(File.Exists(world.Store.Blobs.PathOf(child.Digest)), child.Digest.ToString());
            }
        }
    }
}
