namespace BuildKit.Graph.Keys;

/// <summary>One labelled part of a key.</summary>
/// <param name="Label">One of a fixed set that docs/keys.md lists; a list has several frames of one label, behind one whose label ends in <c>.count</c>.</param>
/// <param name="Value">Text of any length; never absent, since an absent value has no frame.</param>
public readonly record struct KeyFrame(string Label, string Value);
