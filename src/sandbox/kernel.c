#include "sandbox.h"
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

int kernel_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve)
{
    struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = resolve};
    int fd;
    do
        fd = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    while (fd < 0 && errno == EAGAIN); /* a rename raced with the walk */
    return fd;
}

int kernel_open_tree(int directory, const char *path, unsigned flags)
{
    return (int)syscall(SYS_open_tree, directory, path, flags | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
}

int kernel_move_mount(int mount, int target)
{
    return (int)syscall(SYS_move_mount, mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

/* Options come in pairs of name and value; the value of a flag is null. */
int kernel_new_mount(const char *type, const char *const *options, unsigned attributes)
{
    int context = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
    if (context < 0)
        return -1;
    int result = (int)syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", type, 0);
    for (const char *const *option = options; result == 0 && option != NULL && *option != NULL; option += 2)
        result = (int)syscall(SYS_fsconfig, context, option[1] == NULL ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING, option[0], option[1], 0);
    if (result == 0)
        result = (int)syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
    if (result == 0)
        result = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
    int error = errno;
    close(context);
    errno = error;
    return result;
}

int kernel_set_attributes(int mount, uint64_t set, bool recursive)
{
    struct mount_attr attributes = {.attr_set = set};
    return (int)syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attributes, sizeof attributes);
}

int kernel_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}
