#include "sandbox.h"
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void network_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) != 0)
        fail(E_ISOLATION, "cannot bring the loopback device up");
    close(fd);
}

/*
 * As Docker sets it up: whoever runs in the network may listen on ports below 1024. Where an outer container keeps /proc/sys from us it
 * stays as it is, and the kernel refuses such a port by name.
 */
static void allow_low_ports(void)
{
    int fd = open("/proc/sys/net/ipv4/ip_unprivileged_port_start", O_WRONLY | O_CLOEXEC);
    if (fd < 0 && (errno == EROFS || errno == EACCES || errno == EPERM || errno == ENOENT))
        return;
    if (fd < 0 || write(fd, "0", 1) != 1)
        fail(E_ISOLATION, "cannot open the low ports of the network");
    close(fd);
}

/* The path is one of the invoking process's /proc, so it is opened before there is another one. */
void network_open(struct request *request)
{
    request->network_fd = -1;
    if (request->network == NULL)
        return;
    request->network_fd = open(request->network, O_RDONLY | O_CLOEXEC);
    if (request->network_fd < 0)
        fail(E_NAMESPACE, "cannot open the network namespace %s", request->network);
}

void network_enter(const struct request *request)
{
    if (request->network_fd >= 0 && setns(request->network_fd, CLONE_NEWNET) != 0)
        fail(E_NAMESPACE, "cannot enter the network namespace %s", request->network);
    if (request->network_fd >= 0)
        close(request->network_fd);
}

/*
 * Holds a new network namespace that sandboxes enter: says by a line that it is there, and ends with its standard input, which the
 * kernel closes when the invoking process ends. What the terminal sends is for that process to decide on.
 */
int network_hold(void)
{
    sigset_t handled;
    char byte;
    ssize_t count;
    signals_block(&handled);
    if (unshare(CLONE_NEWNET) != 0)
        fail(E_NAMESPACE, "cannot make a network namespace");
    network_loopback();
    allow_low_ports();
    if (write(STDOUT_FILENO, "\n", 1) != 1)
        return EXIT_SETUP; /* nobody wants it any more */
    do
        count = read(STDIN_FILENO, &byte, 1);
    while (count > 0 || (count < 0 && errno == EINTR));
    return 0;
}
