namespace BuildKit.Language.Diagnostics;

/// <summary>A piece of a formatted diagnostic.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The characters; perhaps with line ends.</param>
public readonly record struct DiagnosticSegment(DiagnosticSegmentKind Kind, string Text);
