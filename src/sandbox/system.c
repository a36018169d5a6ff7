#include "sandbox.h"
#include <linux/mount.h>

/* The OCI runtime specification's defaults as Docker sets them: what tells of the host or controls it. */
static const char *const masked[] = {
    "/proc/acpi",       "/proc/asound",      "/proc/interrupts", "/proc/kcore", "/proc/keys",    "/proc/latency_stats",
    "/proc/sched_debug", "/proc/scsi",       "/proc/timer_list", "/proc/timer_stats", "/sys/firmware", "/sys/devices/virtual/powercap",
};
static const char *const read_only[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};

static int open_sys(bool host_network)
{
    const unsigned attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    int sys = kernel_new_mount("sysfs", NULL, attributes);

    /* A new sysfs shows a network namespace, and so needs the right over it: a user namespace has none over the host's. */
    if (sys < 0 && errno == EPERM && host_network) {
        sys = kernel_open_tree(AT_FDCWD, "/sys", AT_RECURSIVE);
        if (sys >= 0 && kernel_set_attributes(sys, attributes, true) != 0)
            fail(E_ISOLATION, "cannot make /sys read-only");
    }
    if (sys < 0)
        fail(E_ISOLATION, "cannot mount /sys");
    return sys;
}

static void mask(int root, const char *path)
{
    struct stat status;
    int place = resolve_in_root(root, path, MAKE_NOTHING, false), cover;
    if (place < 0 && (errno == ENOENT || errno == EACCES))
        return;
    if (place < 0 || fstat(place, &status) != 0)
        fail(E_ISOLATION, "cannot look at %s", path);
    if (S_ISDIR(status.st_mode)) {
        static const char *const options[] = {"mode", "0555", "size", "0", "nr_inodes", "1", NULL};
        cover = kernel_new_mount("tmpfs", options, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    } else {
        cover = kernel_open_tree(AT_FDCWD, "/dev/null", 0);
        if (cover >= 0 && kernel_set_attributes(cover, MOUNT_ATTR_RDONLY, false) != 0)
            fail(E_ISOLATION, "cannot make the cover of %s read-only", path);
    }
    if (cover < 0 || kernel_move_mount(cover, place) != 0)
        fail(E_ISOLATION, "cannot mask %s", path);
    close(cover);
    close(place);
}

static void make_read_only(int root, const char *path)
{
    int place = resolve_in_root(root, path, MAKE_NOTHING, false);
    if (place < 0 && errno == ENOENT)
        return;
    int cover = place < 0 ? -1 : kernel_open_tree(place, "", AT_EMPTY_PATH | AT_RECURSIVE);
    if (cover < 0 || kernel_set_attributes(cover, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, true) != 0 ||
        kernel_move_mount(cover, place) != 0)
        fail(E_ISOLATION, "cannot make %s read-only", path);
    close(cover);
    close(place);
}

void system_mount(int root, bool host_network)
{
    int proc = kernel_new_mount("proc", NULL, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (proc < 0 && errno == EPERM)
        fail(E_NAMESPACE, "cannot mount /proc: an outer container masks its own; run that one with its /proc unmasked");
    if (proc < 0)
        fail(E_ISOLATION, "cannot mount /proc");
    mount_on(root, proc, "/proc", MAKE_DIRECTORY);
    mount_on(root, open_sys(host_network), "/sys", MAKE_DIRECTORY);
    mask(root, "/sys/fs/cgroup"); /* empty in a new sysfs, the host's tree in a copy */
    for (size_t i = 0; i < sizeof read_only / sizeof *read_only; i++)
        make_read_only(root, read_only[i]);
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++)
        mask(root, masked[i]);
}
