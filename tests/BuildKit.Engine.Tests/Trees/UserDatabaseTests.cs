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

    public void Dispose() => folder.Dispose();
}
