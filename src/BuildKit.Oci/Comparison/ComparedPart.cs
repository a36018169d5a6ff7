namespace BuildKit.Oci.Comparison;

/// <summary>The part of an image that a difference is in, in the order in which they are compared.</summary>
public enum ComparedPart
{
    /// <summary>A layer, known by its diff id.</summary>
    Layer,

    /// <summary>The configuration, with the history.</summary>
    Config,

    /// <summary>The manifest of one platform.</summary>
    Manifest,

    /// <summary>The index of several platforms.</summary>
    Index,
}
