package dev.reeve.cli.doctor;

import dev.reeve.api.Home;
import dev.reeve.cli.boot.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What is looked at, and by whom.
 *
 * @param root of the file system
 * @param home that of the daemon in question
 * @param environment of the caller
 * @param install where this program is installed
 * @param caller who asks
 * @param screen whether a person looks at the output
 * @param now what the clock says
 * @param tools programs of the machine
 * @param daemon what answers at the socket of the home
 */
public record Ground(
    Path root,
    Home home,
    Map<String, String> environment,
    Path install,
    Caller caller,
    boolean screen,
    Instant now,
    Tools tools,
    Attendance daemon) {
  private static final int MOST = 1 << 20;

  /** A user of the machine. */
  public record Caller(int uid, String name) {
    /** Whether that is root. */
    public boolean isRoot() {
      return uid == 0;
    }
  }

  /** A variable of the environment; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** A file of {@code /proc} or {@code /sys} without blanks around it. */
  String text(String file) throws IOException {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8).strip();
    }
  }

  /** The same; empty where it is not there or may not be read. */
  String textOrNothing(String file) {
    try {
      return text(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** A file that holds a number; -1 where it does not. */
  long number(String file) {
    return number(textOrNothing(file), -1);
  }

  static long number(String text, long otherwise) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  /** The folder in {@code /proc} of the daemon, or of this program where none answers. */
  String processFolder() {
    return daemon instanceof Attendance.There there ? "proc/" + there.status().pid() : "proc/self";
  }

  /** Where the user of the home would do something as root. */
  String asRoot(String command) {
    return caller.isRoot() ? command : "sudo " + command;
  }
}
