using System.Collections.Immutable;
using BuildKit.Cli.Errors;
using BuildKit.Graph;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Which stages and images a command line means. Tests are none of them: they are built by nobody (<see cref="TestSelection"/>).</summary>
internal static class TargetSelection
{
    /// <summary>The targets of the given names in their order; all images where no name is given.</summary>
    /// <exception cref="BuildKitException">A name is unknown (BK4305), or there is nothing to build (BK4304).</exception>
    public static ImmutableArray<Target> Select(BuildGraph graph, string buildfile, IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            return [.. names.Select(name => Find(graph, name) ?? throw Unknown(graph, buildfile, name)).Distinct()];
        }

        ImmutableArray<Target> images = [.. graph.Targets.OfType<ImageTarget>()];
        return images.IsEmpty
            ? throw new BuildKitException(
                CommandLineErrorCodes.NothingToBuild,
                $"{buildfile} declares no image.",
                graph.Targets.IsEmpty
                    ? "Declare one: image App from \"docker.io/library/debian:12\" { Copy(\".\", to: \"/app\"); }"
                    : $"Name a stage: buildkit build {graph.Targets[0].Name}")
            : images;
    }

    /// <summary>The target that a name means: as declared, or an image's name in the local store; null where there is none.</summary>
    public static Target? Find(BuildGraph graph, string name) =>
        Built(graph).FirstOrDefault(target => target.Name == name)
        ?? Built(graph).FirstOrDefault(target => target is ImageTarget image && (name == image.LocalName || name == $"{image.LocalName}:latest"))
        ?? OnlyWithoutCase(graph, name);

    private static IEnumerable<Target> Built(BuildGraph graph) => graph.Targets.Where(target => target is not TestTarget);

    private static Target? OnlyWithoutCase(BuildGraph graph, string name)
    {
        Target[] alike = [.. Built(graph).Where(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase))];
        return alike.Length == 1 ? alike[0] : null;
    }

    private static BuildKitException Unknown(BuildGraph graph, string buildfile, string name)
    {
        if (graph.Targets.OfType<TestTarget>().FirstOrDefault(test => string.Equals(test.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return new BuildKitException(CommandLineErrorCodes.UnknownTarget, $"'{found.Name}' is a test, which is run and not built.", $"buildkit test {found.Name}");
        }

        string? near = NearName.Find(name, Built(graph).Select(target => target.Name));
        string all = string.Join(", ", Built(graph).Select(target => target.Name));
        return new BuildKitException(
            CommandLineErrorCodes.UnknownTarget,
            $"{buildfile} has no target '{name}'.",
            near is not null ? $"Did you mean '{near}'?" : all.Length > 0 ? $"It has {all}." : "It declares none.");
    }
}
