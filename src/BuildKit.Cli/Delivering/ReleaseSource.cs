using System.Collections.Immutable;
using System.Text;
using BuildKit.Cli.Buildfiles;
using BuildKit.Delivery.Evidence;
using BuildKit.Engine.Context;
using BuildKit.Facts;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Cli.Delivering;

/// <summary>What a release is built from: the work tree, the build context, the Buildfiles and the values given on the command line.</summary>
/// <param name="buildfile">The Buildfile.</param>
/// <param name="parameters">The values given with <c>--set</c>.</param>
/// <param name="store">The store, which is no part of a context that it lies in.</param>
/// <param name="tool">The program.</param>
internal sealed class ReleaseSource(BoundBuildfile buildfile, IReadOnlyDictionary<string, string> parameters, string store, string tool)
{
    /// <summary>What is so at this moment. Names of the context are read, and no file.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The repository or the context cannot be read.</exception>
    public SourceFacts Read(CancellationToken ct)
    {
        using GitFacts? git = GitFacts.Discover(buildfile.ContextDirectory);
        return RecordedGit.Record(git, git?.FirstChange ?? git?.FirstUnknown(Inputs(ct)), tool) with { Parameters = Given() };
    }

    /// <summary>What Git's own status does not tell: ignored files that the context holds all the same, empty folders, and Buildfiles from elsewhere.</summary>
    private IEnumerable<string> Inputs(CancellationToken ct)
    {
        string root = buildfile.ContextDirectory;
        IEnumerable<string> context = ContextScanner.Scan(root, store, ct).Enumerate(LayerPath.Root).Select(entry => Path.Combine(root, Encoding.UTF8.GetString(entry.Path.Span)));
        string buildLock = Path.Combine(buildfile.Directory, BuildfileLoader.LockFileName);
        return [.. buildfile.Files, .. File.Exists(buildLock) ? [buildLock] : Array.Empty<string>(), .. context];
    }

    private ImmutableArray<SourceParameter>? Given() => parameters.Count == 0
        ? null
        : [.. parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => new SourceParameter(parameter.Key, Digest.Of(Encoding.UTF8.GetBytes(parameter.Value))))];
}
