#include "sandbox.h"
#include <stdarg.h>
#include <stdio.h>

/* With a status file the records end with a NUL, since paths may hold line ends; without one they are lines of standard error. */
static int status_descriptor = STDERR_FILENO;
static char record_end = '\n';

void report_open(const char *path)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        fail(E_PROTOCOL, "cannot open the status file %s", path);
    status_descriptor = fd;
    record_end = '\0';
}

int report_descriptor(void)
{
    return status_descriptor;
}

/* One write a record: supervisor, process 1 and program share the file. */
static void write_record(char *record, size_t size, int length)
{
    size_t end = length < 0 ? 0 : (size_t)length >= size ? size - 1 : (size_t)length;
    record[end] = record_end;
    ssize_t written;
    do
        written = write(status_descriptor, record, end + 1);
    while (written < 0 && errno == EINTR);
}

void report_record(const char *format, ...)
{
    char record[PATH_MAX + 64];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(record, sizeof record, format, arguments);
    va_end(arguments);
    write_record(record, sizeof record, length);
}

void report_warning(const char *code, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    report_record("warning %s %s", code, message);
}

static _Noreturn void fail_list(const char *code, int error, const char *format, va_list arguments)
{
    char message[PATH_MAX];
    vsnprintf(message, sizeof message, format, arguments);
    if (error == 0)
        report_record("error %s 0 %s", code, message);
    else
        report_record("error %s %d %s: %s", code, error, message, strerror(error));
    _exit(EXIT_SETUP);
}

void fail(const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_list(code, errno, format, arguments);
}

void fail_with(const char *code, int error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_list(code, error, format, arguments);
}
