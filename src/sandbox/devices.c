#include "sandbox.h"
#include <linux/mount.h>
#include <stdio.h>
#include <sys/sysmacros.h>

static const struct {
    const char *name;
    unsigned major, minor;
} nodes[] = {{"null", 1, 3}, {"zero", 1, 5}, {"full", 1, 7}, {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};
#define NODE_COUNT (sizeof nodes / sizeof *nodes)

static const struct {
    const char *name, *target;
} links[] = {
    {"fd", "/proc/self/fd"}, {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"}, {"stderr", "/proc/self/fd/2"}, {"ptmx", "pts/ptmx"},
};

static int new_tmpfs(const char *mode, const char *size, unsigned attributes)
{
    const char *const options[] = {"mode", mode, "size", size, NULL};
    int fd = kernel_new_mount("tmpfs", options, attributes | MOUNT_ATTR_NOSUID);
    if (fd < 0)
        fail(E_ISOLATION, "cannot mount a tmpfs for /dev");
    return fd;
}

/*
 * A mount of a single node is the only place where a device opens: everything else is mounted nodev, so the capability to make
 * nodes opens nothing. The nodes are made on a tmpfs of their own that /dev then covers. A user namespace cannot make nodes,
 * and gets mounts of the host's. Read-only keeps their owners and modes; data still passes.
 */
static void open_nodes(int root, int devices[NODE_COUNT])
{
    int hidden = new_tmpfs("0755", "64k", MOUNT_ATTR_NOEXEC);
    bool own = true;
    for (size_t i = 0; i < NODE_COUNT && own; i++)
        own = mknodat(hidden, nodes[i].name, S_IFCHR | 0666, makedev(nodes[i].major, nodes[i].minor)) == 0;
    if (!own && errno != EPERM)
        fail(E_ISOLATION, "cannot make device nodes");
    int place = dup(hidden);
    if (place < 0)
        fail(E_ISOLATION, "cannot keep the device nodes");
    mount_on(root, hidden, "/dev", MAKE_DIRECTORY);
    for (size_t i = 0; i < NODE_COUNT; i++) {
        char path[32];
        snprintf(path, sizeof path, "/dev/%s", nodes[i].name);
        devices[i] = own ? kernel_open_tree(place, nodes[i].name, 0) : kernel_open_tree(AT_FDCWD, path, 0);
        if (devices[i] < 0 || kernel_set_attributes(devices[i], MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, false) != 0)
            fail(E_ISOLATION, "cannot mount the device %s", path);
    }
    close(place);
}

static void mount_pts(int root)
{
    static const char *const options[] = {"newinstance", NULL, "ptmxmode", "0666", "mode", "0620", "gid", "5", NULL};
    static const char *const without_group[] = {"newinstance", NULL, "ptmxmode", "0666", "mode", "0620", NULL};
    int pts = kernel_new_mount("devpts", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    if (pts < 0) /* a namespace of one id has no group 5 */
        pts = kernel_new_mount("devpts", without_group, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    if (pts < 0)
        fail(E_ISOLATION, "cannot mount /dev/pts");
    mount_on(root, pts, "/dev/pts", MAKE_DIRECTORY);
}

void devices_mount(int root)
{
    int devices[NODE_COUNT];
    open_nodes(root, devices);
    int dev = new_tmpfs("0755", "64m", MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC), place = dup(dev);
    if (place < 0)
        fail(E_ISOLATION, "cannot keep /dev");
    mount_on(root, dev, "/dev", MAKE_DIRECTORY);
    for (size_t i = 0; i < NODE_COUNT; i++) {
        int file = openat(place, nodes[i].name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        int target = file < 0 ? -1 : openat(place, nodes[i].name, O_PATH | O_CLOEXEC);
        if (target < 0 || kernel_move_mount(devices[i], target) != 0)
            fail(E_ISOLATION, "cannot mount /dev/%s", nodes[i].name);
        close(file);
        close(target);
        close(devices[i]);
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlinkat(links[i].target, place, links[i].name) != 0)
            fail(E_ISOLATION, "cannot link /dev/%s", links[i].name);
    if (mkdirat(place, "pts", 0755) != 0 || mkdirat(place, "shm", 0755) != 0 || mkdirat(place, "mqueue", 0755) != 0)
        fail(E_ISOLATION, "cannot make the directories of /dev");
    close(place);
    mount_pts(root);
    mount_on(root, new_tmpfs("1777", "64m", MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC), "/dev/shm", MAKE_DIRECTORY);
    int queues = kernel_new_mount("mqueue", NULL, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (queues >= 0)
        mount_on(root, queues, "/dev/mqueue", MAKE_DIRECTORY);
    else if (errno != ENODEV) /* a kernel may be built without them */
        fail(E_ISOLATION, "cannot mount /dev/mqueue");
}
