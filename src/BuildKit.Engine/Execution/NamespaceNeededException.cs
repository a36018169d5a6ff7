namespace BuildKit.Engine.Execution;

/// <summary>
/// An ordinary user's process met a step that must be run, unpacked or committed, which needs a user namespace. Thrown before any
/// such work is begun, so that the command line can start itself again inside one; a build whose every step is cached never throws it.
/// </summary>
public sealed class NamespaceNeededException : Exception
{
    /// <summary>Says which work needs the namespace.</summary>
    public NamespaceNeededException(string work)
        : base($"{work} needs a user namespace.")
    {
    }
}
