namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Strings by ordinal comparison, numbers by size, false before true.</summary>
internal sealed class ValueOrder : IComparer<object>
{
    internal static ValueOrder Instance { get; } = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (long a, long b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        _ => 0,
    };
}
