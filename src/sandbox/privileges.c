#include "sandbox.h"
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* Docker's default set. */
static const unsigned char kept[] = {
    CAP_CHOWN,   CAP_DAC_OVERRIDE, CAP_FOWNER,           CAP_FSETID,  CAP_KILL,       CAP_SETGID, CAP_SETUID,
    CAP_SETPCAP, CAP_SETFCAP,      CAP_NET_BIND_SERVICE, CAP_NET_RAW, CAP_SYS_CHROOT, CAP_MKNOD,  CAP_AUDIT_WRITE,
};

static void limit(int resource, rlim_t most_soft, bool lower_hard)
{
    struct rlimit limits;
    if (getrlimit(resource, &limits) != 0)
        fail(E_ISOLATION, "cannot read a resource limit");
    if (limits.rlim_cur > most_soft)
        limits.rlim_cur = most_soft;
    if (lower_hard && limits.rlim_max > most_soft)
        limits.rlim_max = most_soft;
    if (setrlimit(resource, &limits) != 0)
        fail(E_ISOLATION, "cannot set a resource limit");
}

/* Process 1 gives up what the program must not have either, so that taking it over gains nothing. */
void privileges_bound(void)
{
    uint64_t set = 0;
    for (size_t i = 0; i < sizeof kept; i++)
        set |= (uint64_t)1 << kept[i];

    /* A kernel without keys has nothing to separate, and the filter denies the calls for keys anyway. */
    (void)syscall(SYS_keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, NULL);

    for (unsigned long capability = 0; capability < 64; capability++) {
        int bounded = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (bounded < 0)
            break; /* beyond the last that this kernel knows */
        if (bounded == 1 && (set >> capability & 1) == 0 && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
            fail(E_ISOLATION, "cannot drop capability %lu", capability);
    }
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
        fail(E_ISOLATION, "cannot clear ambient capabilities");

    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0)
        fail(E_ISOLATION, "cannot read capabilities");
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= (uint32_t)(set >> (32 * i));
        data[i].effective = data[i].permitted;
        data[i].inheritable = 0;
    }
    if (syscall(SYS_capset, &header, data) != 0)
        fail(E_ISOLATION, "cannot bound capabilities");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail(E_ISOLATION, "cannot set no_new_privs");
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        fail(E_ISOLATION, "cannot hide process 1");
}

void privileges_become(const struct request *request)
{
    /* Every process that the invoking one starts has its raised limits; images expect ordinary ones. */
    limit(RLIMIT_CORE, 0, true);
    limit(RLIMIT_NOFILE, 65536, false);
    if (request->limits_users)
        limit(RLIMIT_NPROC, request->pids, true);
    umask(022);

    /* With one id only, setgroups is forbidden, and there are no further groups to drop. */
    if (setgroups(request->group_count, request->groups) != 0 && (request->group_count != 0 || errno != EPERM))
        fail(E_IDENTITY, "cannot set the supplementary groups (are they mapped by /etc/subgid?)");
    if (setresgid(request->gid, request->gid, request->gid) != 0)
        fail(E_IDENTITY, "cannot become group %u (is it mapped by /etc/subgid?)", request->gid);
    if (setresuid(request->uid, request->uid, request->uid) != 0)
        fail(E_IDENTITY, "cannot become user %u (is it mapped by /etc/subuid?)", request->uid);
}
