package dev.reeve.daemon.provision;

import dev.reeve.core.spec.ProvisionStep;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.linux.Inode;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One step of provisioning, with its names looked up. */
record Task(ServiceSpec spec, ProvisionStep step, Owners owners) {
  private static final int NEW_FOLDER = 0755;

  /** Deeper is nobody's data, but somebody's trap: each level holds a descriptor. */
  private static final int DEEPEST = 256;

  /** Does it, below the working directory. */
  void run(Inode ground) throws Unprovisionable {
    try {
      Inode here = ground;
      try {
        for (Path name : Path.of(step.path())) {
          if (!name.toString().equals(".")) {
            Inode next = child(here, name.toString());
            close(here, ground);
            here = next;
          }
        }
        apply(here);
      } finally {
        close(here, ground);
      }
    } catch (IOException e) {
      throw Provisioner.unprovisionable(step.path(), e);
    }
  }

  private static void close(Inode inode, Inode ground) {
    if (inode != ground) {
      inode.close();
    }
  }

  /** What is missing on the way is made, as a folder, but a program cannot be made up. */
  private Inode child(Inode here, String name) throws Unprovisionable, LinuxException {
    Optional<Inode> child = here.child(name);
    if (child.isEmpty() && step.netBind()) {
      throw failed("no such file", "check 'provision' of service '" + spec.name() + "'");
    }
    if (child.isEmpty()) {
      here.makeFolder(name, NEW_FOLDER);
      child = here.child(name);
    }
    Inode found = child.orElseThrow(() -> failed("it vanished while it was looked at", ""));
    if (found.status().kind() == Inode.Kind.LINK) {
      found.close();
      throw failed(
          found.path() + " is a symbolic link, and none is followed",
          "name the file it leads to, if that is below 'cwd'");
    }
    return found;
  }

  private void apply(Inode inode) throws Unprovisionable, IOException {
    Inode.Status status = inode.status();
    if (status.kind() == Inode.Kind.OTHER) {
      throw failed("it is neither a file nor a folder", "");
    }
    if (step.netBind() && status.kind() != Inode.Kind.FILE) {
      throw failed("it is a folder; only a program can be given the right to low ports", "");
    }
    checkNames(inode, status);
    // A change of the owner takes special permissions and capabilities away, so it comes first.
    if (step.recursive()) {
      chownAll(inode, 0);
    } else {
      chown(inode, status);
    }
    if (step.mode().isPresent() && inode.status().mode() != step.mode().getAsInt()) {
      inode.chmod(step.mode().getAsInt());
    }
    if (step.netBind()) {
      inode.allowNetBind();
    }
  }

  private void chownAll(Inode inode, int depth) throws Unprovisionable, IOException {
    if (depth > DEEPEST) {
      throw failed("there are more than " + DEEPEST + " folders in each other", "");
    }
    Inode.Status status = inode.status();
    checkNames(inode, status);
    chown(inode, status);
    if (status.kind() != Inode.Kind.FOLDER) {
      return;
    }
    for (String name : inode.names()) {
      Optional<Inode> child = inode.child(name);
      if (child.isEmpty() && name.chars().anyMatch(c -> c == '?' || c == '\ufffd')) {
        throw failed(inode.path() + " has a file whose name is not UTF-8", "rename it");
      }
      if (child.isPresent()) { // else it was deleted in this moment
        try (Inode found = child.get()) {
          if (found.status().kind() != Inode.Kind.LINK) {
            chownAll(found, depth + 1);
          }
        }
      }
    }
  }

  private void chown(Inode inode, Inode.Status status) throws LinuxException {
    boolean same =
        (owners.uid() == Owners.UNCHANGED || owners.uid() == status.uid())
            && (owners.gid() == Owners.UNCHANGED || owners.gid() == status.gid());
    if (!same) {
      inode.chown(owners.uid(), owners.gid());
    }
  }

  /**
   * Whoever may write to a folder may give a file of another user a name in it. Such a file is only
   * changed if it belongs already to whom it is to belong, who could change it himself; and root's
   * never.
   */
  private void checkNames(Inode inode, Inode.Status status) throws Unprovisionable {
    boolean several = status.kind() != Inode.Kind.FOLDER && status.links() > 1;
    if (several && (status.uid() == 0 || status.uid() != owners.meant())) {
      throw failed(
          inode.path()
              + " has "
              + status.links()
              + " names (hard links), so it may be somebody else's file",
          "replace it by a copy: cp FILE FILE.new && mv FILE.new FILE");
    }
  }

  private Unprovisionable failed(String reason, String hint) {
    return new Unprovisionable(step.path(), reason, hint);
  }
}
