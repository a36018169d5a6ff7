#include "sandbox.h"
#include "cgroup.h"
#include <stdio.h>

static bool write_value(const char *folder, const char *file, const char *value)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path)
        return errno = ENAMETOOLONG, false;
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, value, strlen(value)) >= 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return written;
}

static bool write_number(const char *folder, const char *file, uint64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return write_value(folder, file, text);
}

static bool make_group(const char *parent, char group[PATH_MAX])
{
    struct stat namespace;
    if (stat("/proc/self/ns/pid", &namespace) != 0)
        return false;
    cgroup_remove_stale(parent, namespace.st_ino);
    int length = snprintf(group, PATH_MAX, "%s/buildkit-%llu-%ld-%llu", parent, (unsigned long long)namespace.st_ino, (long)getpid(),
                          cgroup_start_time(getpid()));
    if (length < PATH_MAX && (mkdir(group, 0755) == 0 || errno == EEXIST))
        return true;
    group[0] = '\0';
    return false;
}

static bool has_file(const char *folder, const char *file)
{
    char path[PATH_MAX];
    return snprintf(path, sizeof path, "%s/%s", folder, file) < (int)sizeof path && access(path, W_OK) == 0;
}

/* A process is in one group of the unified hierarchy, so the first that has a controller we want is taken for all of them. */
static bool make_unified(struct cgroup *cgroup, const char *file)
{
    static const char *const controllers[] = {"+memory", "+pids", "+cpu"};
    static char parents[3][PATH_MAX];
    if (cgroup->unified[0] != '\0')
        return has_file(cgroup->unified, file);
    int count = cgroup_parents_v2(parents);
    for (int i = 0; i < count; i++) {
        for (size_t j = 0; j < sizeof controllers / sizeof *controllers; j++)
            (void)write_value(parents[i], "cgroup.subtree_control", controllers[j]); /* has_file sees what it gave */
        if (!make_group(parents[i], cgroup->unified))
            continue;
        if (has_file(cgroup->unified, file))
            return true;
        cgroup_remove_folder(cgroup->unified);
        cgroup->unified[0] = '\0';
    }
    return false;
}

static bool limit_memory(struct cgroup *cgroup, uint64_t bytes)
{
    char parent[PATH_MAX];
    if (cgroup_parent_v1("memory", parent)) {
        if (!make_group(parent, cgroup->memory) || !write_number(cgroup->memory, "memory.limit_in_bytes", bytes))
            return false;
        (void)write_number(cgroup->memory, "memory.memsw.limit_in_bytes", bytes); /* only where swap is counted */
        return true;
    }
    if (!make_unified(cgroup, "memory.max") || !write_number(cgroup->unified, "memory.max", bytes))
        return false;
    (void)write_number(cgroup->unified, "memory.swap.max", 0);
    return true;
}

static bool limit_cpu(struct cgroup *cgroup, uint64_t millicpus)
{
    char parent[PATH_MAX];
    if (cgroup_parent_v1("cpu", parent))
        return make_group(parent, cgroup->cpu) && write_number(cgroup->cpu, "cpu.cfs_period_us", 100000) &&
               write_number(cgroup->cpu, "cpu.cfs_quota_us", millicpus * 100);
    char value[64];
    snprintf(value, sizeof value, "%llu 100000", (unsigned long long)millicpus * 100);
    return make_unified(cgroup, "cpu.max") && write_value(cgroup->unified, "cpu.max", value);
}

static bool limit_pids(struct cgroup *cgroup, uint64_t pids)
{
    char parent[PATH_MAX];
    if (cgroup_parent_v1("pids", parent))
        return make_group(parent, cgroup->pids) && write_number(cgroup->pids, "pids.max", pids);
    return make_unified(cgroup, "pids.max") && write_number(cgroup->unified, "pids.max", pids);
}

/* In a user namespace the kernel counts a user's processes there alone, so its limit for a user serves; root itself has none. */
static bool is_in_user_namespace(void)
{
    unsigned long inside = 0, outside = 0, count = 0;
    FILE *map = fopen("/proc/self/uid_map", "re");
    bool is_read = map != NULL && fscanf(map, "%lu %lu %lu", &inside, &outside, &count) == 3;
    if (map != NULL)
        fclose(map);
    return is_read && outside != 0;
}

/* A machine without a cgroup that we may write to runs without limits, and says so. */
void cgroup_create(struct cgroup *cgroup, struct request *request)
{
    if (request->memory != 0 && !limit_memory(cgroup, request->memory))
        report_warning(E_LIMITS, "the memory limit is not enforced: no memory cgroup can be written");
    if (request->millicpus != 0 && !limit_cpu(cgroup, request->millicpus))
        report_warning(E_LIMITS, "the CPU limit is not enforced: no cpu cgroup can be written");
    if (request->pids == 0 || limit_pids(cgroup, request->pids))
        return;
    request->limits_users = is_in_user_namespace();
    if (!request->limits_users)
        report_warning(E_LIMITS, "the number of processes is not limited by a cgroup: none can be written");
}

void cgroup_enter(const struct cgroup *cgroup, pid_t pid)
{
    const char *const folders[] = {cgroup->memory, cgroup->cpu, cgroup->pids, cgroup->unified};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (folders[i][0] != '\0' && !write_number(folders[i], "cgroup.procs", (uint64_t)pid))
            report_warning(E_LIMITS, "limits are not enforced: the cgroup %s cannot be entered", folders[i]);
}

bool cgroup_out_of_memory(const struct cgroup *cgroup)
{
    char path[PATH_MAX], line[128];
    const bool is_v1 = cgroup->memory[0] != '\0';
    if (snprintf(path, sizeof path, "%s/%s", is_v1 ? cgroup->memory : cgroup->unified, is_v1 ? "memory.oom_control" : "memory.events") >=
        (int)sizeof path)
        return false;
    FILE *events = fopen(path, "re");
    unsigned long kills = 0;
    while (events != NULL && fgets(line, sizeof line, events) != NULL)
        if (sscanf(line, "oom_kill %lu", &kills) == 1)
            break;
    if (events != NULL)
        fclose(events);
    return kills != 0;
}

void cgroup_remove(const struct cgroup *cgroup)
{
    const char *const folders[] = {cgroup->memory, cgroup->cpu, cgroup->pids, cgroup->unified};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (folders[i][0] != '\0')
            cgroup_remove_folder(folders[i]);
}
