using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BuildKit.Tests.Registries;

/// <summary>
/// A real registry (Debian's docker-registry) on a free loopback port, ended by its process id. The test is skipped where it is not installed.
/// </summary>
public sealed partial class RegistryProcess : IAsyncDisposable
{
    /// <summary>The one user of a registry with a login.</summary>
    public const string UserName = "tester";

    /// <summary>That user's password; it holds a colon on purpose.</summary>
    public const string Password = "s3cret:word";

    private const string PasswordHash = "$2b$04$A3uyuchq9XgGAUIPytaDjO6cMPl4KCMiRRC07TVwTCb61GTEx2Fsi";
    private readonly Process process;
    private readonly string folder;
    private readonly ConcurrentQueue<RegistryLogLine> log = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new();
    private readonly TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> errors = new();

    private RegistryProcess(Process process, string folder)
    {
        this.process = process;
        this.folder = folder;
    }

    /// <summary>Host and port, as in a reference.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it speaks TLS.</summary>
    public bool IsSecure { get; private init; }

    /// <summary>Starts a registry and returns when it listens.</summary>
    public static async Task<RegistryProcess> StartAsync(RegistryProcessOptions options, CancellationToken ct)
    {
        string program = Find("docker-registry");
        string folder = Directory.CreateTempSubdirectory("buildkit-registry-").FullName;
        string configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(configuration, Configuration(options, folder), ct);
        var start = new ProcessStartInfo(program, ["serve", configuration]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var registry = new RegistryProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, folder) { IsSecure = options.CertificateFile is not null };
        registry.Begin();
        try
        {
            registry.Port = await registry.listening.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was asked of it so far, in order.</summary>
    public async Task<ImmutableArray<RegistryLogLine>> RequestsAsync(CancellationToken ct)
    {
        // A line is written after its answer, so one more request marks the end of those before it.
        string mark = $"/v2/?mark={Guid.NewGuid():N}";
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[mark] = seen;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var http = new HttpClient(handler);
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"{(IsSecure ? "https" : "http")}://{Host}{mark}"), ct);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);
        return [.. log.Where(line => !line.Path.Contains("?mark=", StringComparison.Ordinal))];
    }

    /// <summary>Ends the process at once and keeps its content, so that another can be started on it.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Find(string program)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(part => Path.Combine(part, program)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Skip($"{program} is not installed.");
        }

        return path;
    }

    private static string Configuration(RegistryProcessOptions options, string folder)
    {
        string passwords = Path.Combine(folder, "passwords");
        File.WriteAllText(passwords, $"{UserName}:{PasswordHash}\n");
        string login = options.RequiresLogin ? $"auth: {{htpasswd: {{realm: test, path: {passwords}}}}}\n" : "";
        string tls = options.CertificateFile is null ? "" : $", tls: {{certificate: {options.CertificateFile}, key: {options.KeyFile}}}";
        string storage = options.Storage ?? Path.Combine(folder, "content");
        string readOnly = options.ReadOnly ? "true" : "false";
        return $$$"""
            version: 0.1
            log: {level: info, accesslog: {disabled: false}}
            storage:
              filesystem: {rootdirectory: {{{storage}}}}
              delete: {enabled: true}
              maintenance: {readonly: {enabled: {{{readOnly}}}}, uploadpurging: {enabled: false}}
            http: {addr: "127.0.0.1:{{{options.Port}}}", secret: fixed{{{tls}}}}
            {{{login}}}{{{options.MoreConfiguration}}}
            """;
    }

    private void Begin()
    {
        process.OutputDataReceived += (_, line) => Output(line.Data);
        process.ErrorDataReceived += (_, line) => Error(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("docker-registry ended: " + string.Join('\n', errors)));
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Output(string? line)
    {
        Match match = AccessLine().Match(line ?? "");
        if (!match.Success)
        {
            return;
        }

        log.Enqueue(new RegistryLogLine(match.Groups[1].Value, match.Groups[2].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
        if (awaited.TryRemove(match.Groups[2].Value, out TaskCompletionSource? seen))
        {
            seen.TrySetResult();
        }
    }

    private void Error(string? line)
    {
        errors.Enqueue(line ?? "");
        Match match = ListeningLine().Match(line ?? "");
        if (match.Success)
        {
            listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex("\"([A-Z]+) (\\S+) HTTP/[0-9.]+\" ([0-9]{3})")]
    private static partial Regex AccessLine();

    [GeneratedRegex("listening on 127\\.0\\.0\\.1:([0-9]+)")]
    private static partial Regex ListeningLine();
}
