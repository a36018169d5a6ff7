using BuildKit.MSBuild;

namespace BuildKit.Cli.Tests.MSBuild;

/// <summary>Which images of a Buildfile a project builds where it names none.</summary>
public sealed class ProjectImageTests
{
    private static readonly DeclaredImage[] Images =
    [
        new("Api", "api", "dotnet restore /src/src/Web/Web.csproj\ndotnet publish /src/src/Web/Web.csproj --no-restore --output /out"),
        new("ShopWorker", "shop-worker", "dotnet publish -c Release jobs/Jobs.csproj"),
    ];

    [Theory]
    [InlineData("src/Web/Web.csproj", "Api")]
    [InlineData("src/Api/Api.csproj", "Api")]
    [InlineData("src/Shop.Api/Shop.Api.csproj", "Api")]
    [InlineData("src/Shop.Worker/Shop.Worker.csproj", "ShopWorker")]
    [InlineData("jobs/Jobs.csproj", "ShopWorker")]
    [InlineData("obs/Jobs.csproj", "")]
    [InlineData("src/Shop.Core/Shop.Core.csproj", "")]
    [InlineData("Everything.csproj", "Api ShopWorker")]
    public void A_project_has_the_images_that_publish_it_or_are_named_like_it_and_beside_a_Buildfile_all(string project, string images) =>
        Assert.Equal(images, string.Join(' ', ProjectImages.Of(Images, "/repository/" + project, "/repository/Buildfile", "/repository").Select(image => image.Target)));
}
