namespace BuildKit.Engine;

/// <summary>The stable codes of everything that can fail while a graph is executed; docs/diagnostics.md explains each.</summary>
public static partial class ExecutionErrorCodes
{
}
