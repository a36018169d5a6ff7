namespace BuildKit.Tests.Sources;

/// <summary>The source tree that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? folder) =>
        folder is null ? throw new InvalidOperationException("The tests do not run from inside a clone.")
        : File.Exists(Path.Combine(folder, "BuildKit.sln")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
