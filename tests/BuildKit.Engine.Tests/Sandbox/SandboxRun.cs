using System.Collections.Concurrent;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>How a run ended, and everything that it printed.</summary>
public sealed class SandboxRun : ISandboxOutput
{
    private readonly ConcurrentQueue<(OutputStream Stream, string Line)> _lines = new();

    public SandboxExit Exit { get; private set; } = new(-1, null, false, false);

    public IReadOnlyList<string> Stdout => [.. _lines.Where(line => line.Stream == OutputStream.Stdout).Select(line => line.Line)];

    public IReadOnlyList<string> Stderr => [.. _lines.Where(line => line.Stream == OutputStream.Stderr).Select(line => line.Line)];

    public string Text => string.Join('\n', _lines.Select(line => line.Line));

    /// <summary>Called with every line while the process runs.</summary>
    public Action<string> Seen { get; init; } = _ => { };

    public static async Task<SandboxRun> RunAsync(ISandbox sandbox, SandboxSpec spec, CancellationToken ct)
    {
        var run = new SandboxRun();
        await run.StartAsync(sandbox, spec, ct);
        return run;
    }

    public async Task StartAsync(ISandbox sandbox, SandboxSpec spec, CancellationToken ct) => Exit = await sandbox.RunAsync(spec, this, ct);

    public void OnLine(OutputStream stream, string line)
    {
        _lines.Enqueue((stream, line));
        Seen(line);
    }
}
