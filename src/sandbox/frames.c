#include "sandbox.h"

/* Far above any real request and far below what could hurt. */
#define MAX_REQUEST (4u << 20)

void *checked_alloc(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL)
        fail_with(E_PROTOCOL, ENOMEM, "cannot hold the request");
    return memory;
}

char *frames_read(int fd, size_t *size)
{
    size_t capacity = 16384, used = 0;
    char *frames = checked_alloc(capacity, 1);
    for (;;) {
        if (used == capacity) {
            if (capacity >= MAX_REQUEST)
                fail_with(E_PROTOCOL, 0, "the request is larger than %u bytes", MAX_REQUEST);
            char *larger = realloc(frames, capacity * 2);
            if (larger == NULL)
                fail_with(E_PROTOCOL, ENOMEM, "cannot hold the request");
            frames = larger;
            capacity *= 2;
        }
        ssize_t count = read(fd, frames + used, capacity - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail(E_PROTOCOL, "cannot read the request");
        if (count == 0)
            break;
        used += (size_t)count;
    }
    if (used == 0 || frames[used - 1] != '\0')
        fail_with(E_PROTOCOL, 0, "the request is cut off");
    *size = used;
    return frames;
}
