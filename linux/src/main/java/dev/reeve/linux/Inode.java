package dev.reeve.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file or folder itself, whatever name leads to it (open(2), {@code O_PATH}): what is done to it
 * is done to this one, even if its name means another file by now. Nothing here follows a symbolic
 * link; {@code /proc} must be mounted.
 */
public final class Inode implements AutoCloseable {
  /** What kind of file it is. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  /**
   * What is known of it.
   *
   * @param mode permissions, from 0 to 07777
   * @param links how many names it has
   */
  public record Status(Kind kind, int uid, int gid, int mode, int links) {}

  private static final int PERMISSIONS = 0xfff;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int O_PATH = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;

  // struct vfs_cap_data of <linux/capability.h>, revision 2: magic and flags, then permitted and
  // inheritable of the capabilities 0 to 31 and of those from 32 on; little-endian.
  private static final int VFS_CAP_REVISION_2_EFFECTIVE = 0x02000001;
  private static final int CAP_NET_BIND_SERVICE = 1 << 10;
  private static final int CAP_SIZE = 20;
  private static final ValueLayout.OfInt LITTLE =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Fd fd;
  private final Path path;

  private Inode(Fd fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  /** The root folder. */
  public static Inode root() throws LinuxException {
    Path root = Path.of("/");
    return new Inode(Fd.open(root, O_PATH | OpenFlags.O_DIRECTORY, 0), root);
  }

  /**
   * What has a name in this folder, a symbolic link itself; absent when nothing has.
   *
   * @param name one name, without a slash, and not {@code ..}
   */
  public Optional<Inode> child(String name) throws LinuxException {
    long result =
        Native.sys(Syscall.OPENAT, fd.number(), named(name), O_PATH | OpenFlags.O_CLOEXEC, 0);
    if (result == -Errno.ENOENT) {
      return Optional.empty();
    }
    Path its = path.resolve(name);
    LinuxException.check(result, "open", its);
    return Optional.of(new Inode(new Fd((int) result, its.toString()), its));
  }

  /** Makes a folder in this one. */
  public void makeFolder(String name, int mode) throws LinuxException {
    LinuxException.check(
        Native.sys(Syscall.MKDIRAT, fd.number(), named(name), mode), "mkdir", path.resolve(name));
  }

  private static long named(String name) throws LinuxException {
    if (name.isEmpty() || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name of a file: '" + name + "'");
    }
    return Native.Scratch.ofThread().path(name);
  }

  /** What is known of it now. */
  public Status status() throws LinuxException {
    FileStatus status = fd.status();
    Kind kind =
        status.isRegular()
            ? Kind.FILE
            : status.isDirectory() ? Kind.FOLDER : status.isLink() ? Kind.LINK : Kind.OTHER;
    return new Status(
        kind,
        status.owner().uid(),
        status.owner().gid(),
        status.mode() & PERMISSIONS,
        status.links());
  }

  /** The names in this folder, but not {@code .} and {@code ..}, in no order. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(self())) {
      stream.forEach(child -> names.add(String.valueOf(child.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** A path that leads to it by way of its descriptor, as long as it is open. */
  public Path self() {
    return Path.of("/proc/self/fd/" + fd.number());
  }

  /** Where it was found. */
  public Path path() {
    return path;
  }

  /** Sets the owner, see fchownat(2); -1 leaves the user or the group as it is. */
  public void chown(int uid, int gid) throws LinuxException {
    long empty = Constants.EMPTY.address();
    LinuxException.check(
        Native.sys(Syscall.FCHOWNAT, fd.number(), empty, uid, gid, AT_EMPTY_PATH, 0),
        "chown",
        path);
  }

  /**
   * Sets the permissions. By way of {@code /proc}, as fchmod(2) refuses descriptors of this kind.
   * Not for a symbolic link.
   */
  public void chmod(int mode) throws LinuxException {
    long self = Native.Scratch.ofThread().path(self().toString());
    LinuxException.check(Native.sys(Syscall.FCHMODAT, -1, self, mode), "chmod", path);
  }

  /**
   * Lets this program listen on ports below 1024 whoever runs it: gives it the file capability
   * CAP_NET_BIND_SERVICE, permitted and effective, and no other, see capabilities(7).
   */
  public void allowNetBind() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(CAP_SIZE, 4);
      value.set(LITTLE, 0, VFS_CAP_REVISION_2_EFFECTIVE);
      value.set(LITTLE, 4, CAP_NET_BIND_SERVICE);
      long name = arena.allocateFrom("security.capability").address();
      long self = Native.Scratch.ofThread().path(self().toString());
      LinuxException.check(
          Native.sys(Syscall.SETXATTR, self, name, value.address(), CAP_SIZE, 0, 0),
          "setxattr",
          path);
    }
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
