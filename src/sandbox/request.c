#include "sandbox.h"

/* overlayfs itself takes 500 lower layers. */
#define MAX_LAYERS 500
#define MAX_ITEMS 65536

static void append(struct list *list, char *value, size_t limit, const char *key)
{
    if (list->count == limit)
        fail_with(E_PROTOCOL, 0, "the request has more than %zu times '%s'", limit, key);
    if ((list->count & (list->count + 1)) == 0) {
        char **larger = checked_alloc(list->count * 2 + 3, sizeof *larger);
        if (list->count != 0)
            memcpy(larger, list->items, list->count * sizeof *larger);
        free(list->items);
        list->items = larger;
    }
    list->items[list->count++] = value;
    list->items[list->count] = NULL;
}

static uint64_t number(const char *key, const char *text, uint64_t most)
{
    uint64_t value = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits] != '\0')
        fail_with(E_PROTOCOL, 0, "the request's '%s' is not a number: %s", key, text);
    for (const char *digit = text; *digit != '\0'; digit++)
        value = value * 10 + (uint64_t)(*digit - '0');
    if (value > most)
        fail_with(E_PROTOCOL, 0, "the request's '%s' is larger than %llu", key, (unsigned long long)most);
    return value;
}

static int choice(const char *key, const char *text, const char *const *names)
{
    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    fail_with(E_PROTOCOL, 0, "the request's '%s' is unknown: %s", key, text);
}

static const char *absolute(const char *key, const char *text)
{
    if (text[0] != '/' || strlen(text) >= PATH_MAX)
        fail_with(E_PROTOCOL, 0, "the request's '%s' is not an absolute path: %s", key, text);
    return text;
}

static struct mount_entry *new_mount(struct request *request)
{
    struct mount_entry *larger = checked_alloc(request->mount_count + 1, sizeof *larger);
    if (request->mount_count == 1024)
        fail_with(E_PROTOCOL, 0, "the request has more than 1024 mounts");
    if (request->mount_count != 0)
        memcpy(larger, request->mounts, request->mount_count * sizeof *larger);
    free(request->mounts);
    request->mounts = larger;
    struct mount_entry *entry = &larger[request->mount_count++];
    entry->fd = -1;
    return entry;
}

/* "bind" or "bind-ro" names a source, "tmpfs" a size; the "at" that follows names the target. */
static bool mount_frame(struct request *request, const char *key, char *value)
{
    if (strcmp(key, "bind") == 0 || strcmp(key, "bind-ro") == 0) {
        struct mount_entry *entry = new_mount(request);
        entry->source = absolute(key, value);
        entry->read_only = key[4] != '\0';
    } else if (strcmp(key, "tmpfs") == 0 || strcmp(key, "tmpfs-ro") == 0) {
        struct mount_entry *entry = new_mount(request);
        entry->size = number(key, value, INT64_MAX);
        entry->read_only = key[5] != '\0';
    } else if (strcmp(key, "at") == 0) {
        if (request->mount_count == 0 || request->mounts[request->mount_count - 1].target != NULL)
            fail_with(E_PROTOCOL, 0, "the request's 'at' follows no mount: %s", value);
        request->mounts[request->mount_count - 1].target = absolute(key, value);
    } else {
        return false;
    }
    return true;
}

static bool limit_frame(struct request *request, const char *key, char *value)
{
    if (strcmp(key, "memory") == 0)
        request->memory = number(key, value, INT64_MAX);
    else if (strcmp(key, "millicpus") == 0)
        request->millicpus = number(key, value, 1u << 30);
    else if (strcmp(key, "pids") == 0)
        request->pids = number(key, value, 1u << 22);
    else if (strcmp(key, "timeout") == 0)
        request->timeout = number(key, value, (uint64_t)INT64_MAX / 2);
    else if (strcmp(key, "parent") == 0)
        request->parent = (pid_t)number(key, value, INT32_MAX);
    else
        return false;
    return true;
}

static bool identity_frame(struct request *request, const char *key, char *value)
{
    if (strcmp(key, "uid") == 0) {
        request->uid = (uid_t)number(key, value, INT32_MAX);
    } else if (strcmp(key, "gid") == 0) {
        request->gid = (gid_t)number(key, value, INT32_MAX);
    } else if (strcmp(key, "group") == 0) {
        if (request->group_count == 256)
            fail_with(E_PROTOCOL, 0, "the request has more than 256 groups");
        if (request->groups == NULL)
            request->groups = checked_alloc(256, sizeof *request->groups);
        request->groups[request->group_count++] = (gid_t)number(key, value, INT32_MAX);
    } else {
        return false;
    }
    return true;
}

static bool path_frame(struct request *request, const char *key, char *value)
{
    static const struct {
        const char *key;
        size_t offset;
    } paths[] = {
        {"upper", offsetof(struct request, upper)},     {"work", offsetof(struct request, work)},
        {"root", offsetof(struct request, root)},       {"scratch", offsetof(struct request, scratch)},
        {"cwd", offsetof(struct request, directory)},   {"join", offsetof(struct request, network)},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (strcmp(key, paths[i].key) == 0) {
            *(const char **)((char *)request + paths[i].offset) = absolute(key, value);
            return true;
        }
    }
    return false;
}

static void frame(struct request *request, const char *key, char *value)
{
    static const char *const modes[] = {"sandbox", "mount-only", NULL};
    static const char *const ios[] = {"lines", "output", "inherit", "terminal", NULL};
    static const char *const networks[] = {"none", "host", NULL};
    if (strcmp(key, "layer") == 0)
        absolute(key, value), append(&request->layers, value, MAX_LAYERS, key);
    else if (strcmp(key, "hide") == 0)
        absolute(key, value), append(&request->hidden, value, 16, key);
    else if (strcmp(key, "arg") == 0)
        append(&request->arguments, value, MAX_ITEMS, key);
    else if (strcmp(key, "env") == 0)
        append(&request->environment, value, MAX_ITEMS, key);
    else if (strcmp(key, "hostname") == 0 && strlen(value) <= 64)
        request->hostname = value;
    else if (strcmp(key, "cgroup") == 0 && strchr(value, '/') == NULL && strncmp(value, "buildkit-", 9) == 0)
        request->cgroup = value;
    else if (strcmp(key, "mode") == 0)
        request->mode = (enum mode)choice(key, value, modes);
    else if (strcmp(key, "io") == 0)
        request->io = (enum io)choice(key, value, ios);
    else if (strcmp(key, "network") == 0)
        request->host_network = choice(key, value, networks) == 1;
    else if (!mount_frame(request, key, value) && !limit_frame(request, key, value) && !identity_frame(request, key, value) &&
             !path_frame(request, key, value))
        fail_with(E_PROTOCOL, 0, "the request's key '%s' is unknown or its value too long", key);
}

void request_parse(struct request *request, char *frames, size_t size)
{
    bool ended = false;
    *request = (struct request){.directory = "/", .hostname = "buildkit", .scratch = "/proc"};
    for (char *next = frames; next < frames + size; ) {
        char *key = next, *equals = strchr(next, '=');
        next += strlen(next) + 1;
        if (equals == NULL || ended)
            fail_with(E_PROTOCOL, 0, "the request has a frame without '=' or after 'end': %s", key);
        *equals = '\0';
        if (strcmp(key, "end") == 0)
            ended = true;
        else
            frame(request, key, equals + 1);
    }
    if (!ended)
        fail_with(E_PROTOCOL, 0, "the request is cut off");
    if (request->arguments.count == 0)
        fail_with(E_PROTOCOL, 0, "the request names no program");
    if ((request->upper == NULL) != (request->work == NULL))
        fail_with(E_PROTOCOL, 0, "the request has one of 'upper' and 'work' only");
    if (request->host_network && request->network != NULL)
        fail_with(E_PROTOCOL, 0, "the request has both the host's network and one to join");
    if (request->mode == MODE_MOUNT_ONLY && request->root == NULL)
        fail_with(E_PROTOCOL, 0, "the request has no 'root' to mount on");
    for (size_t i = 0; i < request->mount_count; i++)
        if (request->mounts[i].target == NULL)
            fail_with(E_PROTOCOL, 0, "the request has a mount without 'at'");
    if (request->environment.items == NULL)
        request->environment.items = checked_alloc(1, sizeof(char *));
}
