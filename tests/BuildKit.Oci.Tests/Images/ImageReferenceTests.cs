using BuildKit.Oci.Images;

namespace BuildKit.Oci.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hash = "sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

    [Theory]
    [InlineData("api", null, "api", null)]
    [InlineData("api:1.2", null, "api", "1.2")]
    [InlineData("team/api", null, "team/api", null)]
    [InlineData("localhost/api", "localhost", "api", null)]
    [InlineData("localhost:5000/dev/api:x", "localhost:5000", "dev/api", "x")]
    [InlineData("localhost:5000", null, "localhost", "5000")]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0", "mcr.microsoft.com", "dotnet/sdk", "10.0")]
    [InlineData("docker.io/library/debian", "docker.io", "library/debian", null)]
    [InlineData("[::1]:5000/a", "[::1]:5000", "a", null)]
    [InlineData("Registry/a", "Registry", "a", null)]
    [InlineData("a_b/c__d/e-f--g.h", null, "a_b/c__d/e-f--g.h", null)]
    public void A_reference_is_read_and_written_as_it_stands(string text, string? registry, string repository, string? tag)
    {
        ImageReference reference = ImageReference.Parse(text);
        Assert.Equal(new ImageReference(registry, repository, tag, null), reference);
        Assert.Equal(text, reference.ToString());
    }

    [Fact]
    public void A_digest_stands_alone_or_behind_a_tag()
    {
        Assert.Equal(Hash, ImageReference.Parse("api@" + Hash).TagOrDigest);
        ImageReference both = ImageReference.Parse("h:1/api:1.0@" + Hash);
        Assert.Equal(("1.0", Hash), (both.Tag, both.Digest.ToString()));
        Assert.Equal("latest", ImageReference.Parse("api").TagOrDigest);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":tag")]
    [InlineData("@" + Hash)]
    [InlineData("Api")]
    [InlineData("a/B")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a:")]
    [InlineData("a:.x")]
    [InlineData("a:x y")]
    [InlineData("a@sha256:abc")]
    [InlineData("a@")]
    [InlineData("a@" + Hash + "@" + Hash)]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("host:port/a")]
    [InlineData("host:99999999/a")]
    [InlineData("-host.x/a")]
    [InlineData("https://host/a")]
    [InlineData("a\nb")]
    [InlineData("ü")]
    public void What_is_no_reference_says_why(string text)
    {
        Assert.False(ImageReference.TryParse(text, out _));
        Assert.Contains("is not an image reference", Assert.Throws<FormatException>(() => ImageReference.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_tags_have_their_longest_length()
    {
        Assert.True(ImageReference.TryParse(new string('a', 255) + ":" + new string('t', 128), out _));
        Assert.False(ImageReference.TryParse(new string('a', 256), out _));
        Assert.False(ImageReference.TryParse("a:" + new string('t', 129), out _));
    }
}
