using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BuildKit.Oci;

namespace BuildKit.Engine.Store;

/// <summary>The number of a store's format, in the file <c>version</c>.</summary>
internal static class StoreVersion
{
    /// <summary>What this program writes and reads.</summary>
    internal const int Current = 1;

    /// <summary>Reads the number and refuses a store that this program does not know; writes it where there is none.</summary>
    internal static void Check(StorePaths paths)
    {
        byte[]? content = AtomicFile.Read(paths.VersionFile);
        if (content is null)
        {
            if (IsForeign(paths))
            {
                // Another process may have made the store since the file was looked for.
                content = AtomicFile.Read(paths.VersionFile) ?? throw new BuildKitException(
                    ExecutionErrorCodes.StoreUnusable,
                    $"{paths.Root} is not empty and is no store.",
                    "Set BUILDKIT_HOME to a folder of its own.");
            }
            else
            {
                string temporary = $"{paths.VersionFile}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
                AtomicFile.Write(paths.VersionFile, Encoding.ASCII.GetBytes($"{Current}\n"), temporary);
                return;
            }
        }

        string text = Encoding.UTF8.GetString(content).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.StoreUnusable,
                $"{paths.VersionFile} does not hold the number of a store's format.",
                "Remove the folder, or set BUILDKIT_HOME to another one.");
        }

        if (version > Current)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.StoreTooNew,
                $"The store {paths.Root} has format {version}; this version of buildkit knows formats up to {Current}.",
                "Update buildkit (dotnet tool update), or set BUILDKIT_HOME to another folder.");
        }
    }

    // A folder with other things in it is somebody's work and not a store: a sweep there could remove it.
    private static bool IsForeign(StorePaths paths) =>
        Directory.EnumerateFileSystemEntries(paths.Root).Any(entry => !Path.GetFileName(entry).StartsWith("version", StringComparison.Ordinal));
}
