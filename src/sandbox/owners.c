#include "sandbox.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/syscall.h>

/*
 * A user namespace has some ids of the machine's. A step that gives a file to another one would have a layer that differs from root's, and
 * many a program goes on after that error. So such calls are told to the supervisor (foreign.c), and the step fails by name.
 */
static const struct {
    uint32_t number;
    unsigned owner; /* the argument with the user; the group follows it */
} calls[] = {
#ifdef __NR_chown
    {__NR_chown, 1},
#endif
#ifdef __NR_lchown
    {__NR_lchown, 1},
#endif
    {__NR_fchown, 1},
    {__NR_fchownat, 2},
};
#define CALL_COUNT (sizeof calls / sizeof *calls)
#define CHECK_LENGTH 9

/* The first id that is not mapped: ids are mapped from 0 on (idmap.c). */
static uint32_t first_unmapped(const char *path)
{
    FILE *map = fopen(path, "re");
    unsigned long next = 0, inside, outside, count;
    while (map != NULL && fscanf(map, "%lu %lu %lu", &inside, &outside, &count) == 3)
        if (inside == next)
            next += count;
    if (map != NULL)
        fclose(map);
    return next >= UINT32_MAX ? UINT32_MAX : (uint32_t)next;
}

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define LOAD_ARGUMENT(index) LOAD(offsetof(struct seccomp_data, args) + (index) * sizeof(uint64_t))
#define KEEPS_OWNER UINT32_MAX

int owners_watch(void)
{
    const uint32_t users = first_unmapped("/proc/self/uid_map"), groups = first_unmapped("/proc/self/gid_map");
    if (users == UINT32_MAX && groups == UINT32_MAX)
        return -1;

    /* The filter of seccomp.c has looked at the architecture. Its own answers count more than this one's. */
    struct sock_filter program[1 + CALL_COUNT * CHECK_LENGTH + 1] = {LOAD(offsetof(struct seccomp_data, nr))};
    unsigned short length = 1;
    for (size_t i = 0; i < CALL_COUNT; i++, length += CHECK_LENGTH) {
        const struct sock_filter check[CHECK_LENGTH] = {
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, CHECK_LENGTH - 1),
            LOAD_ARGUMENT(calls[i].owner),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, KEEPS_OWNER, 1, 0),
            BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, users, 4, 0),
            LOAD_ARGUMENT(calls[i].owner + 1),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, KEEPS_OWNER, 1, 0),
            BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, groups, 1, 0),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        };
        memcpy(program + length, check, sizeof check);
    }
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog filter = {.len = length, .filter = program};
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    if (listener < 0 && errno == EBUSY) { /* an outer container has the only listener that there may be */
        report_warning(E_IDENTITY, "a file that a step gives to an owner without an id here is not noticed: an outer container watches its system calls");
        return -1;
    }
    if (listener < 0)
        fail(E_ISOLATION, "cannot watch the owners of files");
    return listener;
}
