namespace BuildKit.Engine.Collection;

/// <summary>What counts of an unpacked layer.</summary>
/// <param name="Bytes">Its files and its index.</param>
/// <param name="IsMadeHere">Whether a step made it here.</param>
internal sealed record LayerSize(long Bytes, bool IsMadeHere);
