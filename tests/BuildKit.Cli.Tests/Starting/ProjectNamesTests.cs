using BuildKit.Cli.Starting;

namespace BuildKit.Cli.Tests.Starting;

public sealed class ProjectNamesTests
{
    [Theory]
    [InlineData("src/Shop.Api/Shop.Api.csproj", "Api")]
    [InlineData("Api.csproj Worker.fsproj", "Api Worker")]
    [InlineData("a/Shop.Api.csproj b/Shop.Worker.csproj", "Api Worker")]
    [InlineData("a/Shop.Api.csproj b/Billing.Api.csproj c/Billing.Worker.csproj", "ShopApi BillingApi Worker")]
    [InlineData("a/Api.csproj b/Shop.Api.csproj", "Api ShopApi")]
    [InlineData("a/Api.csproj b/api.csproj", "Api Api2")]
    [InlineData("my-web_service.csproj", "MyWebService")]
    [InlineData("2048.csproj", "App2048")]
    [InlineData("Ωμέγα.csproj", "App")]
    [InlineData("Publish.csproj DotNet.csproj Secret.csproj", "PublishImage DotNetImage SecretImage")]
    public void An_image_is_called_by_what_tells_its_project_from_the_others(string paths, string expected) =>
        Assert.Equal(expected, string.Join(' ', ProjectNames.Of(paths.Split(' '))));

    [Theory]
    [InlineData("Api", "api")]
    [InlineData("ShopApi", "shopApi")]
    [InlineData("Test", "testProject")]
    [InlineData("Build", "buildProject")]
    public void The_variable_beside_it_begins_with_a_small_letter(string image, string expected) => Assert.Equal(expected, ProjectNames.Variable(image));

    [Theory]
    [InlineData("/home/me/my-shop/", "MyShop")]
    [InlineData("/", "App")]
    public void A_folder_has_a_name_too(string folder, string expected) => Assert.Equal(expected, ProjectNames.OfFolder(folder));
}
