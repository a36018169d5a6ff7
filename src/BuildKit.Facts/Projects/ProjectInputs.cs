using System.Security.Cryptography;
using System.Text;
using BuildKit.Facts.Projects.Wire;

namespace BuildKit.Facts.Projects;

/// <summary>What an answer depends on, as one digest: the files that were read, the well-known names beside and above them, and the SDKs that are there.</summary>
internal static class ProjectInputs
{
    private static readonly string[] WellKnown =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp", "global.json", "NuGet.config", "nuget.config", "NuGet.Config",
        "packages.lock.json", ".editorconfig", ".globalconfig", "stylecop.json",
    ];

    internal static string DigestOf(string project, ProjectAnswer answer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in answer.Read.Append(project).Concat(answer.Project?.OutsideFiles ?? []).Concat(answer.Project?.RestoreFiles ?? []).Distinct().Order(StringComparer.Ordinal))
        {
            Add(hash, path);
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }

        foreach (string path in answer.Project?.References.Append(project) ?? [project])
        {
            for (string? folder = Path.GetDirectoryName(path); folder is not null && folders.Add(folder); folder = Path.GetDirectoryName(folder))
            {
            }
        }

        foreach (string folder in folders)
        {
            foreach (string name in WellKnown)
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    Add(hash, Path.Combine(folder, name));
                }
            }
        }

        // A newer SDK may be chosen as soon as it is there.
        string? sdks = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(answer.Sdk));
        foreach (string sdk in Directory.Exists(sdks) ? Directory.GetDirectories(sdks).Order(StringComparer.Ordinal).ToArray() : [])
        {
            Add(hash, sdk);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
