namespace BuildKit.Oci.Images;

/// <summary>Finds out which of the documents is at hand, from what was said about it, what it says itself, and what it holds; these must agree.</summary>
internal static class ManifestKind
{
    private const string SchemaOnePrefix = "application/vnd.docker.distribution.manifest.v1+";

    /// <summary>The media type, which is that of a manifest or of an index.</summary>
    public static string Determine(JsonFields fields, string? said, string where)
    {
        if (fields.Integer("schemaVersion") is 1 || said?.StartsWith(SchemaOnePrefix, StringComparison.Ordinal) == true)
        {
            throw new BuildKitException(
                OciErrorCodes.SchemaOne,
                $"{where} is a Docker schema 1 image, a form without content digests that registries have given up.",
                "Pull it with an old docker and push it again, or ask its owner for a current image.");
        }

        if (fields.Integer("schemaVersion") is not 2)
        {
            throw fields.Invalid("schemaVersion", "is not 2");
        }

        // The same bytes must not be an index to one reader and an image to another.
        bool isIndex = fields.Has("manifests");
        if (isIndex && (fields.Has("layers") || fields.Has("config")))
        {
            throw fields.Invalid("manifests", "stands beside 'layers' or 'config': the document is both an index and an image");
        }

        string? own = fields.NonEmpty("mediaType");
        string? given = IsKnown(said) ? said : null;
        if (own is not null && given is not null && own != given)
        {
            throw fields.Invalid("mediaType", $"is '{own}', but it was given as '{given}'");
        }

        string type = own ?? given ?? Guess(fields, isIndex);
        if (!IsKnown(type))
        {
            throw fields.Invalid("mediaType", $"('{type}') is neither an image's nor an index's");
        }

        if (MediaTypes.IsIndex(type) && !isIndex)
        {
            throw fields.Invalid("manifests", "is missing in an index");
        }

        return MediaTypes.IsManifest(type) && isIndex ? throw fields.Invalid("config", "is missing in an image's manifest") : type;
    }

    private static bool IsKnown(string? type) => type is not null && (MediaTypes.IsIndex(type) || MediaTypes.IsManifest(type));

    private static string Guess(JsonFields fields, bool isIndex)
    {
        if (isIndex)
        {
            return MediaTypes.OciIndex;
        }

        return fields.Object("config")?.String("mediaType") == MediaTypes.DockerConfig ? MediaTypes.DockerManifest : MediaTypes.OciManifest;
    }
}
