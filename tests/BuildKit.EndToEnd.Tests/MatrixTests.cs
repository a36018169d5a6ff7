using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
public sealed class MatrixTests(Workshop workshop)
{
    [Fact]
    public async Task Each_edition_is_an_image_that_prints_its_own_configuration()
    {
        string folder = await workshop.CheckoutAsync("matrix", "matrix");
        CommandResult built = await Workshop.BuildKit(workshop.Store, "build", "--set", $"base={workshop.Runtime}").In(folder).RunAsync();
        built.ShouldExit(0);

        CommandResult basic = await Workshop.BuildKit(workshop.Store, "run", "site-basic:latest").In(workshop.Folder).RunAsync();
        CommandResult full = await Workshop.BuildKit(workshop.Store, "run", "site-full:latest").In(workshop.Folder).RunAsync();

        Assert.Contains("# basic edition", basic.ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains("location /about { compress on; }", full.ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task Only_the_full_edition_has_the_second_page()
    {
        string folder = await workshop.CheckoutAsync("matrix", "matrix-pages");
        (await Workshop.BuildKit(workshop.Store, "build", "--set", $"base={workshop.Runtime}").In(folder).RunAsync()).ShouldExit(0);

        Assert.Equal("fonts\nindex.html\npages.txt\n", await PagesOf("site-basic:latest"));
        Assert.Equal("about.html\nfonts\nindex.html\npages.txt\n", await PagesOf("site-full:latest"));
    }

    private async Task<string> PagesOf(string image) =>
        (await Workshop.BuildKit(workshop.Store, "run", "--entrypoint", "/bin/ls", image, "/srv/current/").In(workshop.Folder).RunAsync())
            .ShouldExit(0).Output;
}
