using BuildKit.Engine.Containers;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Containers;

public sealed class UserDatabaseTests
{
    private static readonly UserDatabase Users = new(
        "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1655:App:/home/app:/bin/false\nbroken line\n12:x:77:77::/:\nno:x:number:0::/:\nother:x:5:5::/:\r\n",
        "root:x:0:\napp:x:1655:app\nvideo:x:44:other,app\naudio:x:29:app\nbad:x:y:app\n");

    [Theory]
    [InlineData(null, 0, 0, "/root", "")]
    [InlineData("", 0, 0, "/root", "")]
    [InlineData("root", 0, 0, "/root", "")]
    [InlineData("app", 1654, 1655, "/home/app", "29,44")]
    [InlineData("1654", 1654, 1655, "/home/app", "29,44")]
    [InlineData("app:video", 1654, 44, "/home/app", "")]
    [InlineData("app:1000", 1654, 1000, "/home/app", "")]
    [InlineData("app:", 1654, 1655, "/home/app", "29,44")]
    [InlineData("4000", 4000, 0, "/", "")]
    [InlineData("4000:5000", 4000, 5000, "/", "")]
    [InlineData(":video", 0, 44, "/root", "")]
    [InlineData("12", 77, 77, "/", "")] // a name of digits wins over the number
    [InlineData("other", 5, 5, "/", "44")]
    public void A_user_is_found_as_docker_finds_it(string? text, int uid, int gid, string home, string groups)
    {
        var user = Users.Resolve(text);
        Assert.Equal((uid, gid, home, groups), (user.Uid, user.Gid, user.Home, string.Join(',', user.Groups)));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("app:nogroup")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("bad")]
    public void An_unknown_name_is_an_error_that_names_it(string text)
    {
        var e = Assert.Throws<BuildKitException>(() => Users.Resolve(text));
        Assert.Equal(ExecutionErrorCodes.UserUnknown, e.Code);
        Assert.Contains(text.Split(':')[^1], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_a_database_knows_numbers_only()
    {
        var none = new UserDatabase(null, null);
        Assert.Equal(0, none.Resolve(null).Uid);
        Assert.Equal(7, none.Resolve("7").Uid);
        Assert.Throws<BuildKitException>(() => none.Resolve("app"));
    }
}
