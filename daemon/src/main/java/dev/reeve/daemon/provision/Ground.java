package dev.reeve.daemon.provision;

import dev.reeve.linux.Inode;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the working directory of a service, one name after the other from the root on. A symbolic
 * link counts only while nobody but root and the user of the daemon can have made it: behind a
 * folder that others may write to, whoever makes links would choose what root changes.
 */
final class Ground {
  private static final int WRITABLE_BY_OTHERS = 022;

  /** As the kernel has it, see path_resolution(7). */
  private static final int MOST_LINKS = 40;

  private final int self = Users.effectiveUid();
  private final Path directory;
  private int links;

  private Ground(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens it.
   *
   * @param directory absolute and normal
   */
  static Inode open(Path directory) throws Unprovisionable, IOException {
    return new Ground(directory).walk();
  }

  private Inode walk() throws Unprovisionable, IOException {
    Deque<String> names = names(directory);
    boolean trusted = true;
    boolean found = false;
    Inode here = Inode.root();
    try {
      while (!names.isEmpty()) {
        String name = names.removeFirst();
        trusted &= isControlled(here.status());
        Inode next = child(here, name);
        if (next.status().kind() == Inode.Kind.LINK) {
          next.close();
          names = behind(here, name, names, trusted);
          next = Inode.root();
          trusted = true;
        }
        here.close();
        here = next;
      }
      found = true;
      return here;
    } finally {
      if (!found) {
        here.close();
      }
    }
  }

  private static Deque<String> names(Path path) {
    Deque<String> names = new ArrayDeque<>();
    path.forEach(name -> names.add(name.toString()));
    return names;
  }

  private boolean isControlled(Inode.Status folder) {
    return (folder.uid() == 0 || folder.uid() == self) && (folder.mode() & WRITABLE_BY_OTHERS) == 0;
  }

  private Inode child(Inode here, String name) throws Unprovisionable, LinuxException {
    Optional<Inode> child = here.child(name);
    if (child.isEmpty()) {
      throw new Unprovisionable(directory.toString(), "no such directory", "check 'cwd'");
    }
    return child.get();
  }

  /** The names from the root on, with a link replaced by what it means. */
  private Deque<String> behind(Inode here, String name, Deque<String> rest, boolean trusted)
      throws Unprovisionable, IOException {
    Path link = here.path().resolve(name);
    if (!trusted) {
      throw new Unprovisionable(
          directory.toString(),
          link + " is a symbolic link that others than root can have made",
          "write the real folder as 'cwd'");
    }
    links++;
    if (links > MOST_LINKS) {
      throw new Unprovisionable(directory.toString(), "too many symbolic links", "check 'cwd'");
    }
    Path target = Files.readSymbolicLink(here.self().resolve(name));
    // The path so far has no links in it, so that ".." may be taken away in the text.
    Deque<String> names = names(here.path().resolve(target).normalize());
    names.addAll(rest);
    return names;
  }
}
