namespace BuildKit.Engine.Bases;

/// <summary>When a tag is looked up at its registry: <c>build --pull</c> is <see cref="Always"/>, <c>run --pull</c> names one of them.</summary>
public enum PullPolicy
{
    /// <summary>Where neither <c>buildkit.lock</c> nor the local store knows it.</summary>
    Missing,

    /// <summary><c>--locked</c>: as <see cref="Missing"/>, but a tag of a registry that <c>buildkit.lock</c> does not pin is an error, and the file is left as it is.</summary>
    Locked,

    /// <summary>Always: the lock takes up what the tag names now.</summary>
    Always,

    /// <summary>Never: what is not known here is an error, and no registry is spoken to.</summary>
    Never,
}
