#include "sandbox.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "the launcher has no filter for this processor"
#endif

/* Calls newer than the headers; new numbers are the same on every processor. */
#ifndef __NR_set_mempolicy_home_node
#define __NR_set_mempolicy_home_node 450
#endif
#ifndef __NR_statmount
#define __NR_statmount 457
#endif
#ifndef __NR_listmount
#define __NR_listmount 458
#endif
#ifndef __NR_quotactl_fd
#define __NR_quotactl_fd 443
#endif
/* setxattrat and its three kin end what was looked through; what comes after looks like an old kernel's absence. */
#define LAST_KNOWN_CALL 466

#define NAMESPACES \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)
#define TIOCSTI_REQUEST 0x5412
#define TIOCLINUX_REQUEST 0x541c

static const struct {
    uint32_t number;
    uint16_t error;
} denied[] = {
#include "denied.inc"
};

#define MOST_INSTRUCTIONS 512
static struct sock_filter program[MOST_INSTRUCTIONS];
static unsigned short length;

static void emit(uint16_t code, uint32_t value, uint8_t when_true, uint8_t when_false)
{
    if (length == MOST_INSTRUCTIONS)
        fail_with(E_ISOLATION, 0, "the system call filter is too long");
    program[length++] = (struct sock_filter){code, when_true, when_false, value};
}

static void load(size_t offset)
{
    emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void deny(int error)
{
    emit(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error, 0, 0);
}

static void allow(void)
{
    emit(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* The kernel reads these arguments as 32 bits; so does the filter, since comparing 64 could be evaded. */
static void load_argument(unsigned index)
{
    load(offsetof(struct seccomp_data, args) + index * sizeof(uint64_t));
}

static void when_equal_deny(uint32_t value)
{
    emit(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    deny(EPERM);
}

static void filter_arguments(void)
{
    static const uint32_t personalities[] = {0x0, 0x0008, 0x20000, 0x20008, 0xffffffff};
    emit(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4);
    load_argument(0);
    emit(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1);
    deny(EPERM);
    allow();

    emit(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 6);
    load_argument(1);
    when_equal_deny(TIOCSTI_REQUEST);
    when_equal_deny(TIOCLINUX_REQUEST);
    allow();

    emit(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 6);
    load_argument(0);
    when_equal_deny(AF_VSOCK);
    when_equal_deny(AF_ALG);
    allow();

    const uint8_t count = sizeof personalities / sizeof *personalities;
    emit(BPF_JMP | BPF_JEQ | BPF_K, __NR_personality, 0, (uint8_t)(1 + 2 * count + 1));
    load_argument(0);
    for (uint8_t i = 0; i < count; i++) {
        emit(BPF_JMP | BPF_JEQ | BPF_K, personalities[i], 0, 1);
        allow();
    }
    deny(EPERM);
}

void seccomp_install(void)
{
    load(offsetof(struct seccomp_data, arch));
    emit(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0);
    emit(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    load(offsetof(struct seccomp_data, nr));

    /* Also what x32 adds its bit to. Numbers of the audit for "no call" (-1) are large too and stay an ENOSYS. */
    emit(BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN_CALL, 0, 1);
    deny(ENOSYS);
    filter_arguments();
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        emit(BPF_JMP | BPF_JEQ | BPF_K, denied[i].number, 0, 1);
        deny(denied[i].error);
    }
    allow();

    struct sock_fprog filter = {.len = length, .filter = program};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
        fail(E_ISOLATION, "cannot install the system call filter");
}
