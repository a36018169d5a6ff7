#include "sandbox.h"
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

extern char **environ;

static int memory_file(void)
{
    int fd = memfd_create("buildkit-sandbox", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (fd < 0 && errno == EINVAL) /* before Linux 6.3 every memory file is executable */
        fd = memfd_create("buildkit-sandbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        fail(E_ISOLATION, "cannot make an executable memory file (is vm.memfd_noexec 2?)");
    return fd;
}

/* Whoever starts the launcher often may start it from such a copy at once (SealedProgram.cs); only the seals count, not who says so. */
void sealed_reexec(char **argv)
{
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (self < 0)
        fail(E_ISOLATION, "cannot open /proc/self/exe");
    int seals = fcntl(self, F_GET_SEALS);
    if (seals >= 0 && (seals & SEALS) == SEALS) {
        close(self);
        return;
    }
    struct stat status;
    if (fstat(self, &status) != 0)
        fail(E_ISOLATION, "cannot read /proc/self/exe");
    int copy = memory_file();
    for (off_t left = status.st_size; left > 0;) {
        ssize_t count = sendfile(copy, self, NULL, (size_t)left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            fail(E_ISOLATION, "cannot copy the launcher into memory");
        left -= count;
    }
    if (fcntl(copy, F_ADD_SEALS, SEALS) != 0)
        fail(E_ISOLATION, "cannot seal the launcher's copy");
    syscall(SYS_execveat, copy, "", argv, environ, AT_EMPTY_PATH);
    fail(E_ISOLATION, "cannot execute the launcher's copy");
}
