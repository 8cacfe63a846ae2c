/* Writes into CRASH_TRACE, in order, what a process does to the files below CRASH_ROOT.
 *
 * One record: op, length of name, length of data, inode, offset; then name (below the root) and data.
 * C created, T truncated to offset, W wrote, S synced a file, D synced a folder, U unlinked, R renamed to data,
 * L given data as a second name, M made a folder, X removed one. The lock is held over call and record, so that their order is one.
 * Shared memory (-shm) is no part of it: SQLite makes it anew at each start.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct __attribute__((packed)) head { char op; uint32_t name, data; uint64_t file, offset; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int trace = -1;

#define REAL(kind, name, ...) \
    static kind (*real)(__VA_ARGS__); \
    if (!real) real = (kind(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void)
{
    const char *where = getenv("CRASH_TRACE");
    root = getenv("CRASH_ROOT");
    if (!root || !where) return;
    root_length = strlen(root);
    trace = open(where, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (trace < 0) _exit(97);
}

/* What a path is called below the root, NULL for one that does not concern us. */
static const char *below(const char *path)
{
    size_t length = strlen(path);
    if (trace < 0 || strncmp(path, root, root_length)) return NULL;
    if (path[root_length] != '/') return path[root_length] ? NULL : "";
    if (length > 4 && !strcmp(path + length - 4, "-shm")) return NULL;
    return path + root_length + 1;
}

static const char *named(int fd, char *path)
{
    char link[40];
    ssize_t length;
    if (trace < 0 || fd == trace) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, PATH_MAX);
    if (length < 0) return NULL;
    path[length] = 0;
    return below(path);
}

static const char *named_at(int folder, const char *path, char *whole)
{
    char at[PATH_MAX + 1];
    if (path[0] == '/' || folder == AT_FDCWD) return below(path);
    if (!named(folder, at)) return NULL;
    if (snprintf(whole, PATH_MAX, "%s/%s", at, path) >= PATH_MAX) return NULL;
    return below(whole);
}

static void note(char op, int fd, const char *name, uint64_t offset, const void *data, size_t size)
{
    int before = errno;
    struct stat found = {0};
    if (fd >= 0) fstat(fd, &found);
    struct head head = {op, strlen(name), size, found.st_ino, offset};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)name, head.name}, {(void *)data, size}};
    if (writev(trace, parts, 3) != (ssize_t)(sizeof head + head.name + size)) _exit(98);
    errno = before;
}

static int opened(int folder, const char *path, int flags, mode_t mode)
{
    REAL(int, "openat", int, const char *, int, ...);
    char found[PATH_MAX + 1];
    const char *name;
    if (trace < 0 || !(flags & (O_CREAT | O_TRUNC))) return real(folder, path, flags, mode);
    pthread_mutex_lock(&lock);
    int fresh = faccessat(folder, path, F_OK, 0) != 0;
    int fd = real(folder, path, flags, mode);
    if (fd >= 0 && (name = named(fd, found)) && (fresh || flags & O_TRUNC))
        note(fresh ? 'C' : 'T', fd, name, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }

static ssize_t placed(int fd, const void *data, size_t size, off_t offset)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    char path[PATH_MAX + 1];
    pthread_mutex_lock(&lock);
    const char *name = named(fd, path);
    ssize_t done = real(fd, data, size, offset);
    if (name && done > 0) note('W', fd, name, offset, data, done);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return placed(fd, data, size, offset); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) { return placed(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    char path[PATH_MAX + 1];
    const char *name;
    if (trace < 0 || !(name = named(fd, path))) return real(fd, data, size); /* a pipe may block: no lock */
    pthread_mutex_lock(&lock);
    ssize_t done = real(fd, data, size);
    if (done > 0) note('W', fd, name, lseek(fd, 0, SEEK_CUR) - done, data, done);
    pthread_mutex_unlock(&lock);
    return done;
}

static int synced(int fd, int (*real)(int))
{
    char path[PATH_MAX + 1];
    struct stat found;
    pthread_mutex_lock(&lock);
    const char *name = named(fd, path);
    int failed = real(fd);
    if (name && !failed && !fstat(fd, &found)) note(S_ISDIR(found.st_mode) ? 'D' : 'S', fd, name, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(fd, real); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(fd, real); }

static int cut(int fd, off_t size)
{
    REAL(int, "ftruncate64", int, off_t);
    char path[PATH_MAX + 1];
    pthread_mutex_lock(&lock);
    const char *name = named(fd, path);
    int failed = real(fd, size);
    if (name && !failed) note('T', fd, name, size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

/* Calls on names: whatever succeeded is noted under the name it had. */
#define ON_NAME(op, at, path, call) \
    char whole[PATH_MAX + 1]; \
    pthread_mutex_lock(&lock); \
    const char *name = named_at(at, path, whole); \
    int failed = call; \
    if (name && !failed) note(op, -1, name, 0, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return failed
int unlink(const char *path) { REAL(int, "unlink", const char *); ON_NAME('U', AT_FDCWD, path, real(path)); }
int rmdir(const char *path) { REAL(int, "rmdir", const char *); ON_NAME('X', AT_FDCWD, path, real(path)); }
int mkdir(const char *path, mode_t mode)
{
    REAL(int, "mkdir", const char *, mode_t);
    ON_NAME('M', AT_FDCWD, path, real(path, mode));
}
int unlinkat(int at, const char *path, int flags)
{
    REAL(int, "unlinkat", int, const char *, int);
    ON_NAME(flags & AT_REMOVEDIR ? 'X' : 'U', at, path, real(at, path, flags));
}

static int moved(char op, const char *from, const char *to, int (*real)(const char *, const char *))
{
    pthread_mutex_lock(&lock);
    const char *name = below(from), *after = below(to);
    int failed = real(from, to);
    if (name && after && !failed) note(op, -1, name, 0, after, strlen(after));
    pthread_mutex_unlock(&lock);
    return failed;
}
int rename(const char *from, const char *to)
{
    REAL(int, "rename", const char *, const char *);
    return moved('R', from, to, real);
}
int link(const char *from, const char *to)
{
    REAL(int, "link", const char *, const char *);
    return moved('L', from, to, real);
}
