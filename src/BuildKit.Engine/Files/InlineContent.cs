namespace BuildKit.Engine.Files;

/// <summary>Bytes in memory.</summary>
public sealed record InlineContent(ReadOnlyMemory<byte> Bytes) : PlannedContent;
