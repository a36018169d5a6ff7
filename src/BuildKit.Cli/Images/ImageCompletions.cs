using System.CommandLine.Completions;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Store;
using BuildKit.Oci;

namespace BuildKit.Cli.Images;

/// <summary>Names of the local store, for the shell's completion.</summary>
internal static class ImageCompletions
{
    /// <summary>All names; none where the store cannot be used, since completion is no place for an error.</summary>
    public static IEnumerable<CompletionItem> Of(CommandHost host)
    {
        try
        {
            return Directory.Exists(StorePaths.FromEnvironment(host.Environment).Root)
                ? [.. host.Store.Images().Select(image => new CompletionItem(image.Name))]
                : [];
        }
        catch (BuildKitException)
        {
            return [];
        }
    }
}
