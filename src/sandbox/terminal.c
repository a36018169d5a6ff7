#include "sandbox.h"
#include <sys/ioctl.h>
#include <termios.h>

static struct termios before;

/* Standard input's size, if that is a terminal. */
static bool pass_size_on(int master)
{
    struct winsize size;
    return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0 || ioctl(master, TIOCSWINSZ, &size) == 0;
}

/* Inside the root: a pair of the sandbox's own terminal file system. It has its size before the program starts, which may ask at once. */
int terminal_open(int *peer)
{
    int unlocked = 0, master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) != 0)
        fail(E_ISOLATION, "cannot make a terminal");
    *peer = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*peer < 0)
        fail(E_ISOLATION, "cannot open the terminal");
    if (!pass_size_on(master))
        fail(E_ISOLATION, "cannot set the terminal's size");
    return master;
}

void terminal_begin(struct terminal *terminal, int master)
{
    terminal->master = master;
    if (fcntl(master, F_SETFL, O_NONBLOCK) != 0)
        fail(E_ISOLATION, "cannot use the terminal");
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return; /* standard input is no terminal; it is passed on as it is */
    struct termios raw = before;
    cfmakeraw(&raw);
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0)
        fail(E_ISOLATION, "cannot change the terminal's mode");
    terminal->is_raw = true;
    terminal_resize(terminal);
}

void terminal_resize(const struct terminal *terminal)
{
    if (terminal->master >= 0 && !pass_size_on(terminal->master))
        report_warning(E_ISOLATION, "the terminal's size could not be passed on");
}

/* From standard input to the program. What the program has not read yet waits here, and then nothing more is read. */
bool terminal_copy_in(struct terminal *terminal)
{
    if (terminal->pending_count == 0 && !terminal->input_ended) {
        ssize_t count = read(STDIN_FILENO, terminal->pending, sizeof terminal->pending);
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            return true;
        if (count <= 0) {
            terminal->input_ended = true;
            terminal->pending[0] = 4; /* the line discipline's end of input */
            count = 1;
        }
        terminal->pending_count = (size_t)count;
    }
    ssize_t written = write(terminal->master, terminal->pending, terminal->pending_count);
    if (written < 0)
        return errno == EAGAIN || errno == EINTR;
    terminal->pending_count -= (size_t)written;
    memmove(terminal->pending, terminal->pending + written, terminal->pending_count);
    return true;
}

/* From the program to standard output; false when there is nothing more at present or at all. */
bool terminal_copy_out(struct terminal *terminal)
{
    char buffer[16384];
    ssize_t count = read(terminal->master, buffer, sizeof buffer);
    if (count <= 0)
        return false; /* EIO: nobody has the other end open */
    for (ssize_t done = 0; done < count;) {
        ssize_t written = write(STDOUT_FILENO, buffer + done, (size_t)(count - done));
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        done += written < 0 ? 0 : written;
    }
    return true;
}

void terminal_end(struct terminal *terminal)
{
    if (terminal->master < 0)
        return;
    while (terminal_copy_out(terminal)) {
    }
    if (terminal->is_raw && tcsetattr(STDIN_FILENO, TCSADRAIN, &before) != 0)
        report_warning(E_ISOLATION, "the terminal's mode could not be restored");
}
