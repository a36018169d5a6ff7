#include "sandbox.h"
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static long setting(const char *path)
{
    char text[32] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    return count > 0 ? strtol(text, NULL, 10) : -1;
}

/* The cause is one of a few settings; which one decides what helps. The error's own text ("no space left on device") would mislead. */
static _Noreturn void refused(int error)
{
    if (setting("/proc/sys/user/max_user_namespaces") == 0)
        fail_with(E_USERNS, 0, "user namespaces are turned off: sysctl user.max_user_namespaces=15000 turns them on");
    if (setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
        fail_with(E_USERNS, 0, "user namespaces are root's only: sysctl kernel.unprivileged_userns_clone=1 changes that");
    if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
        fail_with(E_USERNS, 0,
                  "AppArmor restricts user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile with 'userns,' for "
                  "the launcher, changes that");
    if (error == ENOSPC)
        fail_with(E_USERNS, 0, "there are too many user namespaces, one in another too deep: raise user.max_user_namespaces");
    fail_with(E_USERNS, error, "user namespaces are refused, maybe by an outer container's system call filter: relax it, or run as root");
}

static _Noreturn void enter(int channel, char **arguments)
{
    struct channel_message go;
    int descriptor;
    if (!channel_receive(channel, &go, &descriptor))
        _exit(EXIT_SETUP);
    if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0)
        fail(E_USERNS, "cannot become root of the user namespace");

    /* Changing ids forgets it, so it comes after them. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        fail(E_USERNS, "cannot tie the program to its launcher");
    if (mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL) != 0)
        refused(errno); /* a namespace whose root has no rights is a refusal too */
    if (setenv("BUILDKIT_USERNS", "1", 1) != 0 || setenv("BUILDKIT_USERNS_IDS", go.status != 0 ? "many" : "one", 1) != 0)
        fail(E_USERNS, "cannot mark the environment");
    signals_reset();
    execvp(arguments[0], arguments);
    fail(E_USERNS, "cannot start %s", arguments[0]);
}

/* What a terminal sends reaches the program by itself; what a process sends us is meant for it. */
static int wait_for(pid_t child, int parent, int signals)
{
    for (;;) {
        struct pollfd polled[] = {{.fd = signals, .events = POLLIN}, {.fd = parent, .events = POLLIN}};
        struct signalfd_siginfo info;
        int status;
        if (waitpid(child, &status, WNOHANG) == child)
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            fail(E_USERNS, "cannot wait for the program");
        if (polled[1].revents != 0 && kill(child, SIGKILL) != 0 && errno != ESRCH)
            fail(E_USERNS, "cannot end the program");
        if (polled[1].revents != 0)
            parent = -1;
        if ((polled[0].revents & POLLIN) != 0 && read(signals, &info, sizeof info) == sizeof info && info.ssi_code <= 0 &&
            kill(child, (int)info.ssi_signo) != 0 && errno != ESRCH)
            fail(E_USERNS, "cannot pass signal %u on", info.ssi_signo);
    }
}

int userns_run(char **arguments)
{
    sigset_t handled;
    int channels[2];
    signals_block(&handled);
    int signals = signalfd(-1, &handled, SFD_CLOEXEC), parent = kernel_pidfd_open(getppid());
    if (signals < 0 || parent < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channels) != 0)
        fail(E_USERNS, "cannot set the launcher up");
    pid_t child = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child < 0)
        refused(errno);
    if (child == 0) {
        close(channels[0]);
        enter(channels[1], arguments);
    }
    close(channels[1]);
    const char *ids = idmap_write(child);
    channel_send(channels[0], 'g', strcmp(ids, "many") == 0, -1);
    return wait_for(child, parent, signals);
}
