using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>The references of .NET's images, by the names and tags that Microsoft gives to its own.</summary>
internal static class DotNetReference
{
    // Tags of images without globalization data, and of SDKs that can compile natively, begin with these versions.
    private const int FirstWithExtra = 8;
    private const int FirstWithAot = 10;

    /// <summary>The reference for a platform.</summary>
    internal static string Of(DotNetBaseValue image, Platform platform)
    {
        string repository = image.IsSdk ? "sdk" : RuntimeFor(image.Project);
        string variant = image.Variant ?? (image.IsSdk ? SdkVariant(image, platform) : IsMusl(image.Project, platform) ? "alpine" : "");
        string extra = !image.IsSdk && NeedsExtra(image, repository, variant) ? "-extra" : "";
        return $"{image.Family}/{repository}:{image.Version}{(variant.Length > 0 ? "-" : "")}{variant}{extra}";
    }

    /// <summary>The version of the SDK that builds a project: the highest of those that it targets and the one that its global.json names; null where nothing says.</summary>
    internal static Version? SdkVersion(DotNetProject project)
    {
        IEnumerable<Version> targeted = project.TargetFrameworks.Append(project.TargetFramework)
            .Where(framework => FrameworkName.TryParse(framework, out _, out _))
            .Select(framework => FrameworkName.TryParse(framework, out Version version, out _) ? version : new Version());
        IEnumerable<Version> named = Version.TryParse(project.SdkVersion.Split('-')[0], out Version? asked) ? [new Version(asked.Major, asked.Minor)] : [];
        return targeted.Concat(named).Max();
    }

    private static string RuntimeFor(DotNetProject project) => project.IsSelfContained ? "runtime-deps" : project.IsWeb ? "aspnet" : "runtime";

    private static string SdkVariant(DotNetBaseValue image, Platform platform) =>
        !image.Project.IsAot || image.Version.Major < FirstWithAot ? "" : IsMusl(image.Project, platform) ? "alpine-aot" : "aot";

    private static bool IsMusl(DotNetProject project, Platform platform) =>
        RuntimeIdentifier.For(platform, project.RuntimeIdentifiers).StartsWith("linux-musl-", StringComparison.Ordinal);

    // Chiseled images and Alpine's have no ICU and no time zones; Alpine has them, as -extra, for runtime-deps alone.
    private static bool NeedsExtra(DotNetBaseValue image, string repository, string variant) =>
        !image.Project.IsInvariant && image.Version.Major >= FirstWithExtra
        && (variant.EndsWith("-chiseled", StringComparison.Ordinal)
            || (repository == "runtime-deps" && variant.StartsWith("alpine", StringComparison.Ordinal) && !variant.Contains('-', StringComparison.Ordinal)));
}
