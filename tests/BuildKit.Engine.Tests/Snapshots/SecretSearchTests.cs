using System.Text;
using BuildKit.Engine.Snapshots;

namespace BuildKit.Engine.Tests.Snapshots;

public sealed class SecretSearchTests
{
    [Fact]
    public void A_secret_is_found_wherever_the_writes_are_cut()
    {
        byte[] content = Encoding.ASCII.GetBytes(new string('.', 50) + "the-secret-value" + new string('.', 50));
        for (int step = 1; step <= content.Length; step++)
        {
            using SecretSearch search = Search("the-secret-value");
            for (int at = 0; at < content.Length; at += step)
            {
                search.Write(content.AsSpan(at, Math.Min(step, content.Length - at)));
            }

            Assert.Equal("name", search.Found);
        }
    }

    [Fact]
    public void Base64_of_a_secret_is_found_whatever_is_in_front_of_it_and_behind()
    {
        for (int before = 0; before < 6; before++)
        {
            for (int after = 0; after < 4; after++)
            {
                using SecretSearch search = Search("the-secret-value");
                search.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('?', before) + "the-secret-value" + new string('!', after)))));
                Assert.Equal("name", search.Found);
            }
        }
    }

    [Theory]
    [InlineData("short12", "short12")]
    [InlineData("", "")]
    [InlineData("  \n", "  \n")]
    [InlineData("the-secret-value", "the-secret-valu e")]
    public void What_is_too_short_or_another_text_is_not_found(string secret, string content)
    {
        using SecretSearch search = Search(secret);
        search.Write(Encoding.ASCII.GetBytes(content));
        Assert.Null(search.Found);
    }

    [Fact]
    public void Of_a_long_secret_the_beginning_is_enough()
    {
        string secret = new([.. Enumerable.Range(0, 5000).Select(i => (char)('a' + (i * i % 26)))]);
        using SecretSearch search = Search(secret + "\r\n");
        search.Write(Encoding.ASCII.GetBytes(secret[..400]));
        Assert.Equal("name", search.Found);
    }

    [Fact]
    public void Base64_of_a_long_secret_is_found_where_its_lines_are_broken()
    {
        string secret = new([.. Enumerable.Range(0, 500).Select(i => (char)('a' + (i * i % 26)))]);
        using SecretSearch search = Search(secret);
        search.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(secret), Base64FormattingOptions.InsertLineBreaks)));
        Assert.Equal("name", search.Found);
    }

    [Theory]
    [InlineData("pass1234")]
    [InlineData("the-secret-value-1")]
    [InlineData("the-secret-value-that-has-some-more-characters")]
    public void Base64_of_a_secret_is_found_where_a_line_ends_in_it_at_any_place_and_wherever_the_writes_are_cut(string secret)
    {
        for (int before = 0; before < 3; before++)
        {
            string encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('?', before) + secret + "!!!"));
            for (int end = 1; end < encoded.Length; end++)
            {
                byte[] content = Encoding.ASCII.GetBytes(new string('.', 40) + encoded.Insert(end, "\r\n") + new string('.', 40));
                for (int step = 1; step <= content.Length; step += 7)
                {
                    using SecretSearch search = Search(secret);
                    for (int at = 0; at < content.Length; at += step)
                    {
                        search.Write(content.AsSpan(at, Math.Min(step, content.Length - at)));
                    }

                    Assert.Equal("name", search.Found);
                }
            }
        }
    }

    [Fact]
    public void Every_line_of_a_key_is_found_alone_and_in_base64()
    {
        string key = Key(seed: 1);
        foreach (string line in key.Split('\n')[1..^2])
        {
            foreach (string content in new[] { line, "x = \"" + line + "\\n\"", Convert.ToBase64String(Encoding.ASCII.GetBytes("  " + line)) })
            {
                using SecretSearch search = Search(key.ReplaceLineEndings("\r\n"));
                search.Write(Encoding.ASCII.GetBytes(content));
                Assert.Equal("name", search.Found);
            }
        }
    }

    [Fact]
    public void Another_key_is_not_taken_for_the_secret_one_as_it_is_or_in_base64()
    {
        using SecretSearch search = Search(Key(seed: 1));
        search.Write(Encoding.ASCII.GetBytes(Key(seed: 2)));
        search.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(Key(seed: 2)))));
        Assert.Null(search.Found);
    }

    [Theory]
    [InlineData("<configuration>", false)]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?>", false)]
    [InlineData("<add key=\"nuget.org\" value=\"https://api.nuget.org/v3/index.json\" />", false)]
    [InlineData("<add key=\"ClearTextPassword\" value=\"abc12345\" />", true)]
    public void Of_several_lines_those_are_found_that_tell_something(string line, bool isFound)
    {
        using SecretSearch search = Search(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              <add key="ClearTextPassword" value="abc12345" />
            </configuration>
            """);
        search.Write(Encoding.ASCII.GetBytes("  " + line + "\n"));
        Assert.Equal(isFound ? "name" : null, search.Found);
    }

    [Fact]
    public void Lines_that_tell_nothing_are_found_where_all_of_them_are_there()
    {
        using SecretSearch search = Search("first words\nother words\n");
        search.Write("first words\nmore words\n"u8);
        Assert.Null(search.Found);
        search.Write("first words\nother words\n"u8);
        Assert.Equal("name", search.Found);
    }

    [Fact]
    public void The_search_finds_what_a_plain_one_finds_among_many_secrets()
    {
        var random = new Random(4711);
        string Text(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3)))]);
        for (int round = 0; round < 300; round++)
        {
            string[] secrets = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Text(random.Next(8, 14)))];
            string content = Text(random.Next(3000));
            using var search = new SecretSearch(new SecretPatterns(secrets.Select(secret => new SecretPattern(secret, Encoding.ASCII.GetBytes(secret), IsEncoded: false))));
            int cut = random.Next(content.Length + 1);
            search.Write(Encoding.ASCII.GetBytes(content[..cut]));
            search.Write(Encoding.ASCII.GetBytes(content[cut..]));
            Assert.Equal(secrets.Any(secret => content.Contains(secret, StringComparison.Ordinal)), search.Found is not null);
        }
    }

    [Fact]
    public void A_text_for_people_ends_where_the_secret_begins_plain_or_encoded()
    {
        string secret = new([.. Enumerable.Range(0, 500).Select(i => (char)('a' + (i * i % 26)))]);
        using SecretSearch search = Search(secret);
        string encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(secret));

        Assert.Equal("/etc/***", search.Hide("/etc/" + secret + "/more"));
        Assert.Equal("/etc/***", search.Hide("/etc/" + encoded));
        Assert.Equal("/etc/settings", search.Hide("/etc/settings"));
    }

    private static string Key(int seed)
    {
        byte[] bytes = new byte[600];
        new Random(seed).NextBytes(bytes);
        string lines = Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
        return $"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n";
    }

    private static SecretSearch Search(string secret) => new(new SecretPatterns(SecretPattern.Of("name", Encoding.ASCII.GetBytes(secret))));
}
