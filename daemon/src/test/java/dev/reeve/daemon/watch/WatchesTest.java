package dev.reeve.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.linux.Epoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files; the kernel has queued an event before the call that caused it returns. */
class WatchesTest {
  @TempDir Path base;

  private final List<String> told = new ArrayList<>();
  private Watches watches;

  @BeforeEach
  void open() throws IOException {
    watches = watches(Watches.Limits.DEFAULT);
  }

  @AfterEach
  void close() {
    watches.close();
  }

  private Watches watches(Watches.Limits limits) throws IOException {
    return new Watches(
        new Watches.Listener() {
          @Override
          public void changed(String key, Changes changes) {
            told.add(key + ": " + changes.text());
          }

          @Override
          public void trouble(String key, String message) {
            told.add(key + "! " + message);
          }
        },
        limits);
  }

  /** What was told since the last time. */
  private List<String> told() throws IOException {
    watches.ready();
    List<String> now = List.copyOf(told);
    told.clear();
    return now;
  }

  private void watch(String... patterns) throws IOException {
    watches.watch("api", base, Patterns.compile(List.of(patterns), List.of()));
  }

  @Test
  void aFileIsToldOfOnceWhenItIsMadeWrittenOrDeleted() throws IOException {
    Path file = base.resolve("app.js");
    watch("*.js");
    assertThat(told()).isEmpty();
    Files.createFile(file);
    assertThat(told()).containsExactly("api: app.js");
    Files.writeString(file, "x");
    assertThat(told()).containsExactly("api: app.js");
    Files.delete(file);
    assertThat(told()).containsExactly("api: app.js");
    assertThat(told()).isEmpty();
  }

  @Test
  void aFileThatIsWrittenInStepsIsToldOfWhenItsWriterIsDone() throws IOException {
    watch("*.js");
    try (var out = Files.newOutputStream(base.resolve("app.js"))) {
      for (int i = 0; i < 3; i++) {
        out.write(i);
        assertThat(told()).isEmpty();
      }
    }
    assertThat(told()).containsExactly("api: app.js");
  }

  @Test
  void whatAnEditorDoesToSaveAFileIsOneChange() throws IOException {
    Path file = Files.writeString(base.resolve("app.js"), "old");
    watch("*");
    // vim: a probe, a swap file, the old file aside, a new one in its place.
    Files.createFile(base.resolve(".app.js.swp"));
    Files.createFile(base.resolve("4913"));
    Files.delete(base.resolve("4913"));
    Files.move(file, base.resolve("app.js~"));
    Files.writeString(file, "new");
    Files.delete(base.resolve("app.js~"));
    Files.delete(base.resolve(".app.js.swp"));
    assertThat(told()).containsExactly("api: app.js");
  }

  @Test
  void aFileThatIsRenamedIntoPlaceIsOneChange() throws IOException {
    Path file = Files.writeString(base.resolve("app.js"), "old");
    watch("*.js");
    Path temporary = Files.writeString(base.resolve(".app.js.Xa81"), "new");
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(told()).containsExactly("api: app.js");
  }

  @Test
  void linksAndToolsThatTouchAreSeen() throws Exception {
    Path file = Files.writeString(base.resolve("app.js"), "x");
    watch("*.js");
    assertThat(new ProcessBuilder("touch", file.toString()).start().waitFor()).isZero();
    assertThat(told()).containsExactly("api: app.js");
    Files.createLink(base.resolve("hard.js"), file);
    Files.createSymbolicLink(base.resolve("soft.js"), file);
    assertThat(told()).containsExactly("api: hard.js, soft.js");
  }

  @Test
  void readingAndAttributesAreNoChange() throws IOException {
    Path file = Files.writeString(base.resolve("app.js"), "x");
    watch("**");
    assertThat(Files.readString(file)).isEqualTo("x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    try (Stream<Path> files = Files.walk(base)) {
      assertThat(files).hasSize(2);
    }
    Files.createDirectory(base.resolve("empty"));
    Files.delete(base.resolve("empty"));
    assertThat(told()).isEmpty();
  }

  @Test
  void newFoldersAreWatchedAndWhatIsInThemAlreadyIsSeen() throws IOException {
    watch("*.js");
    Files.createDirectories(base.resolve("a/b/c"));
    Files.writeString(base.resolve("a/b/c/early.js"), "x");
    assertThat(told()).containsExactly("api: a/b/c/early.js");
    assertThat(watches.folders()).isEqualTo(4);
    Files.writeString(base.resolve("a/b/c/late.js"), "x");
    Files.writeString(base.resolve("a/other.txt"), "x");
    assertThat(told()).containsExactly("api: a/b/c/late.js");
  }

  @Test
  void aFolderThatIsDeletedAndMadeAgainIsWatchedAgain() throws IOException {
    Path sub = Files.createDirectory(base.resolve("sub"));
    watch("*.js");
    for (int i = 0; i < 3; i++) {
      Files.delete(sub);
      Files.createDirectory(sub);
      Files.writeString(sub.resolve("x.js"), "x");
      Files.delete(sub.resolve("x.js"));
    }
    told();
    assertThat(watches.folders()).isEqualTo(2);
    Files.writeString(sub.resolve("app.js"), "x");
    assertThat(told()).containsExactly("api: sub/app.js");
  }

  @Test
  void foldersThatAreMovedTakeTheirFilesAlong(@TempDir Path elsewhere) throws IOException {
    Files.createDirectories(base.resolve("old/deep"));
    Files.createDirectory(base.resolve("plain"));
    Files.writeString(base.resolve("old/deep/app.js"), "x");
    watch("*.js");
    Files.move(base.resolve("plain"), elsewhere.resolve("plain"));
    assertThat(told()).isEmpty();
    Files.move(base.resolve("old"), base.resolve("new"));
    assertThat(told()).containsExactly("api: old, new/deep/app.js");
    Files.move(base.resolve("new"), elsewhere.resolve("new"));
    assertThat(told()).containsExactly("api: new");
    assertThat(watches.folders()).isEqualTo(1);
    Files.writeString(elsewhere.resolve("new/deep/app.js"), "y");
    assertThat(told()).isEmpty();
    Files.move(elsewhere.resolve("new"), base.resolve("back"));
    assertThat(told()).containsExactly("api: back/deep/app.js");
  }

  @Test
  void aBaseFolderThatIsMissingIsWaitedFor() throws IOException {
    Path app = base.resolve("x/y/app");
    watches.watch("api", app, Patterns.compile(List.of("*.js"), List.of()));
    assertThat(told()).isEmpty();
    Files.createDirectory(base.resolve("x"));
    assertThat(told()).isEmpty();
    Files.createDirectories(app);
    Files.writeString(app.resolve("a.js"), "x");
    assertThat(told()).containsExactly("api: a.js");
    Files.delete(app.resolve("a.js"));
    Files.delete(app);
    assertThat(told()).containsExactly("api: a.js");
    Files.delete(base.resolve("x/y"));
    Files.createDirectories(app);
    assertThat(told()).isEmpty();
    Files.writeString(app.resolve("b.js"), "x");
    assertThat(told()).containsExactly("api: b.js");
    Files.move(app, base.resolve("away"));
    assertThat(told()).containsExactly("api: .");
    Files.writeString(base.resolve("away/b.js"), "y");
    assertThat(told()).isEmpty();
    Files.move(base.resolve("away"), app);
    assertThat(told()).containsExactly("api: b.js");
    assertThat(watches.folders()).isEqualTo(1);
  }

  @Test
  void symbolicLinksAreNotFollowedButForTheBaseFolder(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(base.resolve("link"), elsewhere);
    Files.createSymbolicLink(base.resolve("loop"), base);
    watch("*.js");
    assertThat(watches.folders()).isEqualTo(1);
    Files.writeString(elsewhere.resolve("app.js"), "x");
    assertThat(told()).isEmpty();
    watches.watch("api", base.resolve("link"), Patterns.compile(List.of("*.js"), List.of()));
    Files.writeString(elsewhere.resolve("app.js"), "x");
    assertThat(told()).containsExactly("api: app.js");
  }

  @Test
  void ignoredFoldersCostNoWatch() throws IOException {
    Files.createDirectories(base.resolve("node_modules/a/b/c"));
    Files.createDirectories(base.resolve("src"));
    Files.createDirectories(base.resolve("docs/deep"));
    watch("src/**");
    assertThat(watches.folders()).isEqualTo(2);
    watch("*.js");
    assertThat(watches.folders()).isEqualTo(4);
    Files.createDirectories(base.resolve("src/node_modules/x"));
    Files.writeString(base.resolve("src/node_modules/x/a.js"), "x");
    assertThat(told()).isEmpty();
    assertThat(watches.folders()).isEqualTo(4);
  }

  @Test
  void aThousandFilesAtOnceAreOneReport() throws IOException {
    watch("*.js");
    for (int i = 0; i < 1000; i++) {
      Files.writeString(base.resolve(i + ".js"), "x");
    }
    assertThat(told())
        .containsExactly(
            "api: 0.js, 1.js, 2.js, 3.js, 4.js, 5.js, 6.js, 7.js, 8.js, 9.js and more");
  }

  @Test
  void moreThanTheKernelKeepsIsStillAChange() throws IOException {
    Files.createDirectory(base.resolve("noise"));
    watch("*.js");
    // max_queued_events is 16,384 unless someone changed it.
    Path file = base.resolve("noise/x");
    for (int i = 0; i < 9000; i++) {
      Files.createFile(file);
      Files.delete(file);
    }
    Files.createDirectory(base.resolve("late"));
    Files.writeString(base.resolve("late/app.js"), "x");
    assertThat(told())
        .containsExactly("api: something (more changed at once than the kernel reports)");
    Files.writeString(base.resolve("late/app.js"), "y");
    assertThat(told()).containsExactly("api: late/app.js");
    assertThat(watches.folders()).isEqualTo(3);
  }

  @Test
  void aDeepTreeIsWatchedToItsBottom() throws IOException {
    Path deep = base;
    for (int i = 0; i < 64; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    watch("*.js");
    Files.writeString(deep.resolve("app.js"), "x");
    assertThat(told()).containsExactly("api: " + "d/".repeat(64) + "app.js");
    Files.createDirectory(deep.resolve("e"));
    assertThat(told())
        .containsExactly(
            "api! cannot watch "
                + base
                + ": folders in it are nested more than 64 deep: "
                + "d/".repeat(64)
                + "e");
  }

  @Test
  void tooManyFoldersAreRefusedAtFirstAndReportedLater() throws IOException {
    watches.close();
    watches = watches(new Watches.Limits(3, 64));
    String message =
        "cannot watch "
            + base
            + ": it has more than 3 folders; watch fewer with 'paths' or leave some out with"
            + " 'ignore'";
    Files.createDirectories(base.resolve("a/b"));
    watch("*.js");
    Files.createDirectories(base.resolve("c/d"));
    assertThat(told()).containsExactly("api! " + message);
    Files.createDirectories(base.resolve("e"));
    Files.writeString(base.resolve("a/b/app.js"), "x");
    assertThat(told()).containsExactly("api: a/b/app.js");
    assertThatThrownBy(() -> watch("*.js")).isInstanceOf(IOException.class).hasMessage(message);
    assertThat(watches.folders()).as("nothing is left of it").isZero();
    watch("a/*");
    assertThat(watches.folders()).isEqualTo(2);
  }

  @Test
  void aBaseThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(base.resolve("file"));
    assertThatThrownBy(() -> watches.watch("api", file, Patterns.compile(List.of("*"), List.of())))
        .hasMessage(
            "cannot watch "
                + file
                + ": inotify_add_watch("
                + file
                + "): Not a directory (ENOTDIR)");
    assertThat(watches.folders()).isZero();
  }

  @Test
  void aBaseThatBecomesAFileAndAFolderAgainIsWatchedAgain() throws IOException {
    Path app = Files.createDirectory(base.resolve("app"));
    watches.watch("api", app, Patterns.compile(List.of("*.js"), List.of()));
    Files.delete(app);
    Files.createFile(app);
    assertThat(told())
        .containsExactly(
            "api! cannot watch "
                + app
                + ": inotify_add_watch("
                + app
                + "): Not a directory (ENOTDIR)");
    Files.delete(app);
    Files.createDirectory(app);
    Files.writeString(app.resolve("a.js"), "x");
    assertThat(told()).containsExactly("api: a.js");
    Path below = Files.createFile(base.resolve("file")).resolve("x");
    watches.watch("api", below, Patterns.compile(List.of("*.js"), List.of()));
    Files.delete(base.resolve("file"));
    Files.createDirectories(below);
    Files.writeString(below.resolve("b.js"), "x");
    assertThat(told()).containsExactly("api: b.js");
  }

  @Test
  void servicesShareFoldersAndEachIsToldOfItsOwnFiles() throws IOException {
    Path sub = Files.createDirectory(base.resolve("sub"));
    watch("*.js");
    watches.watch("web", base, Patterns.compile(List.of("*.css", "*.js"), List.of()));
    watches.watch("sub", sub, Patterns.compile(List.of("*.css"), List.of()));
    assertThat(watches.folders()).isEqualTo(2);
    Files.writeString(sub.resolve("a.js"), "x");
    Files.writeString(sub.resolve("a.css"), "x");
    assertThat(told())
        .containsExactlyInAnyOrder("api: sub/a.js", "web: sub/a.js, sub/a.css", "sub: a.css");
    watches.unwatch("web");
    watches.unwatch("unknown");
    Files.writeString(sub.resolve("a.js"), "y");
    Files.writeString(sub.resolve("a.css"), "y");
    assertThat(told()).containsExactlyInAnyOrder("api: sub/a.js", "sub: a.css");
    watches.unwatch("api");
    assertThat(watches.folders()).isEqualTo(1);
    watches.unwatch("sub");
    assertThat(watches.folders()).isZero();
    Files.writeString(sub.resolve("a.js"), "z");
    assertThat(told()).isEmpty();
  }

  @Test
  void theDescriptorIsReadyWhenSomethingChanged() throws IOException {
    watch("*.js");
    try (var epoll = new Epoll()) {
      epoll.add(watches.fd(), Epoll.IN, 1);
      assertThat(epoll.await(0, (token, events) -> {})).isZero();
      Files.createFile(base.resolve("app.js"));
      assertThat(epoll.await(20_000, (token, events) -> {})).isOne();
      assertThat(told()).containsExactly("api: app.js");
      assertThat(epoll.await(0, (token, events) -> {})).isZero();
    }
  }
}
