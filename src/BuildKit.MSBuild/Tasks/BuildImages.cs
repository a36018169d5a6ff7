using BuildKit.MSBuild.Tool;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary><c>buildkit build</c> of some images, with <c>--push</c> where they are pushed.</summary>
public sealed class BuildImages : BuildfileTask
{
    /// <summary>The images, with their names in the local store.</summary>
    [Required]
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Further names; <c>{name}</c> in one is an image's own.</summary>
    public string[]? Tags { get; set; }

    /// <summary>Whether they are pushed to each name that has a registry.</summary>
    public bool Push { get; set; }

    /// <summary>Where the tool writes the digests; relative to the project.</summary>
    [Required]
    public string MetadataFile { get; set; } = "";

    /// <summary>The images that were built, with their digests and where they were pushed to.</summary>
    [Output]
    public ITaskItem[] Built { get; private set; } = [];

    /// <summary>The digest where one image was built.</summary>
    [Output]
    public string? Digest { get; private set; }

    /// <inheritdoc />
    private protected override bool Execute(ToolRun tool, TaskLog log)
    {
        if (Push && Tags is not { Length: > 0 })
        {
            log.Error(MSBuildErrorCodes.NowhereToPush, "PushImage needs to know where to. Set BuildKitTag, such as registry.example.com/team/{name}:1.0, or name an environment of the Buildfile: -p:BuildKitEnvironment=Dev");
            return false;
        }

        DeclaredImage[] images = [.. Images.Select(DeclaredImage.Of)];

        // A task runs in its project's folder, the tool in the Buildfile's.
        string metadata = Path.GetFullPath(MetadataFile);
        string[] arguments =
        [
            "build", .. images.Select(image => image.Target),
            .. BuildfileArguments,
            .. ToolArguments.OfTags(Tags, [.. images.Select(image => (image.Target, image.Name))]),
            .. Push ? ["--push"] : Array.Empty<string>(),
            "--metadata-file", metadata, "--progress", "plain",
            .. Arguments ?? [],
        ];
        if (!tool.Run(arguments, log.Line))
        {
            return false;
        }

        Built = [.. ImageMetadata.Read(metadata)];
        Digest = Built is [var only] ? only.GetMetadata("Digest") : null;
        return true;
    }
}
