using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary>A world whose facts are given; counts what it is asked.</summary>
internal sealed class FixedFacts : IBuildFacts
{
    private IGitFacts? git = new FixedGit();

    public List<string> Asked { get; } = [];

    public Platform BuildPlatform { get; init; } = new("linux", "amd64");

    public bool PublishesOnHost { get; init; }

    public DateTimeOffset? SourceDateEpoch { get; init; }

    public IGitFacts? Git
    {
        get
        {
            Asked.Add("git");
            return git;
        }

        init => git = value;
    }

    /// <summary>The environment of every base, or null where no base is known.</summary>
    public ImmutableArray<EnvironmentVariable>? BaseEnv { get; init; } = [new("PATH", "/usr/bin"), new("EMPTY", "")];

    public BuildKitException? Failure { get; init; }

    public BaseImage? ResolveBase(ImageReference reference, Platform platform)
    {
        Asked.Add($"{reference} {platform}");
        return Failure is null ? Image(platform) : throw Failure;
    }

    public BaseImage? ResolveLayout(string path, string? tag, Platform platform)
    {
        Asked.Add($"{path} {tag} {platform}");
        return Image(platform);
    }

    /// <summary>The projects that there are, by path.</summary>
    public Dictionary<string, DotNetProject> Projects { get; init; } = [];

    public DotNetProject ResolveProject(ProjectQuery query)
    {
        Asked.Add($"{query.Path} {string.Join(' ', query.Properties.Select(property => $"{property.Key}={property.Value}"))}");
        return Projects.TryGetValue(query.Path, out DotNetProject? project) ? project : throw new BuildKitException("BK2573", $"no {query.Path}", "a place in it");
    }

    public ImmutableArray<string> ResolveSolution(string path)
    {
        Asked.Add(path);
        return [.. Projects.Keys.Order(StringComparer.Ordinal)];
    }

    private BaseImage? Image(Platform platform) => BaseEnv is not { } env ? null : new BaseImage(
        Digest.Of("manifest"u8), new ImageConfig(platform, ContainerConfig.Empty with { Env = env }, [], [], null, null));
}
