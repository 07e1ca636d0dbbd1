package dev.reeve.daemon.provision;

import dev.reeve.core.spec.ProvisionStep;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.linux.Errno;
import dev.reeve.linux.Inode;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the files of a service as they are declared, once, before its first start. A marker in the
 * working directory says that it was done; it is written only when everything was.
 *
 * <p>Root changes files here in folders that belong to others. So no symbolic link is followed,
 * everything is done to a file that is held open, and a file with a second name (hard link), which
 * may be anybody's, is left alone.
 */
public final class Provisioner {
  /** The name and the content of the marker are those of processmaster. */
  public static final String MARKER = ".pm_provisioned";

  private final Map<Path, ReentrantLock> working = new ConcurrentHashMap<>();

  /**
   * Provisions a service unless that was done before. From any thread; several for one directory
   * wait for each other.
   *
   * @throws Unprovisionable if it cannot be done; what was done before that stays, and all of it is
   *     tried again the next time
   */
  public void provision(ServiceSpec spec) throws Unprovisionable, InterruptedException {
    ReentrantLock lock = working.computeIfAbsent(spec.directory(), any -> new ReentrantLock());
    lock.lockInterruptibly();
    try (Inode ground = Ground.open(spec.directory())) {
      if (isMarked(ground)) {
        return;
      }
      List<Task> tasks = new ArrayList<>();
      for (ProvisionStep step : spec.provision()) {
        // All names are looked up before anything is changed.
        tasks.add(new Task(spec, step, Owners.of(spec, step)));
      }
      for (Task task : tasks) {
        task.run(ground);
      }
      mark(ground);
    } catch (IOException e) {
      throw unprovisionable(spec.directory().toString(), e);
    } finally {
      lock.unlock();
    }
  }

  private static boolean isMarked(Inode ground) throws LinuxException {
    var marker = ground.child(MARKER);
    marker.ifPresent(Inode::close);
    return marker.isPresent();
  }

  private static void mark(Inode ground) throws Unprovisionable {
    try {
      Files.write(
          ground.self().resolve(MARKER),
          ("provisioned_at_ms=" + System.currentTimeMillis() + "\n")
              .getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unprovisionable(ground.path().resolve(MARKER).toString(), e);
    }
  }

  static Unprovisionable unprovisionable(String path, IOException e) {
    if (e instanceof LinuxException refused
        && (refused.is(Errno.EPERM) || refused.is(Errno.EACCES))) {
      boolean root = Users.effectiveUid() == 0;
      return new Unprovisionable(
          path,
          String.valueOf(e.getMessage()),
          root
              ? "the kernel refuses it even to root: a read-only or network file system, or a"
                  + " container without that right"
              : "it needs root: run the daemon as root, or do it once by hand and make the file "
                  + MARKER
                  + " in 'cwd'");
    }
    return new Unprovisionable(
        path,
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : String.valueOf(e.getMessage()),
        "");
  }
}
