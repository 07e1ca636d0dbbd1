package dev.reeve.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Runs commands in a home and a directory of their own, as a shell would. */
final class Shell {
  /** What came out of a command. */
  record Ran(int exit, String out, String err, boolean endless) {
    List<String> lines() {
      return out.lines().toList();
    }

    /** The output with escapes that can be read. */
    String visible() {
      return out.replace("\033", "␛");
    }
  }

  final Path home;
  final Path directory;
  final Path install;

  /** What the last command wants to be done when it is interrupted. */
  final List<Runnable> interrupted = new CopyOnWriteArrayList<>();

  /** What takes the signals that come while a command runs. */
  final List<IntConsumer> signals = new CopyOnWriteArrayList<>();

  /** What wants to hear of another size of the screen. */
  final List<Runnable> resized = new CopyOnWriteArrayList<>();

  private final PipedOutputStream typed = new PipedOutputStream();
  private InputStream keys = InputStream.nullInputStream();

  final Map<String, String> environment = new HashMap<>();
  private boolean screen;
  private int columns = 80;
  private int rows = 24;

  Shell(Path folder) throws IOException {
    home = Files.createDirectories(folder.resolve("h"));
    directory = Files.createDirectories(folder.resolve("work"));
    install = folder.resolve("install");
    environment.put("REEVE_HOME", home.toString());
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("TERM", "xterm-256color");
    environment.put("TZ", "UTC");
  }

  Path socket() {
    return home.resolve("run/reeve.sock");
  }

  /** From now on the output goes to a screen. */
  Shell screen(int width) {
    screen = true;
    columns = width;
    return this;
  }

  /** From now on there is a keyboard. */
  Shell keyboard() throws IOException {
    keys = new PipedInputStream(typed);
    return this;
  }

  /** Somebody types. */
  void type(String text) throws IOException {
    typed.write(text.getBytes(StandardCharsets.UTF_8));
    typed.flush();
  }

  /** From now on the screen is so high. */
  Shell rows(int height) {
    rows = height;
    return this;
  }

  /** There were services once, so that a daemon has something to tell. */
  Shell withState() throws IOException {
    Files.createDirectories(home.resolve("state"));
    Files.writeString(home.resolve("state/state.json"), "{}");
    return this;
  }

  Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path program(String name) throws IOException {
    Path file = file(name, "#!/bin/sh\nexec sleep 600\n");
    file.toFile().setExecutable(true);
    return file;
  }

  Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    AtomicBoolean endless = new AtomicBoolean();
    interrupted.clear();
    signals.clear();
    resized.clear();
    Terminal terminal =
        new Terminal(
            out,
            err,
            screen,
            screen,
            () -> columns,
            () -> rows,
            () -> endless.set(true),
            interrupted::add,
            signals::add,
            resized::add,
            () -> keys);
    int exit =
        Reeve.run(
            new Invocation(
                List.of(arguments), Map.copyOf(environment), directory, install, terminal));
    return new Ran(
        exit,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8),
        endless.get());
  }
}
