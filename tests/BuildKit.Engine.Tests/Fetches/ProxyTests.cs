using System.Diagnostics;
using System.Net;
using System.Text;
using BuildKit.Engine.Fetches;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>What passes through the proxy of a run, and what is noted of it.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_arrives_whole_and_its_digest_is_noted(bool secured)
    {
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(secured ? trusted : null);
        origin.Serve("/a%2Fb/../c?q=%41&r", "content");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], trusted);
        string answer = secured
            ? await proxy.SendInTunnelAsync("localhost", origin.Port, $"GET /a%2Fb/../c?q=%41&r HTTP/1.1\r\nHost: localhost:{origin.Port}\r\nConnection: close\r\n\r\n")
            : await proxy.SendAsync($"GET {origin.Url}/a%2Fb/../c?q=%41&r HTTP/1.1\r\nHost: LOCALHOST:{origin.Port}\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("\r\n\r\ncontent", answer, StringComparison.Ordinal);
        Assert.Equal($"{origin.Url}/a%2Fb/../c?q=%41&r", Assert.Single(proxy.Log.Fetched).Key);
        Assert.Equal(Digest.Of("content"u8), proxy.Log.Fetched.Values.Single());
        Assert.Empty(proxy.Notices);
    }

    [Fact]
    public async Task One_connection_carries_answers_of_every_form()
    {
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(trusted);
        origin.Serve("/plain", "plain");
        origin.Say("/chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n");
        origin.Say("/nothing", "HTTP/1.1 204 No Content\r\n\r\n");
        origin.Say("/same", "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
        origin.Say("/there", "HTTP/1.1 302 Found\r\nLocation: https://other.example/\r\nContent-Length: 0\r\n\r\n");
        origin.Say("/head", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
        origin.Serve("/empty", "");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], trusted);
        using HttpClient client = proxy.Client();

        Assert.Equal("plain", await client.GetStringAsync(new Uri(origin.Url + "/plain"), Ct));
        Assert.Equal("abcde", await client.GetStringAsync(new Uri(origin.Url + "/chunks"), Ct));
        Assert.Equal(HttpStatusCode.NoContent, (await client.GetAsync(new Uri(origin.Url + "/nothing"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync(new Uri(origin.Url + "/same"), Ct)).StatusCode);
        Assert.Equal("https://other.example/", (await client.GetAsync(new Uri(origin.Url + "/there"), Ct)).Headers.Location!.ToString());
        using var head = new HttpRequestMessage(HttpMethod.Head, origin.Url + "/head");
        Assert.Equal(99, (await client.SendAsync(head, Ct)).Content.Headers.ContentLength);
        Assert.Equal("", await client.GetStringAsync(new Uri(origin.Url + "/empty"), Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(origin.Url + "/gone"), Ct)).StatusCode);

        Assert.Equal(
            new Dictionary<string, Digest>
            {
                [origin.Url + "/plain"] = Digest.Of("plain"u8), [origin.Url + "/chunks"] = Digest.Of("abcde"u8), [origin.Url + "/empty"] = Digest.Of(""u8),
            },
            proxy.Log.Fetched);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_goes_up_whole_after_a_word_where_the_client_waits_for_one(bool chunked)
    {
        await using var origin = new Origin();
        origin.Serve("/up", "thanks");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        using HttpClient client = proxy.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, origin.Url + "/up") { Content = new StringContent("what is sent") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;

        HttpResponseMessage response = await client.SendAsync(request, Ct);

        Assert.Equal("thanks", await response.Content.ReadAsStringAsync(Ct));
        string seen = Assert.Single(origin.Requests);
        Assert.EndsWith("\n\nwhat is sent", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Expect", seen, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", seen, StringComparison.Ordinal);
        Assert.Empty(proxy.Log.Fetched);
    }

    [Fact]
    public async Task A_body_is_passed_on_while_it_comes()
    {
        await using var origin = new Origin();
        var arrived = new TaskCompletionSource();
        origin.Answers["/slow"] = async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst"u8.ToArray());
            await arrived.Task;
            await stream.WriteAsync("later"u8.ToArray());
        };
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        using HttpClient client = proxy.Client();
        await using Stream body = await client.GetStreamAsync(new Uri(origin.Url + "/slow"), Ct);
        var start = new byte[5];
        await body.ReadExactlyAsync(start, Ct);
        Assert.Equal("first", Encoding.ASCII.GetString(start));
        Assert.Empty(proxy.Log.Fetched);
        arrived.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal("later", await rest.ReadToEndAsync(Ct));
        Assert.Equal(Digest.Of("firstlater"u8), Assert.Single(proxy.Log.Fetched).Value);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf")]
    public async Task An_answer_that_breaks_off_breaks_off_for_the_run_too_and_is_not_noted(string response)
    {
        await using var origin = new Origin();
        origin.Answers["/half"] = async stream =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(response));
            stream.Close();
        };
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        using HttpClient client = proxy.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(origin.Url + "/half"), Ct));
        Assert.Empty(proxy.Log.Fetched);
        Assert.Contains("broke off", Assert.Single(proxy.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_whose_certificate_is_not_trusted_is_not_spoken_to()
    {
        using var trusted = new ProxyAuthority();
        using var other = new ProxyAuthority();
        await using var origin = new Origin(other);
        origin.Serve("/", "never");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], trusted);
        using HttpClient client = proxy.Client();
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(new Uri(origin.Url + "/"), Ct)).StatusCode);
        Assert.Contains("gives no answer", Assert.Single(proxy.Notices), StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_program_that_does_not_trust_the_proxy_is_told_of()
    {
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(trusted);
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], trusted);
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}"), UseProxy = true });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(origin.Url + "/"), Ct));
        while (proxy.Notices.IsEmpty)
        {
            await Task.Delay(10, Ct);
        }

        Assert.Contains("SSL_CERT_FILE", Assert.Single(proxy.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_takes_the_certificates()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed");
        using var trusted = new ProxyAuthority();
        await using var origin = new Origin(trusted);
        origin.Serve("/file", "content");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], trusted);
        var info = new ProcessStartInfo("/usr/bin/curl", ["-sS", "--fail", "--proxy", $"http://127.0.0.1:{proxy.Port}", "--noproxy", "", "--cacert", proxy.AuthorityFile(), origin.Url + "/file"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process curl = Process.Start(info)!;
        Assert.Equal("content", await curl.StandardOutput.ReadToEndAsync(Ct));
        Assert.Equal("", await curl.StandardError.ReadToEndAsync(Ct));
        Assert.Equal($"{origin.Url}/file", Assert.Single(proxy.Log.Fetched).Key);
    }

    [Fact]
    public async Task The_proxy_of_the_host_is_used_where_its_variables_say_so()
    {
        await using var hostProxy = new Origin();
        hostProxy.Serve("http://files.example/a", "through the other proxy");
        await using var proxy = new ProxyTrial(["files.example", "internal.example:1", $"localhost:{hostProxy.Port}"], hostProxy: $"http://127.0.0.1:{hostProxy.Port}");
        using HttpClient client = proxy.Client();
        Assert.Equal("through the other proxy", await client.GetStringAsync(new Uri("http://files.example/a"), Ct));
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(new Uri("http://internal.example:1/a"), Ct)).StatusCode);
        Assert.StartsWith("GET http://files.example/a\n", Assert.Single(hostProxy.Requests), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(hostProxy.Url + "/direct"), Ct)).StatusCode);
        Assert.StartsWith("GET /direct\n", hostProxy.Requests.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://a.corp.example/", "corp.example", true)]
    [InlineData("http://a.corp.example/", ".corp.example", true)]
    [InlineData("http://acorp.example/", "corp.example", false)]
    [InlineData("http://a.example:81/", "a.example:81", true)]
    [InlineData("http://a.example:82/", "a.example:81", false)]
    [InlineData("http://a.example/", "x, *", true)]
    [InlineData("http://localhost:5000/", "", true)]
    public void No_proxy_is_read_as_curl_reads_it(string url, string noProxy, bool direct)
    {
        var proxy = new HostProxy(new Dictionary<string, string> { ["http_proxy"] = "user:p%40ss@proxy.example:3128", ["no_proxy"] = noProxy });
        Assert.Equal(direct, proxy.IsBypassed(new Uri(url)));
        Assert.Equal(direct ? null : "proxy.example", proxy.GetProxy(new Uri(url))?.Host);
        Assert.Equal("p@ss", proxy.Credentials!.GetCredential(new Uri(url), "")!.Password);
    }

    [Fact]
    public async Task What_the_lock_does_not_have_is_kept_from_the_run()
    {
        await using var origin = new Origin();
        origin.Serve("/known", "known");
        origin.Serve("/unknown", "unknown");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"], locked: url => url.EndsWith("/known", StringComparison.Ordinal) ? Digest.Of("known"u8) : null);
        using HttpClient client = proxy.Client();
        Assert.Equal("known", await client.GetStringAsync(new Uri(origin.Url + "/known"), Ct));
        Assert.Null(proxy.Log.Verdict());
        HttpResponseMessage refused = await client.GetAsync(new Uri(origin.Url + "/unknown"), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain("unknown\n", (await refused.Content.ReadAsStringAsync(Ct))[^5..], StringComparison.Ordinal);
        Assert.Equal("BK4276", proxy.Log.Verdict()!.Code);

        origin.Serve("/known", "other");
        Assert.Equal("other", await client.GetStringAsync(new Uri(origin.Url + "/known"), Ct));
        Assert.Equal("BK4277", proxy.Log.Verdict()!.Code);
        Assert.Contains(Digest.Of("other"u8).ToString(), proxy.Log.Verdict()!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/f?a=1&b=2", "/f?a=1&b=2")]
    [InlineData("/f?X-Amz-Date=1&X-Amz-Signature=abc", "/f")]
    [InlineData("/f?se=2026&sig=abc%3D", "/f")]
    [InlineData("/f?%74oken=abc", "/f")]
    [InlineData("/f?a=hunter2hunter2", null)]
    [InlineData("/f/hunter2%68unter2/x", null)]
    public void Signatures_and_secrets_are_in_no_recorded_address(string path, string? recorded) =>
        Assert.Equal(
            recorded is null ? null : "https://example.com" + recorded,
            RecordedUrl.Of(new RequestTarget("https", "example.com", 443, path), ["hunter2hunter2"]));
}
