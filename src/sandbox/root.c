#include "sandbox.h"
#include <linux/mount.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/syscall.h>

/*
 * Options of an overlay are limited to one page, which 200 layers of a store exceed. So a small tmpfs gets links with short
 * names to everything, and the overlay is mounted relative to it. It also keeps the host's paths out of the mount table inside.
 */
static int open_scratch(const struct request *request)
{
    static const char *const options[] = {"mode", "0755", NULL};
    int scratch = kernel_new_mount("tmpfs", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    int place = open(request->scratch, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (scratch < 0 || place < 0 || kernel_move_mount(scratch, place) != 0)
        fail(E_ROOT, "cannot mount a tmpfs on %s (a kernel of at least 5.12 is needed)", request->scratch);
    close(place);
    if (fchdir(scratch) != 0)
        fail(E_ROOT, "cannot enter the tmpfs on %s", request->scratch);
    return scratch;
}

/* The root of the merged tree is that of the uppermost directory: it gets what the image's root has, except an owner without an id here. */
static void copy_root_mode(const struct request *request, const char *upper)
{
    struct stat status;
    if (request->layers.count == 0)
        return;
    if (stat(request->layers.items[request->layers.count - 1], &status) != 0 ||
        (chown(upper, status.st_uid, status.st_gid) != 0 && errno != EINVAL) || chmod(upper, status.st_mode & 07777) != 0)
        fail(E_ROOT, "cannot take over the root's owner and mode");
}

static void make_directory(const char *name)
{
    if (mkdir(name, 0755) != 0)
        fail(E_ROOT, "cannot make a directory in memory");
}

static void make_link(const char *target, const char *name)
{
    struct stat status;
    if (stat(target, &status) != 0)
        fail(E_ROOT, "the layer folder %s cannot be used", target);
    if (!S_ISDIR(status.st_mode))
        fail_with(E_ROOT, ENOTDIR, "the layer folder %s cannot be used", target);
    if (symlink(target, name) != 0)
        fail(E_ROOT, "cannot link to %s", target);
}

/* overlayfs names the uppermost lower directory first. */
static void lower_option(const struct request *request, char *options, size_t size)
{
    size_t used = (size_t)snprintf(options, size, "userxattr,volatile,upperdir=u,workdir=w,lowerdir=");
    if (request->layers.count == 0) {
        make_directory("e");
        snprintf(options + used, size - used, "e");
        return;
    }
    for (size_t i = request->layers.count; i-- > 0;) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        make_link(request->layers.items[i], name);
        used += (size_t)snprintf(options + used, size - used, "%s%s", name, i == 0 ? "" : ":");
    }
}

int root_assemble(const struct request *request)
{
    char options[4096];
    int scratch = open_scratch(request);
    if (request->upper == NULL) {
        make_directory("u");
        make_directory("w");
    } else {
        make_link(request->upper, "u");
        make_link(request->work, "w");
    }
    make_directory("m");
    lower_option(request, options, sizeof options);
    if (request->upper == NULL)
        copy_root_mode(request, "u");

    /* No device node opens below the root: only those that devices.c puts into /dev. */
    if (mount("overlay", "m", "overlay", MS_NODEV, options) != 0)
        fail(E_ROOT, "cannot mount the overlay of %zu layers (see the kernel's log)", request->layers.count);
    int root = open("m", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        fail(E_ROOT, "cannot open the root filesystem");
    close(scratch);
    if (chdir("/") != 0)
        fail(E_ROOT, "cannot leave the tmpfs");
    return root;
}

void root_enter(int root)
{
    /* The old root is stacked on the new one, and detached from there with everything below it. */
    if (fchdir(root) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
        fail(E_ROOT, "cannot enter the root filesystem");
}
