/* The launcher starts one isolated process from one request. See docs/security.md for what it isolates. */
#ifndef BUILDKIT_SANDBOX_H
#define BUILDKIT_SANDBOX_H

#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Codes of docs/diagnostics.md. */
#define E_PROTOCOL "BK4002"
#define E_USERNS "BK4003"
#define E_NAMESPACE "BK4004"
#define E_ROOT "BK4005"
#define E_MOUNT "BK4006"
#define E_ISOLATION "BK4007"
#define E_PROGRAM "BK4008"
#define E_IDENTITY "BK4009"
#define E_LIMITS "BK4010"

/* What the launcher exits with when the program was not started, as docker and podman do. */
#define EXIT_SETUP 125

enum mode { MODE_SANDBOX, MODE_MOUNT_ONLY };
enum io { IO_LINES, IO_OUTPUT, IO_INHERIT, IO_TERMINAL };

struct list {
    char **items; /* ends with a null pointer once it has an item */
    size_t count;
};

struct mount_entry {
    const char *source; /* null for a tmpfs */
    const char *target;
    bool read_only;
    uint64_t size; /* of a tmpfs; 0 for the kernel's default */
    int fd;        /* the detached mount, once it is open */
};

struct request {
    enum mode mode;
    enum io io;
    struct list layers, arguments, environment, hidden;
    const char *upper, *work, *root, *scratch, *directory, *hostname;
    const char *cgroup; /* the name of a group that a runtime makes */
    struct mount_entry *mounts;
    size_t mount_count;
    uid_t uid;
    gid_t gid;
    gid_t *groups;
    size_t group_count;
    bool host_network;
    const char *network; /* the network namespace to enter, a file of /proc; null for a new one, or the host's */
    int network_fd;      /* the same, once it is open */
    bool limits_users; /* without a cgroup, the number of processes is limited for each user */
    uint64_t memory, millicpus, pids, timeout; /* bytes, thousandths of a core, processes, milliseconds; 0 for no limit */
    pid_t parent;
};

/* report.c: the status channel, records "error CODE ERRNO MESSAGE", "warning CODE MESSAGE", "stub PATH", "foreign USER GROUP PATH", "exit CODE SIGNAL TIMEOUT OOM". */
void report_open(const char *path);
int report_descriptor(void);
void report_record(const char *format, ...) __attribute__((format(printf, 1, 2)));
void report_warning(const char *code, const char *format, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void fail(const char *code, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fail_with(const char *code, int error, const char *format, ...) __attribute__((noreturn, format(printf, 3, 4)));

/* request.c, frames.c */
char *frames_read(int fd, size_t *size);
void request_parse(struct request *request, char *frames, size_t size);
void *checked_alloc(size_t count, size_t size);

/* sealed.c: runs on from a sealed copy in memory, so that nothing inside can write to the program file (CVE-2019-5736). */
void sealed_reexec(char **argv);

/* kernel.c: calls that the C library does not wrap. */
int kernel_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve);
int kernel_open_tree(int directory, const char *path, unsigned flags);
int kernel_move_mount(int mount, int target);
int kernel_new_mount(const char *type, const char *const *options, unsigned attributes);
int kernel_set_attributes(int mount, uint64_t set, bool recursive);
int kernel_pidfd_open(pid_t pid);

/* root.c */
int root_assemble(const struct request *request);
void root_enter(int root);

/* resolve.c: a path inside the root, its links followed inside the root. Negative with errno on failure. */
enum make { MAKE_NOTHING, MAKE_DIRECTORY, MAKE_FILE };
int resolve_in_root(int root, const char *path, enum make make, bool stub);

/* mounts.c */
void mounts_open(struct request *request);
void mounts_attach(const struct request *request, int root);
void mount_on(int root, int mount, const char *target, enum make make);

/* system.c, devices.c: /proc, /sys and /dev. */
void system_mount(int root, bool host_network);
void devices_mount(int root);

/* network.c */
void network_loopback(void);
void network_open(struct request *request);
void network_enter(const struct request *request);
int network_hold(void);

/* privileges.c, seccomp.c */
void privileges_bound(void);
void privileges_become(const struct request *request);
void seccomp_install(void);

/* owners.c: a descriptor that tells of files given to an owner who is not mapped; -1 where all are. foreign.c: reports one. */
int owners_watch(void);
bool foreign_take(int listener);

/* cgroup.c */
struct cgroup {
    char memory[PATH_MAX], cpu[PATH_MAX], pids[PATH_MAX], unified[PATH_MAX]; /* empty where there is none */
};
void cgroup_create(struct cgroup *cgroup, struct request *request);
void cgroup_enter(const struct cgroup *cgroup, pid_t pid);
bool cgroup_out_of_memory(const struct cgroup *cgroup);
void cgroup_remove(const struct cgroup *cgroup);
void cgroup_remove_named(const char *name);

/* init.c: process 1 inside. */
_Noreturn void init_run(struct request *request, int channel);
void init_reap(pid_t main_process, int channel);

/* program.c: the process that becomes the program. */
_Noreturn void program_start(const struct request *request, int terminal);

/* terminal.c */
struct terminal {
    int master; /* -1 without one */
    bool is_raw;
    bool input_ended;
    char pending[4096];
    size_t pending_count;
};
int terminal_open(int *peer);
void terminal_begin(struct terminal *terminal, int master);
void terminal_resize(const struct terminal *terminal);
bool terminal_copy_in(struct terminal *terminal);
bool terminal_copy_out(struct terminal *terminal);
void terminal_end(struct terminal *terminal);

/* channel.c: the socket between supervisor and process 1. */
struct channel_message {
    char kind; /* g: go on, t: a terminal's master is attached, o: owners_watch's descriptor is, x: the wait status */
    int status;
};
void channel_send(int channel, char kind, int status, int descriptor);
bool channel_receive(int channel, struct channel_message *message, int *descriptor);

/* supervise.c */
int supervise(struct request *request);

/* signals.c */
void signals_block(sigset_t *handled);
void signals_reset(void);

/* userns.c, idmap.c */
int userns_run(char **arguments);
const char *idmap_write(pid_t child);
#endif
