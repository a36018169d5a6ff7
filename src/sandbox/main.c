#include "sandbox.h"
#include <stdio.h>
#include <sys/prctl.h>

static _Noreturn void usage(void)
{
    static const char text[] =
        "buildkit-sandbox [--status FILE] [--request FILE]\n"
        "    runs the request that is read from FILE or from standard input\n"
        "buildkit-sandbox [--status FILE] --network\n"
        "    holds a network namespace, from the line that it prints until its standard input ends\n"
        "buildkit-sandbox [--status FILE] --userns -- PROGRAM [ARGUMENT...]\n"
        "    runs a program as root of a new user namespace\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    _exit(written < 0 ? EXIT_SETUP : 2);
}

static void read_request(const char *path, struct request *request)
{
    int fd = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    size_t size;
    if (fd < 0)
        fail(E_PROTOCOL, "cannot open the request %s", path);
    if (path != NULL && strncmp(path, "/proc/", 6) != 0 && unlink(path) != 0)
        fail(E_PROTOCOL, "cannot remove the request %s", path);
    char *frames = frames_read(fd, &size);
    if (path != NULL)
        close(fd);
    request_parse(request, frames, size);
}

/* Process 1's arguments can be read inside; they would tell paths of the host. The kernel shows what stands in this memory. */
static void hide_arguments(int argc, char **argv)
{
    static const char name[] = "buildkit-sandbox";
    size_t size = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) - argv[0]);
    memset(argv[0], 0, size);
    memcpy(argv[0], name, size < sizeof name ? size : sizeof name);

    /* A program started by its descriptor is called by the number of that. A name that cannot be set is no reason to fail. */
    (void)prctl(PR_SET_NAME, name, 0, 0, 0);
}

int main(int argc, char **argv)
{
    const char *status = NULL, *request_path = NULL;
    bool is_userns = false, is_network = false;
    int next = 1;
    for (; next < argc; next++) {
        if (strcmp(argv[next], "--status") == 0 && next + 1 < argc)
            status = argv[++next];
        else if (strcmp(argv[next], "--request") == 0 && next + 1 < argc)
            request_path = argv[++next];
        else if (strcmp(argv[next], "--userns") == 0)
            is_userns = true;
        else if (strcmp(argv[next], "--network") == 0)
            is_network = true;
        else if (strcmp(argv[next], "--") == 0 && is_userns && next + 1 < argc)
            break;
        else
            usage();
    }
    if (status != NULL)
        report_open(status);
    if (is_userns)
        return next < argc ? userns_run(argv + next + 1) : (usage(), EXIT_SETUP);
    if (is_network)
        return network_hold();
    sealed_reexec(argv);
    struct request request;
    read_request(request_path, &request);
    hide_arguments(argc, argv);
    return supervise(&request);
}
