using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

public sealed class RuntimeCgroupsTests
{
    private const string Root = "22 1 0:1 / / rw,relatime shared:1 - ext4 /dev/vda rw";
    private const string Memory = "30 25 0:26 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory";
    private const string Pids = "31 25 0:27 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids";
    private const string Unified = "32 25 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";

    [Fact]
    public void Every_old_hierarchy_must_be_writable_and_the_unified_one_beside_them_need_not()
    {
        Assert.True(RuntimeCgroups.AreWritable([Root, Memory, Pids, Unified], path => !path.EndsWith("/unified", StringComparison.Ordinal)));
        Assert.False(RuntimeCgroups.AreWritable([Root, Memory, Pids, Unified], path => !path.EndsWith("/pids", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_old_ones_the_unified_hierarchy_decides()
    {
        Assert.True(RuntimeCgroups.AreWritable([Root, Unified], _ => true));
        Assert.False(RuntimeCgroups.AreWritable([Root, Unified], _ => false));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void Without_a_cgroup_each_limit_that_nothing_enforces_is_said(bool limitsUser, int count)
    {
        var spec = new SandboxSpec { Layers = [], Arguments = ["x"], MemoryBytes = 1 << 20, Cpus = 1 };

        Assert.Equal(count, RuntimeCgroups.Warnings(spec, limitsUser).Count(warning => warning.StartsWith("warning BK4010: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_none_is_mounted_none_can_be_made() => Assert.False(RuntimeCgroups.AreWritable([Root], _ => true));
}
