using System.CommandLine;
using System.CommandLine.Parsing;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Cli.Building;

/// <summary><c>--compression gzip|zstd[:LEVEL]</c></summary>
internal static class CompressionOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--compression")
        {
            Description = "How new layers are compressed: gzip, or zstd at a level of 1 to 22 (3 where it says none), which Docker reads from version 23 on.",
            HelpName = "gzip|zstd[:LEVEL]",
            DefaultValueFactory = _ => "gzip",
        };
        option.CompletionSources.Add("gzip", "zstd");
        return option;
    }

    /// <summary>Reads the value.</summary>
    /// <exception cref="BuildKitException">It is no format (BK4301).</exception>
    public static LayerFormat Read(ParseResult arguments, Option<string> option)
    {
        string text = arguments.GetRequiredValue(option);
        return LayerFormat.Parse(text)
            ?? throw new BuildKitException(CommandLineErrorCodes.Usage, $"--compression '{text}' is no way to compress.", "Write gzip, zstd, or zstd:LEVEL with a level of 1 to 22.");
    }
}
