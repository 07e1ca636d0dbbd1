package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged program, called as a person calls it, with a home and a working folder. */
final class Reeve {
  static final Path PRODUCT =
      Path.of(System.getProperty("reeve.product", "../dist/target/reeve"))
          .toAbsolutePath()
          .normalize();
  private static final long PATIENCE_SECONDS = 120;

  private final Path home;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> before;

  private Reeve(Path home, Path folder, Map<String, String> environment, List<String> before) {
    this.home = home;
    this.folder = folder;
    this.environment = environment;
    this.before = before;
  }

  /**
   * With this home, in this folder.
   *
   * @param folder must exist
   */
  static Reeve at(Path home, Path folder) {
    return new Reeve(home, folder, Map.of(), List.of());
  }

  Path home() {
    return home;
  }

  Path folder() {
    return folder;
  }

  Path socket() {
    return home.resolve("run/reeve.sock");
  }

  /** The log file of the first instance of a service. */
  Path log(String service) {
    return home.resolve("logs/" + service + "-out.log");
  }

  /** What the first instance of a service wrote so far; a log is made with its first byte. */
  String logged(String service) {
    try {
      return Files.readString(log(service));
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with a variable set. */
  Reeve with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Reeve(home, folder, more, before);
  }

  /** The same in another folder. */
  Reeve in(Path other) {
    return new Reeve(home, other, environment, before);
  }

  /** The same with another home. */
  Reeve home(Path other) {
    return new Reeve(other, folder, environment, before);
  }

  /** The same called by another program, such as setpriv(1). */
  Reeve through(String... words) {
    return new Reeve(home, folder, environment, List.of(words));
  }

  /** Writes a file into the working folder. */
  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a program for /bin/sh into the working folder. */
  Path script(String name, String text) {
    Path file = write(name, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
    return file;
  }

  /** Runs a command to its end. */
  Result run(String... words) {
    return run(List.of(words));
  }

  Result run(List<String> words) {
    String line = "reeve " + String.join(" ", words);
    Process process = spawn(words);
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("%s does not end\n%s\n%s", line, out.join(), err.join());
      }
    } catch (IOException e) {
      throw new AssertionError(line, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(line + " was interrupted", e);
    }
    return new Result(line, process.exitValue(), out.join(), err.join());
  }

  private static CompletableFuture<String> read(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  /** Starts a command; the caller sees to its end. */
  Process spawn(String... words) {
    return spawn(List.of(words));
  }

  private Process spawn(List<String> words) {
    try {
      return builder(words).start();
    } catch (IOException e) {
      throw new AssertionError("is Reeve packaged? " + PRODUCT, e);
    }
  }

  /** For those who need to redirect something. */
  ProcessBuilder builder(List<String> words) {
    List<String> command = new ArrayList<>(before);
    command.add(PRODUCT.resolve("bin/reeve").toString());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("REEVE") || name.equals("NO_COLOR"));
    variables.put("REEVE_HOME", home.toString());
    variables.putAll(environment);
    return builder;
  }

  /** Process id of the daemon; it must run. */
  int daemon() {
    return run("ping", "--json").ok().json().get("pid").number();
  }

  /** A service as 'list --json' tells it. */
  Json row(String service) {
    return run("list", service, "--json").ok().json().at(0);
  }

  /** The state of the first instance. */
  String state(String service) {
    return first(service).get("state").text();
  }

  /** The process id of the first instance, which must run. */
  int pid(String service) {
    return first(service).get("pid").number();
  }

  private Json first(String service) {
    return row(service).get("instances").at(0);
  }

  void awaitState(String service, String state) {
    Until.holds(() -> assertThat(state(service)).isEqualTo(state));
  }

  /** Reasons of the events of this kind in the history of a service, oldest first. */
  List<String> reasons(String service, String event) {
    return run("history", service, "--json").ok().jsonLines().stream()
        .filter(item -> item.get("event").text().equals(event))
        .map(item -> item.get("reason").text())
        .toList();
  }

  /** What lives of a service, by the mark that all its processes carry. */
  List<Procs.Proc> processes(String service) {
    String mark = "REEVE_INSTANCE=" + home + "/" + service + "#";
    return Procs.having(entry -> entry.startsWith(mark));
  }

  /** Everything that lives of this home: daemon, its keeper, services. */
  List<Procs.Proc> processes() {
    String home = "REEVE_HOME=" + this.home;
    String mark = "REEVE_INSTANCE=" + this.home + "/";
    return Procs.having(entry -> entry.equals(home) || entry.startsWith(mark));
  }

  /** Starts a program that sleeps, under this name, without waiting for its startup grace. */
  Reeve sleeper(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("start", "--name", name, "--startup-grace", "0"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sleep", "1000"));
    run(words).ok();
    return this;
  }
}
