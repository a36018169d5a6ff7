using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Tests.Layers;

public sealed class LayerPathTests
{
    [Theory]
    [InlineData("a", "/a")]
    [InlineData("/a//b/./c/", "/a/b/c")]
    [InlineData("", "/")]
    [InlineData("./", "/")]
    [InlineData("a/...", "/a/...")]
    public void A_path_is_normalised_without_its_slashes(string text, string shown) => Assert.Equal(shown, LayerPath.Parse(text).ToString());

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a\0b")]
    public void A_path_never_leads_out_of_its_root(string text) => Assert.Throws<FormatException>(() => LayerPath.Parse(text));

    [Theory]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("..")]
    public void What_is_not_normalised_is_no_path_as_it_stands(string text) => Assert.False(LayerPath.TryCreate(LayerText.Bytes(text), out _));

    [Fact]
    public void Paths_are_ordered_by_their_bytes_so_a_dash_comes_before_a_child()
    {
        LayerPath[] paths = [LayerPath.Parse("a/b"), LayerPath.Parse("a-b"), LayerPath.Parse("a"), LayerPath.Parse("ä"), LayerPath.Parse("b")];
        Assert.Equal(["/a", "/a-b", "/a/b", "/b", "/ä"], paths.Order().Select(p => p.ToString()));
    }

    [Fact]
    public void Bytes_that_are_not_text_are_kept_and_shown_escaped()
    {
        Assert.True(LayerPath.TryNormalize([(byte)'a', 0xff, 0x1b], out LayerPath path));
        Assert.Equal([(byte)'a', 0xff, 0x1b], path.Span.ToArray());
        Assert.Equal(@"/a\xff\x1b", path.ToString());
    }

    [Fact]
    public void A_path_knows_its_name_its_parent_and_what_is_below_it()
    {
        LayerPath path = LayerPath.Parse("usr/lib/x");
        Assert.Equal("x", path.Name.ToString());
        Assert.Equal("/usr/lib", path.Parent.ToString());
        Assert.True(LayerPath.Parse("usr").Parent.IsRoot);
        Assert.Equal(path, path.Parent.Append("x"u8));
        Assert.True(path.IsAtOrBelow(LayerPath.Parse("usr")));
        Assert.False(path.IsAtOrBelow(LayerPath.Parse("us")));
        Assert.True(path.IsAtOrBelow(LayerPath.Root));
        Assert.Equal(3, path.Depth);
    }
}
