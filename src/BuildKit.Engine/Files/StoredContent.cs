namespace BuildKit.Engine.Files;

/// <summary>A file of this machine that the plan's maker owns, such as one unpacked from an archive.</summary>
/// <param name="File">Absolute.</param>
public sealed record StoredContent(string File) : PlannedContent;
