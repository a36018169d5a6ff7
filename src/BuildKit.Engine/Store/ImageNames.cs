using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Store;

/// <summary>The names of images, a small file each, named by the SHA-256 of the name: names hold slashes and may be longer than a file's.</summary>
internal sealed class ImageNames(StorePaths paths, TemporaryFolders temporary)
{
    /// <summary>The name with its tag.</summary>
    /// <exception cref="BuildKitException">The text is no name of an image, or names a digest.</exception>
    internal static string Canonical(string name)
    {
        if (!ImageReference.TryParse(name, out ImageReference? reference) || reference.Digest is not null)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.ImageNameInvalid,
                $"'{name}' is no name that an image of the local store can have.",
                "Names are lower case and have the form name[:tag] or host[:port]/name[:tag].");
        }

        return (reference with { Tag = reference.Tag ?? "latest" }).ToString();
    }

    /// <summary>What a canonical name means; null where there is none, or its file is damaged.</summary>
    internal LocalImage? Find(string name) => AtomicFile.Read(PathOf(name)) is { } content ? Parse(content) : null;

    /// <summary>All names, in ordinal order.</summary>
    internal ImmutableArray<LocalImage> All() =>
    [
        .. Directory.EnumerateFiles(paths.Names)
            .Select(AtomicFile.Read)
            .Select(content => content is null ? null : Parse(content))
            .OfType<LocalImage>()
            .OrderBy(image => image.Name, StringComparer.Ordinal),
    ];

    /// <summary>The files that say no name, or another than theirs: what was named is not known.</summary>
    internal ImmutableArray<string> Unreadable() =>
        [.. Directory.EnumerateFiles(paths.Names).Where(file => AtomicFile.Read(file) is { } content && (Parse(content) is not { } image || PathOf(image.Name) != file)).Order(StringComparer.Ordinal)];

    /// <summary>Makes a canonical name mean a manifest; writes nothing where it does already.</summary>
    internal void Set(string name, Descriptor manifest)
    {
        byte[] content = DescriptorFile.Format(name, manifest);
        string path = PathOf(name);
        if (AtomicFile.Read(path) is not { } known || !content.AsSpan().SequenceEqual(known))
        {
            AtomicFile.Write(path, content, temporary.NewPath("name"));
        }
    }

    /// <summary>Takes a canonical name away.</summary>
    internal bool Remove(string name)
    {
        string path = PathOf(name);
        bool existed = File.Exists(path);
        File.Delete(path);
        return existed;
    }

    private static LocalImage? Parse(byte[] content) =>
        DescriptorFile.Parse(content) is { Name: { } name } file ? new LocalImage(name, file.Descriptor) : null;

    /// <summary>The file of a canonical name.</summary>
    internal string PathOf(string name) => Path.Combine(paths.Names, Digest.Of(Encoding.UTF8.GetBytes(name)).Hex);
}
