using BuildKit.Cli.Terminals;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Cli.Running;

/// <summary>What is told of a container that has ended, beside its exit code.</summary>
internal static class ContainerNotes
{
    /// <summary>A line for each.</summary>
    public static void Write(TextOutput output, SandboxExit exit)
    {
        foreach (string note in exit.OutOfMemory ? exit.Warnings.Add("the container was ended at its memory limit") : exit.Warnings)
        {
            output.Line($"buildkit: {note}");
        }
    }
}
