using System.Diagnostics;
using System.Net;
using System.Text;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Runs with <c>network: ["host"]</c>: what they reach, what <c>buildkit.lock</c> says of it, and <c>--locked</c>.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class ListedHostTests(Workshop workshop)
{
    private const int Failure = 1;

    [Fact]
    public async Task A_run_reaches_the_hosts_of_its_list_and_the_lock_holds_it_to_what_they_gave()
    {
        string content = "the first file";
        int asked = 0;
        using FileServer allowed = FileServer.Start(() => content);
        using FileServer refused = FileServer.Start(() => $"never {++asked}");
        string folder = await workshop.BusyboxProjectAsync("listed-hosts", $$"""
            image Allowed from Tools { Run("wget -qO /file http://localhost:{{allowed.Port}}/file", network: ["localhost:{{allowed.Port}}"]); }
            image Refused from Tools { Run("wget -qO /file http://localhost:{{refused.Port}}/file", network: ["localhost:{{allowed.Port}}"]); }
            """, "wget");
        string locked = Path.Combine(folder, "buildkit.lock");

        CommandResult unlocked = await workshop.TryBuildAsync(folder, "Allowed", "--locked");
        unlocked.ShouldExit(Failure);
        Assert.Contains("error BK4276", unlocked.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(locked));

        BuildRun first = await workshop.BuildAsync(folder, workshop.Store, "Allowed");
        string text = await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken);
        SchemaFolder.Ours.Validate("lock.schema.json", text);
        Assert.Contains($"\"http://localhost:{allowed.Port}/file\": \"sha256:", text, StringComparison.Ordinal);

        CommandResult other = await workshop.TryBuildAsync(folder, "Refused");
        other.ShouldExit(Failure);
        Assert.Contains($"The run asked for localhost:{refused.Port}, which is not in network: [\"localhost:{allowed.Port}\"].", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, asked);

        BuildRun again = await workshop.BuildAsync(folder, workshop.Store, "Allowed", "--locked", "--no-cache");
        Assert.Equal(first.DigestOf("Allowed"), again.DigestOf("Allowed"));

        content = "another file";
        CommandResult changed = await workshop.TryBuildAsync(folder, "Allowed", "--locked", "--no-cache");
        changed.ShouldExit(Failure);
        Assert.Contains("error BK4277", changed.Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken));

        (await workshop.TryBuildAsync(folder, "Allowed", "--no-cache")).ShouldExit(0);
        Assert.NotEqual(text, await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_reaches_a_listed_host_by_TLS_whose_certificate_holds()
    {
        Repository.Needs("openssl");
        Repository.Needs("curl");
        int port = Registry.FreePort();
        string folder = await workshop.BusyboxProjectAsync("listed-tls", $$"""
            image Fetched from Tools
            {
                Copy("programs/", to: "/");
                Run("/usr/bin/curl --fail --silent --show-error --output /file https://localhost:{{port}}/served", network: ["localhost:{{port}}"]);
                Entrypoint("/bin/cat", "/file");
            }
            """, "cat");
        await Workshop.CopyProgramAsync("/usr/bin/curl", folder);
        (await new Command("/bin/sh", "-ec", """
            openssl req -x509 -newkey rsa:2048 -noenc -keyout key.pem -out certificate.pem -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost
            echo 'what the host has' > served
            """).In(folder).RunAsync()).ShouldExit(0);
        using Process server = new Command("openssl", "s_server", "-WWW", "-accept", $"{port}", "-cert", "certificate.pem", "-key", "key.pem").In(folder).Start();
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "ACCEPT")
        {
            // It does not listen yet.
        }

        try
        {
            Command Build(string? authorities) => Workshop.BuildKit(workshop.Store, "build").In(folder).With("SSL_CERT_FILE", authorities);
            CommandResult doubted = (await Build(null).RunAsync()).ShouldExit(Failure);
            (await Build(Path.Combine(folder, "certificate.pem")).RunAsync()).ShouldExit(0);

            Assert.Contains("certificate", doubted.Error, StringComparison.Ordinal);
            Assert.Equal("what the host has\n", (await Workshop.BuildKit(workshop.Store, "run", "fetched").In(folder).RunAsync()).ShouldExit(0).Output);
            string text = await File.ReadAllTextAsync(Path.Combine(folder, "buildkit.lock"), TestContext.Current.CancellationToken);
            Assert.Contains($"\"https://localhost:{port}/served\": \"sha256:", text, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>A server on loopback with one file.</summary>
    private sealed class FileServer : IDisposable
    {
        private readonly HttpListener listener = new();

        private FileServer(int port)
        {
            Port = port;
            listener.Prefixes.Add($"http://localhost:{port}/");
        }

        public int Port { get; }

        public static FileServer Start(Func<string> content)
        {
            var server = new FileServer(Registry.FreePort());
            server.listener.Start();
            _ = server.ServeAsync(content);
            return server;
        }

        public void Dispose() => listener.Close();

        private async Task ServeAsync(Func<string> content)
        {
            try
            {
                while (true)
                {
                    HttpListenerContext request = await listener.GetContextAsync();
                    await request.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(content()));
                    request.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
