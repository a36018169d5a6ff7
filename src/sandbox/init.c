#include "sandbox.h"
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static void make_working_directory(const struct request *request, int root)
{
    int directory = resolve_in_root(root, request->directory, MAKE_DIRECTORY, false);
    if (directory < 0)
        fail(E_MOUNT, "the working directory %s cannot be used or made", request->directory);
    close(directory);
}

static void enter_sandbox(const struct request *request, int root)
{
    /* After the supervisor has put us into our cgroup, so that it is the root of what we see. */
    if (unshare(CLONE_NEWCGROUP) != 0)
        fail(E_NAMESPACE, "cannot make a cgroup namespace");
    if (sethostname(request->hostname, strlen(request->hostname)) != 0)
        fail(E_ISOLATION, "cannot set the host name");
    if (!request->host_network && request->network == NULL)
        network_loopback();
    devices_mount(root);
    system_mount(root, request->host_network);
    mounts_attach(request, root);
    make_working_directory(request, root);
    root_enter(root);
    privileges_bound();
    seccomp_install();
}

/*
 * A user namespace may not take a mount of the host away, but may cover it; and what the runtime writes there goes with the cover,
 * where what lies below a mount that was taken away would be the host's.
 */
static void hide(const char *path)
{
    if (mount("none", path, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755") != 0 && errno != ENOENT)
        fail(E_MOUNT, "cannot hide %s", path);
}

/*
 * For an OCI runtime: the root filesystem is mounted where its bundle says, /proc shows the new process namespace, and the
 * runtime is the program. The mount points that it will use are made here, since only what is made here is reported.
 */
static void prepare_runtime(const struct request *request, int root)
{
    static const char *const points[] = {"/proc", "/dev", "/sys"};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        int place = resolve_in_root(root, points[i], MAKE_DIRECTORY, true);
        if (place < 0)
            fail(E_MOUNT, "the mount point %s cannot be used or made", points[i]);
        close(place);
    }
    for (size_t i = 0; i < request->mount_count; i++) {
        struct stat status;
        if (fstat(request->mounts[i].fd, &status) != 0)
            fail(E_MOUNT, "cannot read %s", request->mounts[i].source);
        int place = resolve_in_root(root, request->mounts[i].target, S_ISDIR(status.st_mode) ? MAKE_DIRECTORY : MAKE_FILE, true);
        if (place < 0)
            fail(E_MOUNT, "the mount point %s cannot be used or made", request->mounts[i].target);
        close(place);
        close(request->mounts[i].fd);
    }
    make_working_directory(request, root);
    int copy = kernel_open_tree(root, "", AT_EMPTY_PATH), place = open(request->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (copy < 0 || place < 0 || kernel_move_mount(copy, place) != 0)
        fail(E_ROOT, "cannot mount the root filesystem on %s", request->root);
    for (size_t i = 0; i < request->hidden.count; i++)
        hide(request->hidden.items[i]);
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
        fail(E_ISOLATION, "cannot mount /proc");
}

void init_run(struct request *request, int channel)
{
    struct channel_message go;
    int descriptor, terminal = -1;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        fail(E_ISOLATION, "cannot tie process 1 to its supervisor");
    if (!channel_receive(channel, &go, &descriptor))
        _exit(EXIT_SETUP); /* the supervisor is gone */
    umask(0);
    network_enter(request);
    mounts_open(request);
    int root = root_assemble(request);
    if (request->mode == MODE_SANDBOX)
        enter_sandbox(request, root);
    else
        prepare_runtime(request, root);
    close(root);
    if (request->mode == MODE_SANDBOX && request->io == IO_TERMINAL) {
        int master = terminal_open(&terminal);
        if (fchown(terminal, request->uid, (gid_t)-1) != 0)
            fail(E_IDENTITY, "cannot give the terminal to user %u", request->uid);
        channel_send(channel, 't', 0, master);
        close(master);
    }
    int owners = request->io == IO_LINES ? owners_watch() : -1;
    if (owners >= 0) {
        channel_send(channel, 'o', 0, owners);
        close(owners);
    }
    /* In our own memory until the program takes over, which never comes back here: copying what is thrown away at once takes longer than all else about it. */
    pid_t program = vfork();
    if (program < 0)
        fail(E_ISOLATION, "cannot start a process");
    if (program == 0)
        program_start(request, terminal);

    /* Becoming the program's user made that memory what fs.suid_dumpable says. */
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        fail(E_ISOLATION, "cannot hide process 1");
    if (terminal >= 0)
        close(terminal);
    init_reap(program, channel);
    _exit(EXIT_SETUP);
}

/* Leaving ends the process namespace: the kernel kills everything that is left in it. */
void init_reap(pid_t main_process, int channel)
{
    sigset_t all;
    sigfillset(&all);
    if (sigprocmask(SIG_SETMASK, &all, NULL) != 0)
        fail(E_ISOLATION, "cannot block signals");
    for (;;) {
        int status;
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == main_process) {
                channel_send(channel, 'x', status, -1);
                _exit(0);
            }
        }
        int number = sigwaitinfo(&all, NULL);
        if (number > 0 && number != SIGCHLD && kill(main_process, number) != 0 && errno != ESRCH)
            fail(E_ISOLATION, "cannot pass signal %d on", number);
    }
}
