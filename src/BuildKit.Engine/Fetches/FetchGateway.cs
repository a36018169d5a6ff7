using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Fetches;

/// <summary>What the runs with a list of hosts share in one build: the authority and the connections to the hosts, made when the first one comes.</summary>
internal sealed class FetchGateway(LocalStore store, ISandbox sandbox, BuildRequest request) : IDisposable
{
    private readonly Lock gate = new();
    private ProxyAuthority? authority;
    private Upstream? upstream;
    private string? authorities;

    /// <summary>A log for a run.</summary>
    internal FetchLog LogFor(RunStep step, RunOutput output) => new(step.Options.Network, request.Fetches is { IsLocked: true } locked ? locked.Find : null, output);

    /// <summary>A network for a run.</summary>
    /// <param name="secrets">Texts that must not be seen.</param>
    internal Task<RunNetwork> OpenAsync(RunStep step, FetchLog log, IReadOnlyCollection<string> secrets, CancellationToken ct)
    {
        ProxyRules rules;
        string file;
        lock (gate)
        {
            upstream ??= new Upstream(request.Environment);
            authority ??= new ProxyAuthority();
            file = authorities ??= WriteAuthorities(authority);
            rules = new ProxyRules(authority, upstream, log, secrets);
        }

        return RunNetwork.OpenAsync(sandbox, rules, file, step.Options.Network, ct);
    }

    /// <summary>Writes what a run fetched into <c>buildkit.lock</c>, and tells what has changed.</summary>
    internal async Task KeepAsync(FetchLog log, CancellationToken ct)
    {
        if (request.Fetches is not { } fetches)
        {
            return;
        }

        foreach ((string url, var before, var now) in await fetches.AddAsync(log.Fetched, ct))
        {
            log.Tell($"{url} gave {now}, and {before} before; buildkit.lock has the new one");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        upstream?.Dispose();
        authority?.Dispose();
    }

    private string WriteAuthorities(ProxyAuthority own)
    {
        string path = store.Temporary.NewPath("authorities");
        string known = HostNetwork.AuthoritiesOf(request.Environment) is { } file ? File.ReadAllText(file).TrimEnd('\n') + "\n" : "";
        File.WriteAllText(path, known + own.Pem + "\n");

        // Whatever the umask: a step of any user reads it.
        OwnedPath.Set(path, 0, 0, mode: 0x1A4);
        return path;
    }
}
