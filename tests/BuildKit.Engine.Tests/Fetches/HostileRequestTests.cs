namespace BuildKit.Engine.Tests.Fetches;

/// <summary>What a program of a hostile run could send to its proxy.</summary>
public sealed class HostileRequestTests
{
    private const string Host = "Host: localhost:{0}\r\n";

    [Theory]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: 3, 3\r\n\r\nabc", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nTransfer-Encoding: xchunked\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.0\r\nHost: localhost:{0}\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nA: b\r\n folded\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nA : b\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nA: b\rc\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nA: b\0c\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\nHost: localhost:{0}\n\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: other.example\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:1\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/a b HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/#x HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET /file HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET file://localhost:{0}/etc/passwd HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET http://[::1]:{0}/ HTTP/1.1\r\nHost: [::1]:{0}\r\n\r\n", 400)]
    [InlineData("GET http://local%68ost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/2.0\r\nHost: localhost:{0}\r\n\r\n", 505)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)]
    [InlineData("TRACE http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 405)]
    [InlineData("CONNECT localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("CONNECT localhost:{0} HTTP/1.1\r\nHost: localhost:{0}\r\n\r\nhurry", 400)]
    [InlineData("\x16\x03\x01\r\n\r\n", 400)]
    public async Task What_two_readers_could_read_in_two_ways_is_refused_and_goes_nowhere(string request, int status)
    {
        await using var origin = new Origin();
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string answer = await proxy.SendAsync(request.Replace("{0}", $"{origin.Port}", StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:{0}/ HTTP/1.1\r\nHost: 127.0.0.1:{0}\r\n\r\n")]
    [InlineData("GET http://localhost:1/ HTTP/1.1\r\nHost: localhost:1\r\n\r\n")]
    [InlineData("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET http://localhost:{0}@other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n")]
    [InlineData("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n")]
    [InlineData("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n")]
    [InlineData("POST http://localhost:25/ HTTP/1.1\r\nHost: localhost:25\r\nContent-Length: 5\r\n\r\nHELO\n")]
    public async Task A_host_or_port_that_is_not_in_the_list_is_refused_by_name(string request)
    {
        await using var origin = new Origin();
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string answer = await proxy.SendAsync(request.Replace("{0}", $"{origin.Port}", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains($"network: [\"localhost:{origin.Port}\"]", answer, StringComparison.Ordinal);
        Assert.Single(proxy.Notices);
        Assert.NotNull(proxy.Log.Refusals);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n", 400)]
    [InlineData("GET https://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n", 400)]
    [InlineData("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\n\r\n", 405)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    public async Task Inside_of_a_tunnel_no_other_host_is_reached(string request, int status)
    {
        using var trusted = new BuildKit.Engine.Fetches.ProxyAuthority();
        await using var origin = new Origin(trusted);
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}", "other.example"], trusted);
        string answer = await proxy.SendInTunnelAsync("localhost", origin.Port, request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData(300, 10)]
    [InlineData(1, 70_000)]
    public async Task A_head_without_end_is_cut_off(int headers, int length)
    {
        await using var origin = new Origin();
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string lines = string.Concat(Enumerable.Range(0, headers).Select(i => $"X{i}: {new string('a', length)}\r\n"));
        string answer = await proxy.SendAsync($"GET http://localhost:{origin.Port}/ HTTP/1.1\r\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, Host, origin.Port)}{lines}\r\n");
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData("x\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    public async Task A_chunk_that_is_none_ends_the_request(string body)
    {
        await using var origin = new Origin();
        origin.Serve("/", "ok");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string answer = await proxy.SendAsync($"POST http://localhost:{origin.Port}/ HTTP/1.1\r\nHost: localhost:{origin.Port}\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        Assert.DoesNotContain(" 200 ", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_second_request_behind_a_body_is_a_request_of_its_own()
    {
        await using var origin = new Origin();
        origin.Serve("/", "ok");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string hidden = $"GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n";
        string answer = await proxy.SendAsync($"POST http://localhost:{origin.Port}/ HTTP/1.1\r\nHost: localhost:{origin.Port}\r\nContent-Length: 2\r\n\r\nab{hidden}");
        Assert.Contains("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 Forbidden", answer, StringComparison.Ordinal);
        Assert.EndsWith("\n\nab", Assert.Single(origin.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_one_connection_stay_on_it()
    {
        await using var origin = new Origin();
        origin.Serve("/", "ok", "Connection: X-Mine\r\nX-Mine: secret\r\nX-Yours: told\r\n");
        await using var proxy = new ProxyTrial([$"localhost:{origin.Port}"]);
        string answer = await proxy.SendAsync(
            $"GET http://u:p@localhost:{origin.Port}/ HTTP/1.1\r\nHost: localhost:{origin.Port}\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nUpgrade: h2c\r\nRange: bytes=0-1\r\n"
            + "Proxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\nX-End: 2\r\n\r\n");
        string request = Assert.Single(origin.Requests);
        Assert.Contains("X-End: 2", request, StringComparison.Ordinal);
        foreach (string dropped in new[] { "X-Hop", "Upgrade", "Range", "Proxy-", "TE:", "u:p", "traceparent", "User-Agent" })
        {
            Assert.DoesNotContain(dropped, request, StringComparison.Ordinal);
        }

        Assert.Contains("X-Yours: told", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Mine", answer, StringComparison.Ordinal);
    }
}
