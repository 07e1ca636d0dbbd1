package dev.reeve.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.config.Followed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files; what is to be done with them is only noted. */
class AutoReloadTest {
  @TempDir Path folder;

  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private volatile Reloads.Wish wish = new Reloads.Wish.Same();
  private Path file;
  private AutoReload reload;

  @BeforeEach
  void open() throws IOException {
    file = Files.createDirectory(folder.resolve("conf")).resolve("reeve.yaml");
    Files.writeString(file, "1");
    wish = files("conf/reeve.yaml");
    reload =
        new AutoReload(
            new Reloads() {
              @Override
              public boolean mayFollow(String source) {
                return !source.endsWith("none.yaml");
              }

              @Override
              public Wish look(String source) {
                told.add("look");
                return wish;
              }

              @Override
              public Wish reload(String source, Change change) {
                told.add("reload " + change.files());
                return wish;
              }

              @Override
              public void trouble(String message) {
                told.add(message);
              }
            });
  }

  @AfterEach
  void close() {
    reload.close();
  }

  private Reloads.Wish files(String... patterns) {
    return new Reloads.Wish.Files(List.of(new Followed(folder, List.of(patterns))));
  }

  /** Once more, as the second look comes when the first one has had its effect. */
  private void follow() {
    for (int i = 0; i < 2; i++) {
      reload.consider(List.of(file.toString()));
      expect("look");
    }
  }

  private void expect(String... lines) {
    await().untilAsserted(() -> assertThat(told).containsExactly(lines));
    told.clear();
  }

  @Test
  void aChangeIsToldOnceHoweverItIsWritten() throws IOException {
    follow();
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, "2");
    }
    Files.writeString(folder.resolve("conf/other"), "");
    expect("reload conf/reeve.yaml");
    Path beside = Files.writeString(folder.resolve("conf/new"), "3");
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    expect("reload conf/reeve.yaml");
  }

  @Test
  void newFilesAreFollowedAndLookedAtOnceMore() throws IOException {
    follow();
    wish = files("conf/reeve.yaml", "conf/more");
    Files.writeString(file, "2");
    expect("reload conf/reeve.yaml", "reload conf/reeve.yaml");
    Files.writeString(folder.resolve("conf/more"), "");
    expect("reload conf/more");
  }

  @Test
  void whatHasChangedBeforeItWasFollowedIsApplied() {
    wish = new Reloads.Wish.Files(List.of(new Followed(folder, List.of("conf/reeve.yaml"))), true);
    reload.consider(List.of(file.toString()));
    await().until(() -> told.contains("look"));
    wish = files("conf/reeve.yaml");
    expect("look", "reload while it was not followed");
  }

  @Test
  void whatIsBrokenIsFollowedAsBefore() throws IOException {
    follow();
    wish = new Reloads.Wish.Same();
    Files.writeString(file, "broken");
    expect("reload conf/reeve.yaml");
    Files.writeString(file, "mended");
    expect("reload conf/reeve.yaml");
  }

  @Test
  void whatIsNotWantedAnyMoreIsLeftAlone() throws IOException {
    reload.consider(List.of(folder.resolve("none.yaml").toString()));
    follow();
    wish = new Reloads.Wish.None();
    Files.writeString(file, "2");
    expect("reload conf/reeve.yaml");
    Files.writeString(file, "3");
    wish = files("conf/reeve.yaml");
    follow();
    Files.writeString(file, "4");
    expect("reload conf/reeve.yaml");
  }
}
