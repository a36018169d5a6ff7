#include "sandbox.h"
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

struct supervision {
    const struct request *request;
    pid_t child;
    int child_fd, parent_fd, signal_fd, channel, owners;
    struct terminal terminal;
    uint64_t deadline; /* monotonic milliseconds; 0 for none */
    bool has_status, timed_out, killed;
    int status;
};

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* Process 1's end is the end of all: the kernel kills the whole process namespace. */
static void end_all(struct supervision *supervision)
{
    supervision->killed = true;
    if (kill(supervision->child, SIGKILL) != 0)
        fail(E_ISOLATION, "cannot end the sandbox");
}

static void take_signal(struct supervision *supervision)
{
    struct signalfd_siginfo info;
    if (read(supervision->signal_fd, &info, sizeof info) != sizeof info || info.ssi_signo == SIGCHLD || info.ssi_signo == SIGPIPE)
        return;
    bool is_step = supervision->request->io == IO_LINES;
    int number = (int)info.ssi_signo;
    if (number == SIGWINCH && (info.ssi_code > 0 || supervision->terminal.master >= 0))
        terminal_resize(&supervision->terminal);
    else if (number == SIGALRM || (is_step && (number == SIGTERM || number == SIGINT || number == SIGHUP || number == SIGQUIT)))
        end_all(supervision);
    else if (supervision->request->mode == MODE_MOUNT_ONLY && info.ssi_code > 0)
        return; /* the terminal sent it to the runtime as well */
    else if (kill(supervision->child, number) != 0)
        fail(E_ISOLATION, "cannot pass signal %d on", number);
}

static void take_message(struct supervision *supervision)
{
    struct channel_message message;
    int descriptor;
    if (!channel_receive(supervision->channel, &message, &descriptor)) {
        close(supervision->channel);
        supervision->channel = -1;
    } else if (message.kind == 't') {
        terminal_begin(&supervision->terminal, descriptor);
    } else if (message.kind == 'o') {
        supervision->owners = descriptor;
    } else if (message.kind == 'x') {
        supervision->status = message.status;
        supervision->has_status = true;
    }
}

static int time_left(struct supervision *supervision)
{
    if (supervision->deadline == 0 || supervision->killed)
        return -1;
    uint64_t time = now();
    if (time >= supervision->deadline)
        return 0;
    uint64_t left = supervision->deadline - time;
    return left > 1000000 ? 1000000 : (int)left;
}

static void watch(struct supervision *supervision)
{
    for (;;) {
        struct terminal *terminal = &supervision->terminal;
        bool wants_input = terminal->master >= 0 && terminal->pending_count == 0 && !terminal->input_ended;
        struct pollfd polled[] = {
            {.fd = supervision->child_fd, .events = POLLIN},
            {.fd = supervision->killed ? -1 : supervision->parent_fd, .events = POLLIN},
            {.fd = supervision->signal_fd, .events = POLLIN},
            {.fd = supervision->channel, .events = POLLIN},
            {.fd = wants_input ? STDIN_FILENO : -1, .events = POLLIN},
            {.fd = terminal->master, .events = (short)(POLLIN | (terminal->pending_count != 0 ? POLLOUT : 0))},
            {.fd = supervision->owners, .events = POLLIN},
        };
        int count = poll(polled, sizeof polled / sizeof *polled, time_left(supervision));
        if (count < 0 && errno != EINTR)
            fail(E_ISOLATION, "cannot wait for the sandbox");
        if (supervision->deadline != 0 && !supervision->killed && now() >= supervision->deadline) {
            supervision->timed_out = true;
            end_all(supervision);
        }
        if (count <= 0)
            continue;
        if (polled[3].revents != 0)
            take_message(supervision);
        if (polled[0].revents != 0)
            return;
        if (polled[1].revents != 0)
            end_all(supervision); /* the invoking process is gone */
        if (polled[2].revents != 0)
            take_signal(supervision);
        if (polled[6].revents != 0 && ((polled[6].revents & POLLIN) == 0 || !foreign_take(supervision->owners))) {
            close(supervision->owners); /* nobody is left whom it could tell of */
            supervision->owners = -1;
        }
        if (polled[4].revents != 0 || (polled[5].revents & POLLOUT) != 0)
            terminal_copy_in(terminal);
        if ((polled[5].revents & POLLIN) != 0)
            terminal_copy_out(terminal);
        else if ((polled[5].revents & (POLLHUP | POLLERR)) != 0)
            (void)poll(polled, 1, 10); /* nobody has the terminal open at the moment */
    }
}

static int watch_parent(pid_t expected)
{
    pid_t parent = getppid();
    int fd = kernel_pidfd_open(parent);
    if (expected != 0 && (parent != expected || getppid() != expected))
        fail_with(E_PROTOCOL, 0, "the invoking process ended");
    if (fd < 0)
        fail(E_ISOLATION, "cannot watch the invoking process (a kernel of at least 5.12 is needed)");
    return fd;
}

static pid_t start(struct request *request, struct supervision *supervision, int channels[2])
{
    unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_PIDFD | SIGCHLD;
    if (request->mode == MODE_SANDBOX)
        flags |= CLONE_NEWIPC | CLONE_NEWUTS | (request->host_network || request->network != NULL ? 0 : CLONE_NEWNET);
    pid_t child = (pid_t)syscall(SYS_clone, flags, NULL, &supervision->child_fd, NULL, NULL);
    if (child < 0 && errno == EPERM)
        fail(E_NAMESPACE, "cannot make namespaces: this process is neither root nor in a user namespace");
    if (child < 0)
        fail(E_NAMESPACE, "cannot make namespaces");
    if (child == 0) {
        close(channels[0]);
        init_run(request, channels[1]);
    }
    close(channels[1]);
    supervision->channel = channels[0];
    return child;
}

int supervise(struct request *request)
{
    static struct cgroup cgroup;
    struct supervision supervision = {.request = request, .terminal = {.master = -1}, .owners = -1};
    sigset_t handled;
    int channels[2];
    signals_block(&handled);
    supervision.parent_fd = watch_parent(request->parent);
    supervision.signal_fd = signalfd(-1, &handled, SFD_CLOEXEC);
    if (supervision.signal_fd < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channels) != 0)
        fail(E_ISOLATION, "cannot set the supervisor up");
    network_open(request);
    cgroup_create(&cgroup, request);
    supervision.child = start(request, &supervision, channels);
    cgroup_enter(&cgroup, supervision.child);
    if (request->timeout != 0)
        supervision.deadline = now() + request->timeout;
    channel_send(supervision.channel, 'g', 0, -1);
    watch(&supervision);

    int status;
    if (waitpid(supervision.child, &status, 0) != supervision.child)
        fail(E_ISOLATION, "cannot collect process 1");
    while (supervision.channel >= 0)
        take_message(&supervision);
    terminal_end(&supervision.terminal);
    bool out_of_memory = cgroup_out_of_memory(&cgroup);
    cgroup_remove(&cgroup);
    if (request->cgroup != NULL)
        cgroup_remove_named(request->cgroup);
    if (supervision.has_status)
        status = supervision.status;
    else if (WIFEXITED(status))
        return EXIT_SETUP; /* process 1 has said why */
    int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    int code = signal_number != 0 ? 128 + signal_number : WEXITSTATUS(status);
    report_record("exit %d %d %d %d", code, signal_number, supervision.timed_out, out_of_memory);
    return code;
}
