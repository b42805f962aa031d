/* liboath's side of the bench `otp`. Prints the nanoseconds that its processor worked and the last answer.
 *
 *     liboath-bench totp-generate|hotp-generate|totp-validate HASH WINDOW TIMES
 *
 * HASH is the value of oath_totp_flags: 0 for SHA-1, 1 for SHA-256, 2 for SHA-512. The library takes the key anew for
 * each code; there is no other way to call it. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <liboath/oath.h>

static const char KEY[] = "12345678901234567890";
static const size_t KEY_LENGTH = sizeof KEY - 1;
static const time_t NOW = 1796083200;

static uint64_t nanoseconds(void)
{
    struct timespec now;
    /* Not the wall's: a process as young as this one waits its turn where others use the machine. */
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int main(int count, char **arguments)
{
    if (count != 5 || oath_init() != OATH_OK) return 2;
    const char *job = arguments[1];
    const int hash = atoi(arguments[2]);
    const size_t window = strtoul(arguments[3], NULL, 10);
    const uint64_t times = strtoull(arguments[4], NULL, 10);
    char code[7] = "";
    int result = OATH_OK;

    /* A new process is slow at first: its measurement begins where that is over, as it is for the others. */
    for (int i = 0; i < 3000; i++)
        oath_totp_generate2(KEY, KEY_LENGTH, NOW, 30, 0, 6, hash, code);
    code[0] = 0;

    const uint64_t begin = nanoseconds();
    if (strcmp(job, "totp-generate") == 0) {
        for (uint64_t i = 0; i < times && result == OATH_OK; i++)
            result = oath_totp_generate2(KEY, KEY_LENGTH, NOW, 30, 0, 6, hash, code);
    } else if (strcmp(job, "hotp-generate") == 0 && hash == 0) {
        for (uint64_t i = 0; i < times && result == OATH_OK; i++)
            result = oath_hotp_generate(KEY, KEY_LENGTH, NOW / 30, 6, false,
                                        OATH_HOTP_DYNAMIC_TRUNCATION, code);
    } else if (strcmp(job, "totp-validate") == 0) {
        for (uint64_t i = 0; i < times; i++)
            result = oath_totp_validate4(KEY, KEY_LENGTH, NOW, 30, 0, window, NULL, NULL, hash,
                                         "000000");
    } else {
        return 2;
    }
    const uint64_t elapsed = nanoseconds() - begin;

    if (code[0] == 0)
        strcpy(code, result == OATH_INVALID_OTP ? "wrong" : "right");
    else if (result != OATH_OK)
        return 1;
    printf("%llu %s\n", (unsigned long long)elapsed, code);
    return 0;
}
