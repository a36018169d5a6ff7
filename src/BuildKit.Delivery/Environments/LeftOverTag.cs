using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Environments;

/// <summary>
/// The environment's tag of an image that the release in effect does not have. Nothing moves it any more, and not every registry lets a tag be removed, so whoever
/// pulls by it goes on getting the image of an older release.
/// </summary>
/// <param name="Place">The tag in full, such as <c>localhost:5000/dev/web:dev</c>.</param>
/// <param name="Names">What it names.</param>
public sealed record LeftOverTag(string Place, Digest Names)
{
    /// <summary>Looks for those of all images that the environment ever had beside others.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The registry failed.</exception>
    public static async Task<ImmutableArray<LeftOverTag>> FindAsync(EnvironmentRepositories repositories, EnvironmentState state, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<LeftOverTag>();
        IEnumerable<string> present = state.Head is { } head ? Below(head) : [];
        foreach (string name in state.History.SelectMany(Below).Distinct().Except(present, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            RegistryRepository repository = repositories.Below(name);
            string tag = repositories.Environment.Tag;
            if (await repository.ResolveAsync(tag, ct).ConfigureAwait(false) is { } named)
            {
                found.Add(new LeftOverTag($"{repository.DisplayName}:{tag}", named.Digest));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The images that have repositories of their own: where there is one, it is in the environment's.</summary>
    private static IEnumerable<string> Below(PromotionRecord record) => record.Images.Length == 1 ? [] : record.Images.Select(image => image.Name);
}
