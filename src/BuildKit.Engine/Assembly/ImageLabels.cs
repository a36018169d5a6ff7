using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>The labels that every image gets: <c>revision</c> and <c>created</c> (OCI image-spec, annotations.md), where Git or the user say them.</summary>
internal static class ImageLabels
{
    private const string Revision = "org.opencontainers.image.revision";
    private const string Created = "org.opencontainers.image.created";

    /// <summary>The configuration with the labels; one that the Buildfile sets stays. What a base says of itself does not hold for this image.</summary>
    /// <param name="inherited">The base's labels; null on scratch.</param>
    internal static ContainerConfig AddTo(ContainerConfig config, ImageTarget target, ImmutableSortedDictionary<string, string>? inherited)
    {
        string? created = target.Created?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return config with { Labels = Set(Set(config.Labels, inherited, Revision, target.Revision), inherited, Created, created) };
    }

    private static ImmutableSortedDictionary<string, string> Set(
        ImmutableSortedDictionary<string, string> labels, ImmutableSortedDictionary<string, string>? inherited, string name, string? value)
    {
        bool isDeclared = labels.TryGetValue(name, out string? present) && present != inherited?.GetValueOrDefault(name);
        return isDeclared ? labels : value is null ? labels.Remove(name) : labels.SetItem(name, value);
    }
}
