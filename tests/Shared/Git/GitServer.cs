using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using BuildKit.Tests.Web;

namespace BuildKit.Tests.Git;

/// <summary>A real Git server on loopback: git's own http-backend behind a listener. Its folder has a bare repository, to which a test pushes.</summary>
public sealed class GitServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly string root = Directory.CreateTempSubdirectory("buildkit-git-server-").FullName;
    private readonly ConcurrentQueue<string> requests = new();

    /// <param name="source">What it has to begin with.</param>
    public GitServer(TemporaryRepository source)
    {
        Source = source;
        source.Git("clone", "-q", "--bare", source.Folder, Bare);
        (listener, string address) = LoopbackListener.Begin();
        Url = address + "library.git";
        _ = LoopbackListener.ServeAsync(listener, AnswerAsync);
    }

    public string Url { get; }

    public string Bare => Path.Combine(root, "library.git");

    public TemporaryRepository Source { get; }

    /// <summary>Answers every request with this status; 0 for the truth.</summary>
    public int Status { get; set; }

    /// <summary>Answers nothing as long as it is not completed.</summary>
    public Task Silence { get; set; } = Task.CompletedTask;

    /// <summary>Method and path of each request.</summary>
    public string[] Requests => [.. requests];

    /// <summary>How often objects were asked for.</summary>
    public int Fetches => Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal));

    /// <summary>Brings all branches and tags of the source, whatever they were before.</summary>
    public void Push() => Source.Git("push", "-q", "--mirror", Bare);

    public void Dispose()
    {
        listener.Close();
        Directory.Delete(root, recursive: true);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        requests.Enqueue($"{request.HttpMethod} {request.Url!.AbsolutePath}");
        await Silence;
        if (Status != 0)
        {
            context.Response.StatusCode = Status;
            return;
        }

        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in (ReadOnlySpan<(string, string?)>)
        [
            ("GIT_PROJECT_ROOT", root), ("GIT_HTTP_EXPORT_ALL", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("PATH_INFO", request.Url.AbsolutePath),
            ("QUERY_STRING", request.Url.Query.TrimStart('?')), ("REQUEST_METHOD", request.HttpMethod), ("CONTENT_TYPE", request.ContentType),
            ("HTTP_CONTENT_ENCODING", request.Headers["Content-Encoding"]), ("GIT_PROTOCOL", request.Headers["Git-Protocol"]),
        ])
        {
            start.Environment[name] = value;
        }

        using Process backend = Process.Start(start)!;
        Task<byte[]> answer = ReadAsync(backend.StandardOutput.BaseStream);
        await request.InputStream.CopyToAsync(backend.StandardInput.BaseStream);
        backend.StandardInput.Close();
        await GiveAsync(context.Response, await answer);
        _ = await backend.StandardError.ReadToEndAsync();
        await backend.WaitForExitAsync();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task GiveAsync(HttpListenerResponse response, byte[] answer)
    {
        int end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (string line in Encoding.ASCII.GetString(answer, 0, end).Split("\r\n"))
        {
            string[] header = line.Split(": ", 2);
            if (header[0] == "Status")
            {
                response.StatusCode = int.Parse(header[1].Split(' ')[0], CultureInfo.InvariantCulture);
            }
            else
            {
                response.Headers[header[0]] = header[1];
            }
        }

        response.ContentLength64 = answer.Length - end - 4;
        await response.OutputStream.WriteAsync(answer.AsMemory(end + 4));
    }
}
