package dev.reeve.cli.doctor;

import dev.reeve.api.ApiException;
import dev.reeve.api.Home;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folders of the home: whose they are, what file system they are on, whether it has room. */
final class Places implements Check {
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final long FULL = 16L << 20;
  private static final long SOON = 512L << 20;
  private static final long INODES_FULL = 100;
  private static final long INODES_SOON = 5000;

  /** Where locks, pipes or renames are not what they are on a disk of the machine. */
  private static final List<String> NETWORK =
      List.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "ceph",
          "glusterfs",
          "lustre",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.s3fs",
          "davfs");

  @Override
  public String area() {
    return "home";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("state", ground.home().state());
    places.put("logs", ground.home().logs());
    places.put("run", ground.home().run());
    for (Map.Entry<String, Path> place : places.entrySet()) {
      findings.add(rights(ground, "home." + place.getKey(), place.getValue()));
      Path there = existing(place.getValue());
      FileStore store = Files.getFileStore(there);
      fileSystem(ground, place.getKey(), place.getValue(), store).ifPresent(findings::add);
      room(ground, place.getKey(), there, store).ifPresent(findings::add);
    }
    if (findings.stream().noneMatch(finding -> finding.check().startsWith("disk."))) {
      FileStore store = Files.getFileStore(existing(ground.home().state()));
      findings.add(
          fine(
              "disk.space",
              "there is room: "
                  + mebibytes(store.getUsableSpace())
                  + " MB ("
                  + store.type()
                  + ")"));
    }
    findings.add(socket(ground));
    return findings;
  }

  private Finding rights(Ground ground, String check, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path above = existing(folder);
      return Files.isDirectory(above) && Files.isWritable(above)
          ? fine(check, folder + " is made when it is needed")
          : broken(
              check,
              folder + " is not there and cannot be made in " + above,
              "set REEVE_HOME to a folder you may write to, or " + owns(ground, above));
    }
    if (!Files.isDirectory(folder)) {
      return broken(
          check, folder + " is not a folder", "move it away: mv " + folder + " " + folder + ".old");
    }
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    int mode = (Integer) Files.getAttribute(folder, "unix:mode");
    int caller = ground.caller().uid();
    if (owner != caller && caller != 0) {
      return broken(
          check,
          folder + " belongs to user " + owner + ", not to " + ground.caller().name(),
          owns(ground, folder) + ", or run the command as that user");
    }
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      return broken(
          check,
          "others may write into " + folder + ", and so have a say in what is started",
          "chmod go-w " + folder);
    }
    if (owner != caller) {
      return warning(
          check,
          folder + " belongs to user " + owner + ", and you are root",
          "run the command as that user, or set REEVE_HOME to a folder of root's");
    }
    if (!Files.isWritable(folder)) {
      return broken(
          check,
          folder + " cannot be written",
          "chmod u+rwx " + folder + ", or mount it for writing");
    }
    return fine(check, folder + " is yours");
  }

  private static String owns(Ground ground, Path folder) {
    return "sudo chown " + ground.caller().name() + " " + folder;
  }

  private static Path existing(Path path) {
    Path each = path.toAbsolutePath();
    while (!Files.exists(each) && each.getParent() != null) {
      each = each.getParent();
    }
    return each;
  }

  private Optional<Finding> fileSystem(Ground ground, String place, Path folder, FileStore store)
      throws IOException {
    String check = "disk." + place + ".type";
    if (NETWORK.contains(store.type())) {
      return Optional.of(
          warning(
              check,
              folder
                  + " is on a network file system ("
                  + store.type()
                  + "): locks and pipes may"
                  + " fail there, and so does all when the network does",
              "set REEVE_HOME to a folder on a disk of this machine"));
    }
    if (store.isReadOnly()) {
      return Optional.of(
          broken(
              check,
              folder + " is on a file system that cannot be written",
              ground.asRoot("mount -o remount,rw " + mountOf(store))));
    }
    if (place.equals("state") && List.of("tmpfs", "ramfs").contains(store.type())) {
      return Optional.of(
          warning(
              check,
              folder + " is in memory (" + store.type() + "): services are forgotten at boot",
              "set REEVE_HOME to a folder on a disk"));
    }
    return Optional.empty();
  }

  private static String mountOf(FileStore store) {
    String text = store.toString();
    int blank = text.indexOf(" (");
    return blank < 0 ? text : text.substring(0, blank);
  }

  private Optional<Finding> room(Ground ground, String place, Path folder, FileStore store)
      throws IOException {
    long free = store.getUsableSpace();
    if (free < SOON) {
      String text = "only " + mebibytes(free) + " MB are free for " + folder;
      String advice =
          "make room: reeve flush all clears logs, du -xh "
              + mountOf(store)
              + " | sort -h shows what is large";
      String check = "disk." + place + ".space";
      return Optional.of(free < FULL ? broken(check, text, advice) : warning(check, text, advice));
    }
    long left = inodes(ground, folder);
    if (left >= 0 && left < INODES_SOON) {
      String text = "only " + left + " files more can be made in " + folder + " (inodes)";
      String advice =
          "remove small files from " + mountOf(store) + "; df -i shows how many there are";
      String check = "disk." + place + ".inodes";
      return Optional.of(
          left < INODES_FULL ? broken(check, text, advice) : warning(check, text, advice));
    }
    return Optional.empty();
  }

  /** Free ones; -1 where the file system has none to count, such as btrfs. */
  private static long inodes(Ground ground, Path folder) {
    try {
      String[] words =
          ground
              .tools()
              .run("stat", "-f", "-c", "%c %d", folder.toString())
              .output()
              .strip()
              .split(" ", -1);
      return words.length == 2 && Ground.number(words[0], 0) > 0 ? Ground.number(words[1], -1) : -1;
    } catch (ApiException e) {
      return -1;
    }
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }

  private Finding socket(Ground ground) {
    Path socket = ground.home().socket();
    int length = ground.home().socketLength();
    return length > Home.LONGEST_SOCKET
        ? broken(
            "home.socket",
            "the path of the socket is "
                + length
                + " bytes long, the kernel allows "
                + Home.LONGEST_SOCKET
                + ": "
                + socket,
            "set REEVE_HOME to a shorter path")
        : fine("home.socket", "the daemon's socket is " + socket);
  }
}
