using System.Text.Json;

namespace BuildKit.MSBuild.Tool;

/// <summary>How the tool is started: a program, and what stands in front of the tool's own arguments.</summary>
internal sealed record ToolLocation(string Program, IReadOnlyList<string> Prefix)
{
    private const string Name = "buildkit";

    /// <summary>What to do where there is none.</summary>
    public const string Advice =
        "Install it for everybody who builds this, 'dotnet new tool-manifest' and 'dotnet tool install buildkit'; or for yourself, 'dotnet tool install -g buildkit'; or name it: -p:BuildKitCommand=PATH";

    /// <summary>Finds the tool: the one that is named; else of a tool manifest; else of PATH; else of the user's own tools.</summary>
    /// <param name="command">A name on PATH or a full path; null or empty where nothing is named.</param>
    /// <param name="directory">The folder that manifests are looked for from, upwards.</param>
    /// <param name="environment">A variable's value by its name.</param>
    /// <returns>Null where it is nowhere.</returns>
    public static ToolLocation? Find(string? command, string directory, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(command))
        {
            string? named = command.Contains('/', StringComparison.Ordinal) ? (File.Exists(command) ? command : null) : OnPath(command, environment);
            return named is null ? null
                : named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new ToolLocation(DotNet(environment), [named])
                : new ToolLocation(named, []);
        }

        if (IsInManifest(directory))
        {
            return new ToolLocation(DotNet(environment), [Name]);
        }

        string? home = environment("DOTNET_CLI_HOME") is { Length: > 0 } set ? set : environment("HOME");
        string? own = home is null ? null : Path.Combine(home, ".dotnet", "tools", Name);
        return OnPath(Name, environment) is { } found ? new ToolLocation(found, [])
            : own is not null && File.Exists(own) ? new ToolLocation(own, [])
            : null;
    }

    private static string DotNet(Func<string, string?> environment) => environment("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static string? OnPath(string name, Func<string, string?> environment) => (environment("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static bool IsInManifest(string directory)
    {
        for (string? folder = directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (string file in (string[])[Path.Combine(folder, ".config", "dotnet-tools.json"), Path.Combine(folder, "dotnet-tools.json")])
            {
                if (File.Exists(file) && Read(file) is { } manifest)
                {
                    if (manifest.Names)
                    {
                        return true;
                    }

                    if (manifest.IsRoot)
                    {
                        return false;
                    }
                }
            }
        }

        return false;
    }

    // A manifest that is no JSON is told by dotnet itself, when one of its tools is asked for.
    private static (bool Names, bool IsRoot)? Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            bool names = document.RootElement.TryGetProperty("tools", out JsonElement tools) && tools.TryGetProperty(Name, out _);
            bool isRoot = document.RootElement.TryGetProperty("isRoot", out JsonElement root) && root.ValueKind == JsonValueKind.True;
            return (names, isRoot);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}
