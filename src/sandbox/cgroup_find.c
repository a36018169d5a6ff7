#include "cgroup.h"
#include <stdio.h>

/* One line of /proc/self/mountinfo, as far as cgroups go (proc_pid_mountinfo(5)). */
struct cgroup_mount {
    char root[PATH_MAX], point[PATH_MAX], type[32], options[256];
};

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *found = words; (found = strstr(found, word)) != NULL; found += length)
        if ((found == words || found[-1] == ',' || found[-1] == ' ') && strchr(", \n", found[length]) != NULL)
            return true;
    return false;
}

/* An empty controller stands for the unified hierarchy. */
static bool find_mount(const char *controller, struct cgroup_mount *mount)
{
    FILE *table = fopen("/proc/self/mountinfo", "re");
    char line[PATH_MAX * 2];
    bool found = false;
    while (table != NULL && !found && fgets(line, sizeof line, table) != NULL) {
        char *end = strstr(line, " - cgroup");
        if (end == NULL || sscanf(line, "%*s %*s %*s %4095s %4095s", mount->root, mount->point) != 2 ||
            sscanf(end + 3, "%31s %*s %255s", mount->type, mount->options) != 2)
            continue;
        found = controller[0] == '\0' ? strcmp(mount->type, "cgroup2") == 0
                                      : strcmp(mount->type, "cgroup") == 0 && has_word(mount->options, controller);
    }
    if (table != NULL)
        fclose(table);
    return found;
}

/* Our own place in the hierarchy, from /proc/self/cgroup: "4:memory:/path" or "0::/path". */
static bool find_self(const char *controller, char path[PATH_MAX])
{
    FILE *table = fopen("/proc/self/cgroup", "re");
    char line[PATH_MAX + 256];
    bool found = false;
    while (table != NULL && !found && fgets(line, sizeof line, table) != NULL) {
        char *controllers = strchr(line, ':');
        char *place = controllers == NULL ? NULL : strchr(controllers + 1, ':');
        if (place == NULL)
            continue;
        *place++ = '\0';
        controllers++;
        found = controller[0] == '\0' ? controllers[0] == '\0' : has_word(controllers, controller);
        place[strcspn(place, "\n")] = '\0';
        if (found)
            snprintf(path, PATH_MAX, "%s", place);
    }
    if (table != NULL)
        fclose(table);
    return found;
}

static void own_folder(const struct cgroup_mount *mount, const char *self, char folder[PATH_MAX])
{
    size_t root = strcmp(mount->root, "/") == 0 ? 0 : strlen(mount->root);
    const char *below = strncmp(self, mount->root, root) == 0 ? self + root : "";
    if (snprintf(folder, PATH_MAX, "%s%s", mount->point, strcmp(below, "/") == 0 ? "" : below) >= PATH_MAX)
        folder[0] = '\0';
}

bool cgroup_parent_v1(const char *controller, char folder[PATH_MAX])
{
    static struct cgroup_mount mount;
    char self[PATH_MAX];
    if (!find_mount(controller, &mount) || !find_self(controller, self))
        return false;
    own_folder(&mount, self, folder);
    return folder[0] != '\0';
}

/*
 * In the unified hierarchy a group with processes has no children with limits. So we go beside the top (root), or beside our own
 * group where an administrator has delegated that (a user's systemd), or below it.
 */
int cgroup_parents_v2(char folders[3][PATH_MAX])
{
    static struct cgroup_mount mount;
    char self[PATH_MAX];
    if (!find_mount("", &mount) || !find_self("", self))
        return 0;
    snprintf(folders[0], PATH_MAX, "%s", mount.point);
    own_folder(&mount, self, folders[2]);
    memcpy(folders[1], folders[2], PATH_MAX);
    char *last = strrchr(folders[1], '/');
    if (last != NULL && last - folders[1] > (ptrdiff_t)strlen(mount.point))
        *last = '\0';
    return 3;
}

/* A runtime makes its group in every hierarchy, at the top. Stale ones are those of ended launches, as with our own. */
void cgroup_remove_named(const char *name)
{
    FILE *table = fopen("/proc/self/mountinfo", "re");
    char line[PATH_MAX * 2], point[PATH_MAX], group[PATH_MAX];
    struct stat namespace;
    bool has_namespace = stat("/proc/self/ns/pid", &namespace) == 0;
    while (table != NULL && fgets(line, sizeof line, table) != NULL) {
        if (strstr(line, " - cgroup") == NULL || sscanf(line, "%*s %*s %*s %*s %4095s", point) != 1)
            continue;
        if (snprintf(group, sizeof group, "%s/%s", point, name) < (int)sizeof group)
            cgroup_remove_folder(group);
        if (has_namespace)
            cgroup_remove_stale(point, namespace.st_ino);
    }
    if (table != NULL)
        fclose(table);
}
