namespace BuildKit.Graph.Keys;

/// <summary>One labelled part of a key.</summary>
public readonly record struct KeyFrame(string Label, string Value);
