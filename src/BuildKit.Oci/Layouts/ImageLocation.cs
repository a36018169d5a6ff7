using System.Diagnostics.CodeAnalysis;

namespace BuildKit.Oci.Layouts;

/// <summary>An image on disk, <c>TRANSPORT:PATH[:TAG]</c>, such as <c>oci:out/api:1.2</c>.</summary>
/// <param name="Transport">The form.</param>
/// <param name="Path">The folder or file, as written.</param>
/// <param name="Tag">What names the image in it; null where nothing does. Never for <c>dir:</c>.</param>
public sealed record ImageLocation(ImageTransport Transport, string Path, string? Tag)
{
    /// <summary>Reads a location; false where the text has no known transport or no path.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageLocation? location) => throw new NotSupportedException();

    /// <summary>Opens what is there for reading. A path without a transport of its own (<c>Oci("path:tag")</c>) is recognised by what lies there.</summary>
    /// <exception cref="BuildKitException">Nothing such is there (BK5030).</exception>
    public Task<IImageSource> OpenAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Opens the place for writing: folders are added to, files are replaced when the writer completes.</summary>
    public Task<IImageDestination> CreateAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>As written.</summary>
    public override string ToString() => throw new NotSupportedException();
}
