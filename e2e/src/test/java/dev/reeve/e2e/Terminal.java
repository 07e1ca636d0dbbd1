package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A terminal with a shell in which 'reeve' is the program that is tested; see tmux(1). */
final class Terminal implements AutoCloseable {
  private final Reeve reeve;
  private int commands;

  /** Skips the test, with the reason, where there is no tmux. */
  Terminal(Reeve reeve, int columns, int rows) {
    assumeTrue(installed(), "needs tmux");
    this.reeve = reeve;
    tmux("new-session", "-d", "-x", "" + columns, "-y", "" + rows, "sh");
  }

  private static boolean installed() {
    try {
      return new ProcessBuilder("tmux", "-V")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Types a command on an empty screen. */
  void type(String command) {
    commands++;
    // On a line of its own also after ^C.
    keys("clear; " + command + "; printf '\\n%s %s\\n' ended-" + commands + " $?", "Enter");
  }

  /** Keys by their names in tmux, such as {@code C-c}. */
  void keys(String... keys) {
    List<String> words = new ArrayList<>(List.of("send-keys", "--"));
    words.addAll(List.of(keys));
    tmux(words.toArray(String[]::new));
  }

  /** Waits until the screen has a line like this. */
  void awaitLine(String regex) {
    Until.isTrue("a line like " + regex, () -> screen().stream().anyMatch(l -> l.matches(regex)));
  }

  /** The exit code of what was typed last, as soon as it has ended. */
  int exit() {
    String ended = "ended-" + commands + " ";
    awaitLine(ended + "\\d+");
    return screen().stream()
        .filter(line -> line.startsWith(ended))
        .map(line -> Integer.parseInt(line.substring(ended.length())))
        .findFirst()
        .orElseThrow();
  }

  /** The lines as one sees them, without what follows the command. */
  List<String> screen() {
    return tmux("capture-pane", "-p").lines().toList();
  }

  /** Every line fits; what is painted again between two looks is looked at again. */
  void awaitNoLineWrapped() {
    Until.holds(() -> assertThat(written(unwrapped())).isEqualTo(written(screen())));
  }

  private static List<String> written(List<String> lines) {
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }

  /** The screen with lines that did not fit put together again. */
  private List<String> unwrapped() {
    return tmux("capture-pane", "-p", "-J").lines().map(String::stripTrailing).toList();
  }

  /** The same with escape sequences for colours and attributes. */
  String coloured() {
    return tmux("capture-pane", "-p", "-e");
  }

  /** The terminal gets another size. */
  void resize(int columns, int rows) {
    tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
  }

  /** What stty(1) says of it: how keys are taken. */
  String settings() {
    String device = tmux("display-message", "-p", "#{pane_tty}").strip();
    return run(reeve.builder(List.of()).command("stty", "-a", "-F", device));
  }

  boolean showsCursor() {
    return tmux("display-message", "-p", "#{cursor_flag}").strip().equals("1");
  }

  private String tmux(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of("tmux", "-u", "-S", reeve.folder().resolve("tmux") + "", "-f", "/dev/null"));
    command.addAll(List.of(words));
    ProcessBuilder builder = reeve.builder(List.of()).command(command).redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.put("PATH", Reeve.PRODUCT.resolve("bin") + ":" + variables.get("PATH"));
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("PS1", "$ ");
    variables.remove("TMUX");
    return run(builder);
  }

  private static String run(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(builder.command() + " says " + said);
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    tmux("kill-server");
  }
}
