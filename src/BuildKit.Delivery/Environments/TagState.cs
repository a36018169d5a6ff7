namespace BuildKit.Delivery.Environments;

/// <summary>How an environment's tag and its records agree.</summary>
public enum TagState
{
    /// <summary>There is neither.</summary>
    NeverDeployed,

    /// <summary>The tag names what the last record says.</summary>
    Agrees,

    /// <summary>The tag names what a record says that is not entered in the log: whoever moved it was stopped right then. The next change enters it.</summary>
    Unentered,

    /// <summary>The tag names something that no record explains: somebody else moved it.</summary>
    Moved,

    /// <summary>The tag is gone.</summary>
    Missing,
}
