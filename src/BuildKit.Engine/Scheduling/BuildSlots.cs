namespace BuildKit.Engine.Scheduling;

/// <summary>How many steps run side by side: those that compute are bounded by the processors, those that wait for a network by a fixed number.</summary>
internal sealed class BuildSlots
{
    private const int Transfers = 4;

    /// <summary>For commands and for making layers.</summary>
    internal UrgentSlots Work { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>For bringing bases.</summary>
    internal UrgentSlots Transfer { get; } = new(Transfers);
}
