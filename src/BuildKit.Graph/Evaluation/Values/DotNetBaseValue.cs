using BuildKit.Graph.Facts;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>DotNet.Runtime(project)</c> or <c>DotNet.Sdk(project)</c>, not yet of any platform.</summary>
/// <param name="Project">What runs on it, or is built with it.</param>
/// <param name="IsSdk">Whether it is the SDK.</param>
/// <param name="Version">The major and minor version, such as <c>10.0</c>.</param>
/// <param name="Family">What stands in front of <c>/aspnet</c>, <c>/runtime</c>, <c>/runtime-deps</c> and <c>/sdk</c>.</param>
/// <param name="Variant">What the Buildfile says; null where that follows from the project and the platform.</param>
internal sealed record DotNetBaseValue(DotNetProject Project, bool IsSdk, Version Version, string Family, string? Variant)
{
    /// <summary>Where Microsoft's own images are.</summary>
    internal const string MicrosoftFamily = "mcr.microsoft.com/dotnet";
}
