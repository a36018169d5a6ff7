namespace BuildKit.Engine.Sandbox;

/// <summary>How a sandboxed process is connected to the invoking one.</summary>
public enum SandboxIo
{
    /// <summary>No input; both outputs arrive as lines. For steps.</summary>
    Lines,

    /// <summary>No input; both outputs are inherited as they are. For <c>buildkit run</c>.</summary>
    Output,

    /// <summary>The three standard streams are inherited as they are. For <c>buildkit run -i</c>.</summary>
    Inherit,

    /// <summary>A pseudo-terminal of its own, joined to the invoking terminal. For <c>buildkit run -it</c>.</summary>
    Terminal,
}
