#include "sandbox.h"
#include <net/if.h>
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
