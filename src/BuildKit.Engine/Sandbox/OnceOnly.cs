namespace BuildKit.Engine.Sandbox;

/// <summary>Lets each sentence through once.</summary>
internal sealed class OnceOnly
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whether the sentence was not asked about before; safe from any thread.</summary>
    public bool IsNew(string sentence)
    {
        lock (_lock)
        {
            return _said.Add(sentence);
        }
    }
}
