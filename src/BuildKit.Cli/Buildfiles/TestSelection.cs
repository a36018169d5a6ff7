using System.Collections.Immutable;
using BuildKit.Cli.Errors;
using BuildKit.Graph;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Which tests a command line means.</summary>
internal static class TestSelection
{
    /// <summary>The tests of the given names in their order; all tests where no name is given.</summary>
    /// <exception cref="BuildKitException">A name is unknown (BK4305), or there is no test (BK4304).</exception>
    public static ImmutableArray<TestTarget> Select(BuildGraph graph, string buildfile, IReadOnlyCollection<string> names)
    {
        ImmutableArray<TestTarget> all = [.. graph.Targets.OfType<TestTarget>()];
        if (all.IsEmpty)
        {
            string image = graph.Targets.OfType<ImageTarget>().FirstOrDefault()?.Name ?? "App";
            throw new BuildKitException(
                CommandLineErrorCodes.NothingToBuild, $"{buildfile} declares no test.", $"Declare one: test Smoke of {image} {{ Start(ready: Port(8080)); Run(\"...\"); }}");
        }

        return names.Count == 0 ? all : [.. names.Select(name => Find(all, name) ?? throw Unknown(graph, all, buildfile, name)).Distinct()];
    }

    /// <summary>The images that tests are of, as targets to build, each once.</summary>
    public static IEnumerable<ImageTarget> ImagesOf(BuildGraph graph, IEnumerable<TestTarget> tests)
    {
        var names = tests.Select(test => test.Image).ToHashSet(StringComparer.Ordinal);
        return graph.Targets.OfType<ImageTarget>().Where(image => names.Contains(image.Name));
    }

    private static TestTarget? Find(ImmutableArray<TestTarget> all, string name)
    {
        TestTarget[] alike = [.. all.Where(test => string.Equals(test.Name, name, StringComparison.OrdinalIgnoreCase))];
        return all.FirstOrDefault(test => test.Name == name) ?? (alike.Length == 1 ? alike[0] : null);
    }

    private static BuildKitException Unknown(BuildGraph graph, ImmutableArray<TestTarget> all, string buildfile, string name)
    {
        if (TargetSelection.Find(graph, name) is ImageTarget image)
        {
            string[] tests = [.. all.Where(test => test.Image == image.Name).Select(test => test.Name)];
            return new BuildKitException(
                CommandLineErrorCodes.UnknownTarget, $"'{image.Name}' is an image and no test.",
                tests.Length > 0 ? $"Its tests: buildkit test {string.Join(' ', tests)}" : "It has no test.");
        }

        string? near = NearName.Find(name, all.Select(test => test.Name));
        return new BuildKitException(
            CommandLineErrorCodes.UnknownTarget, $"{buildfile} has no test '{name}'.",
            near is not null ? $"Did you mean '{near}'?" : $"It has {string.Join(", ", all.Select(test => test.Name))}.");
    }
}
