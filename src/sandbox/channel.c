#include "sandbox.h"
#include <sys/socket.h>

union control {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
};

void channel_send(int channel, char kind, int status, int descriptor)
{
    struct channel_message message = {.kind = kind, .status = status};
    struct iovec part = {.iov_base = &message, .iov_len = sizeof message};
    union control control = {0};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        header.msg_control = &control;
        header.msg_controllen = sizeof control;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    }
    if (sendmsg(channel, &header, MSG_NOSIGNAL) != sizeof message)
        fail(E_ISOLATION, "the supervisor and process 1 lost each other");
}

/* False at the end of the channel. */
bool channel_receive(int channel, struct channel_message *message, int *descriptor)
{
    struct iovec part = {.iov_base = message, .iov_len = sizeof *message};
    union control control = {0};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t count;
    do
        count = recvmsg(channel, &header, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count != sizeof *message)
        return false;
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    *descriptor = -1;
    if (first != NULL && first->cmsg_type == SCM_RIGHTS)
        memcpy(descriptor, CMSG_DATA(first), sizeof *descriptor);
    return true;
}
