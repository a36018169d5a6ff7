namespace BuildKit.Oci.Comparison;

/// <summary>One thing in which two images differ.</summary>
/// <param name="Part">Where.</param>
/// <param name="Attribute">
/// Of a path in a layer: <c>type</c>, <c>mode</c>, <c>owner</c>, <c>size</c>, <c>mtime</c>, <c>content</c>, <c>link</c>, <c>device</c>, <c>opaque</c> or <c>xattr NAME</c>. Of a layer:
/// <c>diff_id</c> where only one side has it, <c>archive</c> where its entries are the same, <c>blob</c> where only the compressed bytes differ. Of a document: the place of
/// the value, such as <c>config.Env[1]</c>; <c>bytes</c> where all values are the same; <c>platform</c> for one that only one side has.
/// </param>
/// <param name="Left">What the first image has; null for nothing. Text of the image, which may hold anything.</param>
/// <param name="Right">What the second image has; null for nothing.</param>
public sealed record ImageDifference(ComparedPart Part, string Attribute, string? Left, string? Right)
{
    /// <summary>The platform; null for a difference of the index.</summary>
    public string? Platform { get; init; }

    /// <summary>The layer's number from 1, the lowest first, in the image that has it, else in the first; null outside of layers.</summary>
    public int? Layer { get; init; }

    /// <summary>The step that made the layer, as the history says it; null where it does not.</summary>
    public string? Step { get; init; }

    /// <summary>The path in the layer, absolute; null for a difference of a whole layer or document.</summary>
    public string? Path { get; init; }
}
