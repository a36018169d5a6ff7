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

    private static SecretSearch Search(string secret) => new([.. SecretPattern.Of("name", Encoding.ASCII.GetBytes(secret))]);
}
