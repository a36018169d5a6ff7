namespace BuildKit.MSBuild.Tool;

/// <summary>Properties as arguments of the tool.</summary>
internal static class ToolArguments
{
    /// <summary>Which Buildfile, and its parameters.</summary>
    /// <param name="buildfile">The full path.</param>
    /// <param name="context">The full path; null or empty for the Buildfile's folder.</param>
    /// <param name="parameters"><c>NAME=VALUE</c> each.</param>
    public static IEnumerable<string> OfBuildfile(string buildfile, string? context, IEnumerable<string>? parameters) =>
    [
        "--file", buildfile,
        .. string.IsNullOrEmpty(context) ? Array.Empty<string>() : ["--context", context],
        .. (parameters ?? []).SelectMany(parameter => (string[])["--set", parameter]),
    ];

    /// <summary>The names of images: <c>{name}</c> in one stands for the image's own, so that one property can name several.</summary>
    /// <param name="tags">As the property says.</param>
    /// <param name="images">The images, with the name of each in the local store.</param>
    public static IEnumerable<string> OfTags(IEnumerable<string>? tags, IReadOnlyCollection<(string Target, string Name)> images) =>
        (tags ?? []).SelectMany(tag => tag.Contains("{name}", StringComparison.Ordinal)
            ? images.Select(image => $"{image.Target}={tag.Replace("{name}", image.Name, StringComparison.Ordinal)}")
            : [tag]).SelectMany(tag => (string[])["--tag", tag]);
}
