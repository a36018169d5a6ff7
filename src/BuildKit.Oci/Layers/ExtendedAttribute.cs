namespace BuildKit.Oci.Layers;

/// <summary>One extended attribute of a file. The value is binary.</summary>
/// <param name="Name">With its namespace, such as <c>security.capability</c>; not empty, without <c>=</c> and NUL.</param>
/// <param name="Value">Any bytes, also none.</param>
public readonly record struct ExtendedAttribute(string Name, ByteString Value);
