namespace BuildKit.Engine.Sandbox;

/// <summary>Receives a process's output while it runs. Calls come one at a time.</summary>
public interface ISandboxOutput
{
    /// <summary>One line, decoded as UTF-8 with replacement, without its line end; a very long line arrives in parts.</summary>
    void OnLine(OutputStream stream, string line);
}
