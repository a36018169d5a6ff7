#include "sandbox.h"
#include <linux/openat2.h>
#include <stdio.h>

/*
 * Walks a path one name at a time and follows links by hand, inside the root: a link that points to nothing gives the place to
 * make (an image's /etc/resolv.conf is often one). What is resolved has no link left, and is opened with RESOLVE_NO_SYMLINKS, so
 * that a change from outside while we look gives an error and never a place outside the root.
 */
struct walk {
    char done[PATH_MAX]; /* without links, "/a/b"; empty for the root */
    char rest[PATH_MAX * 2];
};

static int open_done(int root, const char *path, uint64_t flags)
{
    return kernel_openat2(root, path[0] == '\0' ? "/" : path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
}

static bool make_entry(int root, const struct walk *walk, const char *name, bool is_file)
{
    int parent = open_done(root, walk->done, O_PATH | O_DIRECTORY), file = -1;
    if (parent < 0)
        return false;
    bool made = is_file ? (file = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644)) >= 0 : mkdirat(parent, name, 0755) == 0;
    int error = errno;
    if (file >= 0)
        close(file);
    close(parent);
    errno = error;
    return made;
}

static bool follow(struct walk *walk, int link)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(link, "", target, sizeof target - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    size_t rest = strlen(walk->rest);
    if ((size_t)length + 1 + rest >= sizeof walk->rest) {
        errno = ENAMETOOLONG;
        return false;
    }
    memmove(walk->rest + length + 1, walk->rest, rest + 1);
    memcpy(walk->rest, target, (size_t)length);
    walk->rest[length] = '/';
    if (target[0] == '/')
        walk->done[0] = '\0';
    return true;
}

/* Cuts the first name off the rest; false at the end. */
static bool next_name(struct walk *walk, char name[NAME_MAX + 1])
{
    char *start = walk->rest + strspn(walk->rest, "/");
    size_t length = strcspn(start, "/");
    name[0] = '\0';
    if (length == 0)
        return false;
    if (length <= NAME_MAX) {
        memcpy(name, start, length);
        name[length] = '\0';
    }
    memmove(walk->rest, start + length, strlen(start + length) + 1);
    return true;
}

int resolve_in_root(int root, const char *path, enum make make, bool stub)
{
    struct walk walk = {0};
    char name[NAME_MAX + 1];
    int links = 0;
    snprintf(walk.rest, sizeof walk.rest, "%s", path);
    while (next_name(&walk, name)) {
        if (strcmp(name, ".") == 0)
            continue;
        if (strcmp(name, "..") == 0) {
            char *last = strrchr(walk.done, '/');
            if (last != NULL)
                *last = '\0';
            continue;
        }
        size_t length = strlen(walk.done);
        if (name[0] == '\0' || length + 1 + strlen(name) >= sizeof walk.done)
            return errno = ENAMETOOLONG, -1;
        walk.done[length] = '/';
        strcpy(walk.done + length + 1, name);
        struct stat status;
        int entry = kernel_openat2(root, walk.done, O_PATH | O_NOFOLLOW, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
        if (entry < 0) {
            bool is_last = walk.rest[strspn(walk.rest, "/")] == '\0';
            char made[PATH_MAX];
            strcpy(made, walk.done);
            walk.done[length] = '\0';
            if (errno != ENOENT || make == MAKE_NOTHING || !make_entry(root, &walk, name, is_last && make == MAKE_FILE))
                return -1;
            strcpy(walk.done, made);
            if (stub)
                report_record("stub %s", made);
            continue;
        }
        bool is_link = fstat(entry, &status) == 0 && S_ISLNK(status.st_mode);
        if (is_link)
            walk.done[length] = '\0';
        bool followed = !is_link || (++links <= 40 && follow(&walk, entry));
        close(entry);
        if (!followed)
            return errno = links > 40 ? ELOOP : errno, -1;
    }
    return open_done(root, walk.done, O_PATH);
}
