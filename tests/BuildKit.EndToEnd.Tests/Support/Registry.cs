using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>Debian's docker-registry on a free loopback port, with its content in a folder; ended by its process id.</summary>
public sealed partial class Registry : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private Registry(Process process, string folder, string address, string logFile)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
        LogFile = logFile;
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address { get; }

    /// <summary>Where it logs each request.</summary>
    public string LogFile { get; }

    public static async Task<Registry> StartAsync(string folder)
    {
        Repository.Needs("docker-registry");
        Directory.CreateDirectory(folder);
        string address = $"127.0.0.1:{FreePort()}";
        string configuration = Path.Combine(folder, "config.yml");
        string log = Path.Combine(folder, "log");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: info }
            storage: { filesystem: { rootdirectory: {{folder}}/data }, delete: { enabled: true } }
            http: { addr: {{address}} }
            """, TestContext.Current.CancellationToken);
        Process process = new Command("/bin/sh", "-c", $"exec docker-registry serve '{configuration}' >'{log}' 2>&1").Start();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                (await client.GetAsync(new Uri($"http://{address}/v2/"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
                return new Registry(process, folder, address, log);
            }
            catch (HttpRequestException) when (attempt < 100 && !process.HasExited)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>The bytes of the blobs that were uploaded so far, each counted once, by its log.</summary>
    public async Task<long> UploadedBytesAsync()
    {
        // A line is written after its answer, so one more request marks the end of those before it.
        string mark = Guid.NewGuid().ToString("N");
        using (var client = new HttpClient())
        {
            (await client.GetAsync(new Uri($"http://{Address}/v2/?{mark}"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        }

        string log = "";
        await Leftovers.UntilAsync(() => (log = File.ReadAllText(LogFile)).Contains(mark, StringComparison.Ordinal));
        return UploadLine().Matches(log).Select(match => match.Groups[1].Value).Distinct()
            .Sum(hex => new FileInfo(Path.Combine(folder, "data/docker/registry/v2/blobs/sha256", hex[..2], hex, "data")).Length);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>A port of 127.0.0.1 that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("\"PUT [^\"]*/blobs/uploads/[^\"]*digest=sha256%3A([0-9a-f]{64})[^\"]*\" 201 ")]
    private static partial Regex UploadLine();
}
