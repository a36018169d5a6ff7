using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Trees;

public sealed class UserDatabaseTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly UserDatabase users;

    public UserDatabaseTests()
    {
        SnapshotStore store = folder.Store();
        var layers = System.Collections.Immutable.ImmutableArray<Digest>.Empty;
        void Add(ChangeSet changes) => layers = layers.Add(store.Commit(changes)!.DiffId);
        MergedTree Tree() => store.OpenTree(layers, "the image");
        Add(FilePlans.Write(Tree(), "/", "/usr/lib/passwd", "root:x:0:0:root:/root:/bin/sh\n# comment\nbroken:line\napp:x:1654:1655:App:/home/app:/bin/sh\n"u8.ToArray(), null, null));
        Add(FilePlans.Link(Tree(), "/", "/etc/passwd", "../usr/lib/passwd"));
        Add(FilePlans.Write(Tree(), "/", "/etc/group", "root:x:0:\napp:x:1655:\nvideo:x:44:other,app\naudio:x:29:app\n"u8.ToArray(), null, null));
        users = UserDatabase.Of(Tree());
    }

    [Theory]
    [InlineData("app", 1654, 1655)]
    [InlineData("app:video", 1654, 44)]
    [InlineData("1000", 1000, 1000)]
    [InlineData("1000:7", 1000, 7)]
    [InlineData("1654", 1654, 1654)]
    [InlineData("0:app", 0, 1655)]
    public void An_owner_is_found_by_name_or_number(string text, uint uid, uint gid) => Assert.Equal(new FileOwner(uid, gid), users.ResolveOwner(text));

    [Fact]
    public void A_process_has_the_groups_of_its_user_unless_a_group_is_named()
    {
        ProcessUser app = users.ResolveUser("app");
        Assert.Equal((1654u, 1655u, "/home/app"), (app.Uid, app.Gid, app.Home));
        Assert.Equal([29u, 44u], app.Groups);
        Assert.Empty(users.ResolveUser("app:video").Groups);
        Assert.Equal((1654u, 1655u), (users.ResolveUser("1654").Uid, users.ResolveUser("1654").Gid));
        Assert.Equal((77u, 0u, "/"), (users.ResolveUser("77").Uid, users.ResolveUser("77").Gid, users.ResolveUser("77").Home));
        Assert.Equal((0u, 0u, "/root"), (users.ResolveUser("").Uid, users.ResolveUser("").Gid, users.ResolveUser("").Home));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("app:nobody")]
    [InlineData("-1")]
    [InlineData("4294967295")]
    public void An_unknown_name_is_an_error(string text) =>
        Assert.Equal(ExecutionErrorCodes.OwnerUnknown, Assert.Throws<BuildKitException>(() => users.ResolveOwner(text)).Code);

    [Theory]
    [InlineData(null, 0, 0, "/root", "")]
    [InlineData("", 0, 0, "/root", "")]
    [InlineData("app", 1654, 1655, "/home/app", "29,44")]
    [InlineData("1654", 1654, 1655, "/home/app", "29,44")]
    [InlineData("app:video", 1654, 44, "/home/app", "")]
    [InlineData("app:1000", 1654, 1000, "/home/app", "")]
    [InlineData("app:", 1654, 1655, "/home/app", "29,44")]
    [InlineData("4000", 4000, 0, "/", "")]
    [InlineData("4000:5000", 4000, 5000, "/", "")]
    [InlineData(":video", 0, 44, "/root", "")]
    [InlineData("12", 77, 78, "/", "")] // a name of digits comes before the number
    [InlineData("other", 5, 5, "/", "44")]
    public void A_process_s_user_is_found_as_docker_finds_it(string? text, uint uid, uint gid, string home, string groups)
    {
        var listed = new UserDatabase(
            "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1655:App:/home/app:/bin/false\nbroken line\n12:x:77:78::/:\nno:x:number:0::/:\nother:x:5:5::/:\r\n",
            "root:x:0:\napp:x:1655:app\nvideo:x:44:other,app\r\naudio:x:29:app\nbad:x:y:app\n",
            "The image");

        ProcessUser user = listed.ResolveUser(text);

        Assert.Equal((uid, gid, home, groups), (user.Uid, user.Gid, user.Home, string.Join(',', user.Groups)));
    }

    [Fact]
    public void Without_a_database_numbers_are_known_and_names_are_not()
    {
        var none = new UserDatabase(null, null, "The image");

        Assert.Equal(0u, none.ResolveUser(null).Uid);
        Assert.Equal(7u, none.ResolveUser("7").Uid);
        Assert.Equal("The image has no user 'app' in /etc/passwd.", Assert.Throws<BuildKitException>(() => none.ResolveUser("app")).Message);
    }

    [Fact]
    public void A_database_that_is_too_large_to_be_one_makes_names_an_error_and_numbers_none()
    {
        SnapshotStore store = folder.Store();
        Digest layer = store.Commit(FilePlans.Write(MergedTree.Empty, "/", "/etc/passwd", new byte[(1 << 20) + 1], null, null))!.DiffId;
        UserDatabase huge = UserDatabase.Of(store.OpenTree([layer], "the image"));

        Assert.Equal(7u, huge.ResolveUser("7").Uid);
        Assert.Contains("too many", Assert.Throws<BuildKitException>(() => huge.ResolveUser("app")).Message, StringComparison.Ordinal);
        Assert.Contains("too many", Assert.Throws<BuildKitException>(() => huge.ResolveOwner("app")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_may_lead_to_the_database_under_a_longer_name()
    {
        SnapshotStore store = folder.Store();
        Digest file = store.Commit(FilePlans.Write(MergedTree.Empty, "/", "/nix/store/0123-passwd", "app:x:9:9::/app:/bin/sh\n"u8.ToArray(), null, null))!.DiffId;
        Digest link = store.Commit(FilePlans.Link(store.OpenTree([file], "the image"), "/", "/etc/passwd", "/nix/store/0123-passwd"))!.DiffId;

        Assert.Equal(9u, UserDatabase.Of(store.OpenTree([file, link], "the image")).ResolveUser("app").Uid);
    }

    public void Dispose() => folder.Dispose();
}
