package dev.reeve.daemon;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;

/** Folders of the daemon, and who may pass them. */
final class OwnFolder {
  private OwnFolder() {}

  /** Only for its owner; one that exists is left as it is. */
  static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e; // another daemon that begins in this moment would have made a folder
        }
      }
    }
  }

  /** Others may reach what they know the name of; rights that somebody has given stay. */
  static void letThrough(Path folder) throws IOException {
    var rights = new HashSet<>(Files.getPosixFilePermissions(folder));
    rights.add(PosixFilePermission.GROUP_EXECUTE);
    rights.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(folder, rights);
  }
}
