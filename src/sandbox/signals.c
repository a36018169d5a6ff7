#include "sandbox.h"

/* What the supervisor reads from a descriptor; everything else keeps its meaning. SIGALRM asks for the end of everything. */
void signals_block(sigset_t *handled)
{
    static const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGPIPE, SIGCONT};
    sigemptyset(handled);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        /* An inherited "ignore" would hide the signal. */
        signal(numbers[i], SIG_DFL);
        sigaddset(handled, numbers[i]);
    }
    if (sigprocmask(SIG_SETMASK, handled, NULL) != 0)
        fail(E_ISOLATION, "cannot block signals");
}

void signals_reset(void)
{
    sigset_t none;
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL); /* fails for the two that cannot be changed, and for the C library's own */
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) != 0)
        fail(E_ISOLATION, "cannot unblock signals");
}
