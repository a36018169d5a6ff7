namespace BuildKit.Oci;

/// <summary>The stable codes of <see cref="BuildKitException"/> in this project: BK50xx documents, layers, layouts and archives; BK52xx registries.</summary>
public static partial class OciErrorCodes
{
    /// <summary>A document is no JSON, too deeply nested, or names a member twice.</summary>
    public const string DocumentMalformed = "BK5001";

    /// <summary>A document is larger than 4 MiB.</summary>
    public const string DocumentTooLarge = "BK5002";

    /// <summary>A member of a document is missing, of the wrong type, or contradicts another.</summary>
    public const string DocumentInvalid = "BK5003";

    /// <summary>The image is in Docker's schema 1, which has no content addresses.</summary>
    public const string SchemaOne = "BK5004";

    /// <summary>An index names no manifest for the platform.</summary>
    public const string PlatformMissing = "BK5005";

    /// <summary>A blob is not in the store.</summary>
    public const string BlobMissing = "BK5010";

    /// <summary>Content has another digest or size than its descriptor says.</summary>
    public const string ContentMismatch = "BK5011";

    /// <summary>The disk did not take the bytes: full, read-only, not permitted.</summary>
    public const string WriteFailed = "BK5012";

    /// <summary>The disk did not give the bytes.</summary>
    public const string ReadFailed = "BK5013";

    /// <summary>A layer is no tar archive or breaks the format's rules.</summary>
    public const string LayerMalformed = "BK5020";

    /// <summary>A layer ends in the middle.</summary>
    public const string LayerTruncated = "BK5021";

    /// <summary>A name in a layer or archive leads out of the root or cannot be a name.</summary>
    public const string UnsafeName = "BK5022";

    /// <summary>A layer or archive is larger, longer or deeper than the limits allow.</summary>
    public const string LimitExceeded = "BK5023";

    /// <summary>A layer holds an entry of a type that no image can hold.</summary>
    public const string LayerUnsupported = "BK5024";

    /// <summary>Compressed bytes are damaged or followed by others.</summary>
    public const string CompressionInvalid = "BK5025";

    /// <summary>An entry cannot be written into a layer.</summary>
    public const string EntryUnrepresentable = "BK5026";

    /// <summary>A folder or file holds no image in the expected form.</summary>
    public const string LayoutMissing = "BK5030";

    /// <summary>A layout or image archive contradicts itself.</summary>
    public const string LayoutInvalid = "BK5031";

    /// <summary>The form cannot hold what was to be written into it.</summary>
    public const string LayoutUnsupported = "BK5032";

    /// <summary>Another process holds a layout's index for too long.</summary>
    public const string LayoutBusy = "BK5033";

    /// <summary>A file is no zip or tar archive.</summary>
    public const string ArchiveUnknown = "BK5040";

    /// <summary>An archive is damaged.</summary>
    public const string ArchiveInvalid = "BK5041";

    /// <summary>An archive is encrypted.</summary>
    public const string ArchiveEncrypted = "BK5042";

    /// <summary>The parts of an image contradict each other.</summary>
    public const string ImageInconsistent = "BK5050";
}
