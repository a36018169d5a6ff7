#include "cgroup.h"
#include <dirent.h>
#include <stdio.h>
#include <time.h>

/* The time a process started, in the kernel's ticks (proc_pid_stat(5), field 22); 0 where there is no such process, or only what its parent has not yet reaped. */
unsigned long long cgroup_start_time(long pid)
{
    char path[64], text[1024];
    unsigned long long ticks = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (count <= 0)
        return 0;
    text[count] = '\0';
    char *field = strrchr(text, ')'); /* the name before it may hold anything */
    if (field != NULL && (strncmp(field, ") Z", 3) == 0 || strncmp(field, ") X", 3) == 0))
        return 0;
    for (int i = 2; field != NULL && i < 22; i++)
        field = strchr(field + 1, ' ');
    return field != NULL && sscanf(field, "%llu", &ticks) == 1 ? ticks : 0;
}

/* Groups that an OCI runtime made below ours go first. */
static bool remove_now(const char *folder)
{
    if (rmdir(folder) == 0 || errno == ENOENT)
        return true;
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return errno == ENOENT;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        char path[PATH_MAX];
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.' &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            (void)remove_now(path);
    }
    closedir(directory);
    return rmdir(folder) == 0 || errno == ENOENT;
}

/* The last process of a group may still be on its way out. */
static bool remove_patiently(const char *folder, int attempts)
{
    for (int attempt = 0; attempt < attempts; attempt++) {
        if (remove_now(folder))
            return true;
        nanosleep(&(struct timespec){.tv_nsec = 1000000L << (attempt < 5 ? attempt : 5)}, NULL);
    }
    return false;
}

void cgroup_remove_folder(const char *folder)
{
    if (!remove_patiently(folder, 200))
        report_warning(E_LIMITS, "the cgroup %s could not be removed", folder);
}

/* Groups whose launcher was killed: of our process namespace, named by a process that is gone or another by now. */
void cgroup_remove_stale(const char *parent, unsigned long long namespace)
{
    DIR *directory = opendir(parent);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        unsigned long long owner, start;
        long pid;
        char path[PATH_MAX];
        if (sscanf(entry->d_name, "buildkit-%llu-%ld-%llu", &owner, &pid, &start) == 3 && owner == namespace &&
            cgroup_start_time(pid) != start && snprintf(path, sizeof path, "%s/%s", parent, entry->d_name) < (int)sizeof path)
            (void)remove_patiently(path, 20); /* half a second; what is left then, the next run takes */
    }
    if (directory != NULL)
        closedir(directory);
}
