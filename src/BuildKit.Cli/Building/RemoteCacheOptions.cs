using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using BuildKit.Cli.Images;
using BuildKit.Engine;
using BuildKit.Engine.RemoteCache;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Building;

/// <summary><c>--cache-from</c>, <c>--cache-trust</c> and <c>--cache-to</c> (docs/cache.md).</summary>
internal sealed class RemoteCacheOptions
{
    private const string Mode = ",mode=";

    private readonly Option<string[]> from = new("--cache-from")
    {
        Description = "A remote cache in a registry, asked for steps that are not known here; may be repeated. Needs --cache-trust.",
        HelpName = "REF",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> trust = new("--cache-trust")
    {
        Description = "Take what --cache-from names as it is: whoever can write to it decides what the steps give.",
    };

    private readonly Option<string?> to = new("--cache-to")
    {
        Description = "A remote cache that the steps are added to: those of the built images (mode=min, the default), or every step (mode=max).",
        HelpName = "REF[,mode=min|max]",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(from);
        command.Add(trust);
        command.Add(to);
    }

    /// <summary>Reads the values. Nothing is asked of a registry yet.</summary>
    /// <exception cref="BuildKitException">One is no reference to a registry or no mode (BK4301, BK5215), or trust is missing (BK4230).</exception>
    public (ImmutableArray<CachePlace> From, CacheExport? To) Read(ParseResult arguments, RegistryClient registries)
    {
        string[] sources = arguments.GetValue(from) ?? [];
        if (sources.Length > 0 && !arguments.GetValue(trust))
        {
            throw new BuildKitException(
                ExecutionErrorCodes.CacheNotTrusted,
                $"--cache-from '{sources[0]}' would be trusted without a check: remote caches are not signed in this version, and whoever can write to one decides what the steps give.",
                "Add --cache-trust where only those can write to it who may change the Buildfile as well.");
        }

        return ([.. sources.Select(text => PlaceOf(ImageNames.Parse(text), registries))], arguments.GetValue(to) is { } target ? ReadExport(target, registries) : null);
    }

    private static CacheExport ReadExport(string text, RegistryClient registries)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        string name = comma < 0 ? text : text[..comma];
        bool everyStep = (comma < 0 ? $"{Mode}min" : text[comma..]) switch
        {
            $"{Mode}min" => false,
            $"{Mode}max" => true,
            string other => throw new BuildKitException(CommandLineErrorCodes.Usage, $"--cache-to '{text}': '{other[1..]}' is no mode.", "Write REF,mode=min or REF,mode=max."),
        };
        ImageReference reference = ImageNames.Parse(name);
        return reference.Digest is null
            ? new CacheExport(PlaceOf(reference, registries), everyStep)
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--cache-to '{text}' names a digest.", "Give a tag, which moves with each build.");
    }

    private static CachePlace PlaceOf(ImageReference reference, RegistryClient registries) => new(registries.Repository(reference), reference.TagOrDigest);
}
