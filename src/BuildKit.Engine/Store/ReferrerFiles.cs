using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Store;

/// <summary>Which manifests name which as their <c>subject</c>: a folder for each subject with a small file for each manifest.</summary>
internal sealed class ReferrerFiles(StorePaths paths, TemporaryFolders temporary)
{
    /// <summary>Notes the manifest's subject, where it has one.</summary>
    internal void Record(Descriptor manifest, ManifestDocument document)
    {
        if (document.Subject is { } subject)
        {
            string folder = FolderOf(subject.Digest);
            Directory.CreateDirectory(folder);
            string? type = document.Manifest?.ArtifactType ?? document.Index?.ArtifactType ?? document.Manifest?.Config.MediaType;
            AtomicFile.Write(
                Path.Combine(folder, manifest.Digest.Hex),
                DescriptorFile.Format(null, new Descriptor(document.MediaType, manifest.Digest, manifest.Size) { ArtifactType = type }),
                temporary.NewPath("referrer"));
        }
    }

    /// <summary>The manifests that name the subject, in the order of their digests.</summary>
    internal ImmutableArray<Descriptor> Of(Digest subject, string? artifactType)
    {
        string folder = FolderOf(subject);
        return !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory.EnumerateFiles(folder)
                    .Order(StringComparer.Ordinal)
                    .Select(AtomicFile.Read)
                    .Select(content => content is null ? null : DescriptorFile.Parse(content)?.Descriptor)
                    .OfType<Descriptor>()
                    .Where(descriptor => artifactType is null || descriptor.ArtifactType == artifactType),
            ];
    }

    private string FolderOf(Digest subject) => Path.Combine(paths.Referrers, subject.Hex);
}
