#include "sandbox.h"
#include <linux/close_range.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

static void connect_streams(const struct request *request, int terminal)
{
    if (terminal >= 0) {
        if (ioctl(terminal, TIOCSCTTY, 0) != 0)
            fail(E_ISOLATION, "cannot take the terminal");
        for (int fd = 0; fd < 3; fd++)
            if (dup2(terminal, fd) < 0)
                fail(E_ISOLATION, "cannot use the terminal");
        return;
    }
    if (request->io == IO_LINES || request->io == IO_OUTPUT) {
        int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (null < 0 || dup2(null, STDIN_FILENO) < 0)
            fail(E_ISOLATION, "cannot open /dev/null");
    }
    if (request->mode != MODE_SANDBOX)
        return;
    for (int fd = 1; fd < 3; fd++) {
        /*
         * A program of another user opens /dev/stdout by its path. Whoever made a pipe for it has it open already. One of a user
         * that our user namespace does not know cannot be given away; it still serves by its descriptor.
         */
        struct stat status;
        if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode) && fchown(fd, request->uid, request->gid) != 0 && errno != EPERM)
            fail(E_IDENTITY, "cannot give the output to user %u", request->uid);
    }
}

static const char *search_path(const struct request *request)
{
    for (size_t i = 0; i < request->environment.count; i++)
        if (strncmp(request->environment.items[i], "PATH=", 5) == 0)
            return request->environment.items[i] + 5;
    return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

/*
 * A file that was written a moment ago is still open in a process that its writer has just forked for something else and that has not come to its
 * exec yet: "text file busy", for some microseconds.
 */
static void start(const char *path, const struct request *request)
{
    const struct timespec pause = { .tv_nsec = 1000000 };
    for (int attempt = 0; attempt < 1000; attempt++) {
        execve(path, request->arguments.items, request->environment.items);
        if (errno != ETXTBSY)
            return;
        nanosleep(&pause, NULL);
        errno = ETXTBSY;
    }
}

static _Noreturn void execute(const struct request *request)
{
    const char *name = request->arguments.items[0];
    int error = ENOENT;
    if (strchr(name, '/') != NULL) {
        start(name, request);
        error = errno;
    } else if (name[0] != '\0') {
        for (const char *folder = search_path(request); folder != NULL;) {
            const char *colon = strchr(folder, ':');
            int length = colon == NULL ? (int)strlen(folder) : (int)(colon - folder);
            char path[PATH_MAX];
            if (snprintf(path, sizeof path, "%.*s%s%s", length, folder, length == 0 ? "" : "/", name) < (int)sizeof path) {
                start(path, request);
                if (errno != ENOENT && errno != ENOTDIR)
                    error = errno;
            }
            folder = colon == NULL ? NULL : colon + 1;
        }
    }
    fail_with(E_PROGRAM, error, "cannot start %s", name);
}

void program_start(const struct request *request, int terminal)
{
    signals_reset();
    if (request->mode == MODE_SANDBOX) {
        if (setsid() < 0)
            fail(E_ISOLATION, "cannot start a session");
        connect_streams(request, terminal);
        if (chdir(request->directory) != 0)
            fail(E_MOUNT, "cannot enter the working directory %s", request->directory);
        privileges_become(request);
    } else {
        umask(022);
        connect_streams(request, terminal);
    }

    /* The status file stays open until the program takes over, so that a failure to start can be told. */
    if (syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) != 0)
        fail(E_ISOLATION, "cannot close descriptors");
    execute(request);
}
