namespace BuildKit.Engine.Sandbox;

/// <summary>For processes whose output goes where this process's goes.</summary>
internal sealed class InheritedOutput : ISandboxOutput
{
    /// <inheritdoc />
    public void OnLine(OutputStream stream, string line) => throw new InvalidOperationException("The output of this process is not read.");
}
