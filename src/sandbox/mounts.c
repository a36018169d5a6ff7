#include "sandbox.h"
#include <linux/mount.h>
#include <stdio.h>
#include <sys/mount.h>

/* Sources are opened while the host's root is still there; a detached mount of them is attached later. */
static void open_entry(struct mount_entry *entry)
{
    uint64_t set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | (entry->read_only ? MOUNT_ATTR_RDONLY : 0);
    if (entry->source == NULL) {
        char size[32];
        const char *const options[] = {"mode", "1777", entry->size == 0 ? NULL : "size", size, NULL};
        snprintf(size, sizeof size, "%llu", (unsigned long long)entry->size);
        entry->fd = kernel_new_mount("tmpfs", options, (unsigned)set);
        if (entry->fd < 0)
            fail(E_MOUNT, "cannot mount a tmpfs for %s", entry->target);
        return;
    }
    entry->fd = kernel_open_tree(AT_FDCWD, entry->source, AT_RECURSIVE);
    if (entry->fd < 0)
        fail(E_MOUNT, "cannot mount %s", entry->source);
    if (kernel_set_attributes(entry->fd, set, true) != 0)
        fail(E_MOUNT, "cannot restrict the mount of %s (a kernel of at least 5.12 is needed)", entry->source);
}

void mounts_open(struct request *request)
{
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        fail(E_NAMESPACE, "cannot make the mounts private");
    for (size_t i = 0; i < request->mount_count; i++)
        open_entry(&request->mounts[i]);
}

void mount_on(int root, int mount, const char *target, enum make make)
{
    int place = resolve_in_root(root, target, make, true);
    if (place < 0)
        fail(E_MOUNT, "the mount point %s cannot be used or made", target);
    if (kernel_move_mount(mount, place) != 0)
        fail(E_MOUNT, "cannot mount on %s", target);
    close(place);
    close(mount);
}

void mounts_attach(const struct request *request, int root)
{
    for (size_t i = 0; i < request->mount_count; i++) {
        const struct mount_entry *entry = &request->mounts[i];
        struct stat status;
        if (fstat(entry->fd, &status) != 0)
            fail(E_MOUNT, "cannot read %s", entry->source);
        mount_on(root, entry->fd, entry->target, S_ISDIR(status.st_mode) ? MAKE_DIRECTORY : MAKE_FILE);
    }
}
