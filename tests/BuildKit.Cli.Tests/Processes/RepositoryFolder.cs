namespace BuildKit.Cli.Tests.Processes;

/// <summary>The source tree that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BuildKit.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
