package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.linux.Inotify.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyTest {
  private static final int ALL =
      Inotify.CREATE
          | Inotify.CLOSE_WRITE
          | Inotify.DELETE
          | Inotify.MOVED_FROM
          | Inotify.MOVED_TO
          | Inotify.DELETE_SELF;

  @TempDir Path directory;

  @Test
  void whatHappensInAFolderIsToldInOrder() throws IOException {
    try (Inotify inotify = new Inotify()) {
      int watch = inotify.add(directory, ALL);
      assertThat(inotify.read(event -> {})).isFalse();
      Path file = Files.writeString(directory.resolve("Grüße 世界"), "x");
      Files.delete(file);
      Files.createDirectory(directory.resolve("sub"));
      Run.awaitReadable(inotify.fd());
      assertThat(read(inotify))
          .containsExactly(
              new Event.Change(watch, Inotify.CREATE, 0, "Grüße 世界"),
              new Event.Change(watch, Inotify.CLOSE_WRITE, 0, "Grüße 世界"),
              new Event.Change(watch, Inotify.DELETE, 0, "Grüße 世界"),
              new Event.Change(watch, Inotify.CREATE | Inotify.ISDIR, 0, "sub"));
      assertThat(inotify.read(event -> {})).isFalse();
    }
  }

  @Test
  void bothHalvesOfARenameHaveTheSameCookie() throws IOException {
    Path from = Files.createFile(directory.resolve("from"));
    try (Inotify inotify = new Inotify()) {
      inotify.add(directory, ALL);
      Files.move(from, directory.resolve("to"));
      List<Event> events = read(inotify);
      assertThat(events).hasSize(2);
      if (events.get(0) instanceof Event.Change first
          && events.get(1) instanceof Event.Change second) {
        assertThat(first.mask()).isEqualTo(Inotify.MOVED_FROM);
        assertThat(first.name()).isEqualTo("from");
        assertThat(second.mask()).isEqualTo(Inotify.MOVED_TO);
        assertThat(second.name()).isEqualTo("to");
        assertThat(first.cookie()).isNotZero().isEqualTo(second.cookie());
      }
    }
  }

  @Test
  void aWatchThatIsRemovedOrWhoseFolderIsGoneEnds() throws IOException {
    Path sub = Files.createDirectory(directory.resolve("sub"));
    try (Inotify inotify = new Inotify()) {
      int first = inotify.add(directory, ALL);
      assertThat(inotify.add(directory, ALL)).as("the same folder").isEqualTo(first);
      inotify.remove(first);
      inotify.remove(first);
      Files.createFile(directory.resolve("unseen"));
      int second = inotify.add(sub, ALL);
      Files.delete(sub);
      assertThat(read(inotify))
          .containsExactly(
              new Event.Change(first, Inotify.IGNORED, 0, ""),
              new Event.Change(second, Inotify.DELETE_SELF, 0, ""),
              new Event.Change(second, Inotify.IGNORED, 0, ""));
      inotify.remove(second);
    }
  }

  @Test
  void onlyAFolderIsWatchedWhenAsked() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (Inotify inotify = new Inotify()) {
      int mask = ALL | Inotify.ONLYDIR | Inotify.DONT_FOLLOW;
      assertThatThrownBy(() -> inotify.add(file, mask))
          .hasMessage("inotify_add_watch(" + file + "): Not a directory (ENOTDIR)");
      assertThatThrownBy(() -> inotify.add(link, mask)).hasMessageEndingWith("(ENOTDIR)");
      Path missing = directory.resolve("missing");
      assertThatThrownBy(() -> inotify.add(missing, mask))
          .hasMessage("inotify_add_watch(" + missing + "): No such file or directory (ENOENT)");
    }
  }

  @Test
  void lostEventsAreReportedAsSuch() throws IOException {
    int most = number("max_queued_events");
    assumeThat(most).as("max_queued_events").isLessThan(100_000);
    Path file = directory.resolve("file");
    try (Inotify inotify = new Inotify()) {
      int watch = inotify.add(directory, Inotify.CREATE | Inotify.DELETE);
      // Equal events that follow each other are merged, these alternate.
      for (int i = 0; i <= most / 2; i++) {
        Files.createFile(file);
        Files.delete(file);
      }
      List<Event> events = read(inotify);
      assertThat(events).hasSize(most + 1).last().isEqualTo(new Event.Overflow());
      assertThat(events).first().isEqualTo(new Event.Change(watch, Inotify.CREATE, 0, "file"));
    }
  }

  @Test
  void theLimitOfWatchesIsNamed() throws Exception {
    // The limit is the machine's; a user namespace has one of its own that can be set freely.
    Path unshare = Path.of("/usr/bin/unshare");
    assumeThat(unshare).exists();
    List<String> command = TestJvm.command(Greedy.class, directory.toString());
    command.addAll(
        0,
        List.of(
            unshare.toString(),
            "--user",
            "--map-root-user",
            "/bin/sh",
            "-c",
            "echo 3 > /proc/sys/user/max_inotify_watches && exec \"$@\"",
            "sh"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeThat(output).doesNotContain("unshare failed", "Permission denied", "Read-only");
    assertThat(code).as(output).isZero();
    assertThat(output.strip())
        .isEqualTo(
            "3 inotify_add_watch("
                + directory.resolve("3")
                + "): the limit of watches is reached, /proc/sys/fs/inotify/max_user_watches is "
                + number("max_user_watches")
                + " (ENOSPC)");
  }

  /** Watches until it is refused. */
  static final class Greedy {
    public static void main(String[] arguments) throws IOException {
      int count = 0;
      try (Inotify inotify = new Inotify()) {
        while (count < 10) {
          Path folder = Path.of(arguments[0], Integer.toString(count));
          inotify.add(Files.createDirectory(folder), ALL);
          count++;
        }
      } catch (LinuxException e) {
        System.out.println(count + " " + e.getMessage());
      }
    }
  }

  private static int number(String limit) throws IOException {
    return Integer.parseInt(
        Objects.requireNonNull(ProcFile.read("/proc/sys/fs/inotify/" + limit)).text().strip());
  }

  private static List<Event> read(Inotify inotify) throws IOException {
    List<Event> events = new ArrayList<>();
    while (inotify.read(events::add)) {}
    return events;
  }
}
