namespace BuildKit.Engine.Sandbox;

/// <summary>Which of a process's two outputs.</summary>
public enum OutputStream
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
