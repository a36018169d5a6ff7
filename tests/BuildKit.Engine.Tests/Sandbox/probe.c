/* Tries one thing inside a sandbox and prints "ok" or the error's name; a test reads that. Built static against musl. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int report(long result)
{
    puts(result >= 0 ? "ok" : errno == EPERM ? "EPERM" : errno == ENOSYS ? "ENOSYS" : strerror(errno));
    return 0;
}

/* A call that is refused gives its error before it looks at its arguments, so zeros will do. */
static int call(long number)
{
    return report(syscall(number, 0, 0, 0, 0, 0, 0));
}

static int clone_with(unsigned long flag)
{
    long child = syscall(SYS_clone, flag | SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    return report(child);
}

static int fill_memory(void)
{
    for (size_t i = 0; i < 4096; i++) {
        char *block = malloc(1 << 20);
        if (block != NULL)
            memset(block, 1, 1 << 20);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    const char *with = argc > 2 ? argv[2] : "0";
    char byte = 'x';
    if (strcmp(what, "call") == 0)
        return call(strtol(with, NULL, 0));
    if (strcmp(what, "clone") == 0)
        return clone_with(strtoul(with, NULL, 0));
    if (strcmp(what, "open") == 0)
        return report(open(with, O_RDONLY));
    if (strcmp(what, "write") == 0)
        return report(open(with, O_WRONLY));
    if (strcmp(what, "socket") == 0)
        return report(socket(atoi(with), SOCK_STREAM, 0));
    if (strcmp(what, "ioctl") == 0)
        return report(ioctl(0, strtoul(with, NULL, 0) | 0x100000000ul, &byte));
    if (strcmp(what, "personality") == 0)
        return report(personality(strtoul(with, NULL, 0)));
    if (strcmp(what, "ptrace") == 0)
        return report(ptrace(PTRACE_TRACEME, 0, 0, 0));
    if (strcmp(what, "attach-init") == 0)
        return report(ptrace(PTRACE_SEIZE, 1, 0, 0));
    if (strcmp(what, "euid") == 0)
        return printf("%u\n", geteuid()) < 0;
    if (strcmp(what, "memory") == 0)
        return fill_memory();
#ifdef __x86_64__
    if (strcmp(what, "int80") == 0) {
        long result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
        return printf("%ld\n", result) < 0;
    }
#endif
    return 2;
}
