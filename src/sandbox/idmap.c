#include "sandbox.h"
#include <pwd.h>
#include <stdio.h>
#include <sys/wait.h>

/* Our name in /etc/passwd, or nothing: a user of a directory service is found in the other files by number. */
static void find_name(char *name, size_t size)
{
    FILE *table = fopen("/etc/passwd", "re");
    struct passwd *user = NULL;
    name[0] = '\0';
    while (table != NULL && (user = fgetpwent(table)) != NULL && user->pw_uid != getuid()) {
    }
    if (user != NULL)
        snprintf(name, size, "%s", user->pw_name);
    if (table != NULL)
        fclose(table);
}

/* The first range of /etc/subuid or /etc/subgid that is the user's (subuid(5)): "name:start:count", the name maybe a number. */
static bool find_range(const char *file, unsigned long *start, unsigned long *count)
{
    char line[512], number[16], name[256];
    bool found = false;
    find_name(name, sizeof name);
    FILE *table = fopen(file, "re");
    snprintf(number, sizeof number, "%u", getuid());
    while (table != NULL && !found && fgets(line, sizeof line, table) != NULL) {
        char *colon = strchr(line, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        bool ours = strcmp(line, number) == 0 || strcmp(line, name) == 0;
        found = ours && sscanf(colon + 1, "%lu:%lu", start, count) == 2 && *count != 0;
    }
    if (table != NULL)
        fclose(table);
    return found;
}

/* newuidmap and newgidmap have the right that we lack: they check the files themselves. */
static bool run_tool(const char *tool, pid_t child, unsigned id, unsigned long start, unsigned long count)
{
    char texts[4][24];
    snprintf(texts[0], sizeof texts[0], "%d", child);
    snprintf(texts[1], sizeof texts[1], "%u", id);
    snprintf(texts[2], sizeof texts[2], "%lu", start);
    snprintf(texts[3], sizeof texts[3], "%lu", count);
    char *arguments[] = {(char *)tool, texts[0], "0", texts[1], "1", "1", texts[2], texts[3], NULL};
    int status;
    pid_t process = fork();
    if (process < 0)
        fail(E_USERNS, "cannot start %s", tool);
    if (process == 0) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        signals_reset();
        if (null >= 0 && dup2(null, STDERR_FILENO) >= 0)
            execvp(tool, arguments);
        _exit(127);
    }
    if (waitpid(process, &status, 0) != process)
        fail(E_USERNS, "cannot collect %s", tool);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void write_file(pid_t child, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", child, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        fail(E_USERNS, "cannot write %s", path);
    close(fd);
}

const char *idmap_write(pid_t child)
{
    unsigned long start, count, group_start, group_count;
    char map[64];
    if (find_range("/etc/subuid", &start, &count) && find_range("/etc/subgid", &group_start, &group_count) &&
        run_tool("newuidmap", child, getuid(), start, count) && run_tool("newgidmap", child, getgid(), group_start, group_count))
        return "many";
    write_file(child, "setgroups", "deny");
    snprintf(map, sizeof map, "0 %u 1", getuid());
    write_file(child, "uid_map", map);
    snprintf(map, sizeof map, "0 %u 1", getgid());
    write_file(child, "gid_map", map);
    return "one";
}
