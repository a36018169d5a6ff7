namespace BuildKit.Engine.Trees;

/// <summary>One extended attribute.</summary>
/// <param name="Name">The name with its namespace, such as <c>security.capability</c>, byte for byte.</param>
/// <param name="Value">Any bytes. <c>security.capability</c> is in the form that is valid without a user namespace (revision 2).</param>
public sealed record ExtendedAttribute(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
