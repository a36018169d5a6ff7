#include "sandbox.h"
#include <linux/capability.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

static bool read_link(pid_t pid, const char *what, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/%s", pid, what);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
    return length >= 0;
}

/* A string of the process's memory: what is there of it, since it may end before a whole path would. */
static bool read_text(pid_t pid, uint64_t address, char text[PATH_MAX])
{
    char file[64];
    snprintf(file, sizeof file, "/proc/%d/mem", pid);
    int memory = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t count = memory < 0 ? -1 : pread(memory, text, PATH_MAX - 1, (off_t)address);
    if (memory >= 0)
        close(memory);
    text[count < 0 ? 0 : count] = '\0';
    return count >= 0;
}

/* The path that the call is about, as the process sees it. */
static bool find_path(pid_t pid, const struct seccomp_data *call, char path[PATH_MAX])
{
    static char name[PATH_MAX], folder[PATH_MAX];
    char descriptor[32];
    const bool is_at = call->nr == __NR_fchownat, is_descriptor = call->nr == __NR_fchown;
    snprintf(descriptor, sizeof descriptor, "fd/%d", (int)call->args[0]);
    if (is_descriptor)
        return read_link(pid, descriptor, path);
    if (!read_text(pid, call->args[is_at ? 1 : 0], name))
        return false;
    if (name[0] == '/')
        return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
    const bool is_current = !is_at || (int)call->args[0] == AT_FDCWD;
    if (name[0] == '\0' && is_at)
        return read_link(pid, is_current ? "cwd" : descriptor, path);
    return read_link(pid, is_current ? "cwd" : descriptor, folder) &&
           snprintf(path, PATH_MAX, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name) < PATH_MAX;
}

/* Root gets an error too for what is not there. */
static bool is_missing(pid_t pid, const char *path)
{
    char file[64];
    snprintf(file, sizeof file, "/proc/%d/root", pid);
    int root = open(file, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int entry = root < 0 ? -1 : kernel_openat2(root, path, O_PATH | O_NOFOLLOW, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    bool missing = root >= 0 && entry < 0 && (errno == ENOENT || errno == ENOTDIR);
    if (entry >= 0)
        close(entry);
    if (root >= 0)
        close(root);
    return missing;
}

/* And for what it may not do. */
static bool may_give_files(pid_t pid)
{
    char file[64], line[256];
    unsigned long long capabilities = 0;
    snprintf(file, sizeof file, "/proc/%d/status", pid);
    FILE *status = fopen(file, "re");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "CapEff: %llx", &capabilities) == 1)
            break;
    if (status != NULL)
        fclose(status);
    return (capabilities >> CAP_CHOWN & 1) != 0;
}

bool foreign_take(int listener)
{
    static bool is_reported;
    static char path[PATH_MAX];
    union {
        struct seccomp_notif call;
        char space[512]; /* a later kernel's may be larger */
    } told = {0};
    union {
        struct seccomp_notif_resp answer;
        char space[512];
    } reply = {0};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &told) != 0)
        return errno == EINTR || errno == ENOENT; /* the process was ended meanwhile */
    const pid_t pid = (pid_t)told.call.pid;
    const unsigned owner = told.call.data.nr == __NR_fchownat ? 2 : 1;
    bool is_foreign = !is_reported && find_path(pid, &told.call.data, path) && may_give_files(pid) &&
                      (told.call.data.nr == __NR_fchown || !is_missing(pid, path));
    if (is_foreign && ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &told.call.id) == 0) {
        is_reported = true;
        report_record("foreign %d %d %s", (int)told.call.data.args[owner], (int)told.call.data.args[owner + 1], path);
    }

    /* The kernel refuses the call by itself, with the error that it has for each case. */
    reply.answer.id = told.call.id;
    reply.answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply) == 0 || errno == ENOENT;
}
