using System.Diagnostics.CodeAnalysis;

namespace BuildKit.Oci.Layouts;

/// <summary>An image on disk, <c>TRANSPORT:PATH[:TAG]</c>, such as <c>oci:out/api:1.2</c>. The path ends at the first colon.</summary>
/// <param name="Transport">The form.</param>
/// <param name="Path">The folder or file, as written.</param>
/// <param name="Tag">What names the image in it, in a docker-archive <c>NAME[:TAG]</c>; null where nothing does. Never for <c>dir:</c>, whose path may hold colons.</param>
public sealed record ImageLocation(ImageTransport Transport, string Path, string? Tag)
{
    private static readonly (string Name, ImageTransport Transport)[] Names =
    [
        ("oci", ImageTransport.Oci),
        ("oci-archive", ImageTransport.OciArchive),
        ("docker-archive", ImageTransport.DockerArchive),
        ("dir", ImageTransport.Directory),
    ];

    /// <summary>Reads a location; false where the text has no known transport or no path.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageLocation? location)
    {
        location = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int known = colon < 0 ? -1 : Array.FindIndex(Names, n => n.Name == text[..colon]);
        if (known < 0)
        {
            return false;
        }

        ImageTransport transport = Names[known].Transport;
        (string path, string? tag) = transport == ImageTransport.Directory ? (text[(colon + 1)..], null) : Split(text[(colon + 1)..]);
        if (path.Length == 0 || tag?.Length == 0)
        {
            return false;
        }

        location = new ImageLocation(transport, path, tag);
        return true;
    }

    /// <summary>Finds the form of what lies at <c>PATH[:TAG]</c>, as <c>Oci("path:tag")</c> in a Buildfile has it; a location with its transport is taken as it is.</summary>
    /// <exception cref="BuildKitException">No image lies there (BK5030).</exception>
    public static async Task<ImageLocation> RecognizeAsync(string text, CancellationToken ct)
    {
        if (TryParse(text, out ImageLocation? given))
        {
            return given;
        }

        (string path, string? tag) = System.IO.Path.Exists(text) ? (text, null) : Split(text);
        if (Directory.Exists(path))
        {
            return new ImageLocation(File.Exists(System.IO.Path.Combine(path, LayoutFiles.Marker)) ? ImageTransport.Oci : ImageTransport.Directory, path, tag);
        }

        await using TarFileIndex archive = await TarFileIndex.OpenAsync(path, ct).ConfigureAwait(false);
        return new ImageLocation(archive.SizeOf(LayoutFiles.Marker) is null ? ImageTransport.DockerArchive : ImageTransport.OciArchive, path, tag);
    }

    /// <summary>Opens what is there for reading.</summary>
    /// <exception cref="BuildKitException">Nothing such is there (BK5030).</exception>
    public async Task<IImageSource> OpenAsync(CancellationToken ct) => Transport switch
    {
        ImageTransport.Oci => await OciLayout.OpenAsync(Path, ct).ConfigureAwait(false),
        ImageTransport.OciArchive => await OciArchive.OpenAsync(Path, ct).ConfigureAwait(false),
        ImageTransport.DockerArchive => await DockerArchive.OpenAsync(Path, ct).ConfigureAwait(false),
        _ => await DirectoryImage.OpenAsync(Path, ct).ConfigureAwait(false),
    };

    /// <summary>Opens the place for writing: folders are added to, files are replaced when the writer completes.</summary>
    public async Task<IImageDestination> CreateAsync(CancellationToken ct) => Transport switch
    {
        ImageTransport.Oci => await OciLayout.CreateAsync(Path, ct).ConfigureAwait(false),
        ImageTransport.OciArchive => await OciArchive.CreateAsync(Path, ct).ConfigureAwait(false),
        ImageTransport.DockerArchive => await DockerArchive.CreateAsync(Path, ct).ConfigureAwait(false),
        _ => await DirectoryImage.CreateAsync(Path, ct).ConfigureAwait(false),
    };

    /// <summary>As written.</summary>
    public override string ToString() => $"{Array.Find(Names, n => n.Transport == Transport).Name}:{Path}" + (Tag is null ? "" : ":" + Tag);

    private static (string Path, string? Tag) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
