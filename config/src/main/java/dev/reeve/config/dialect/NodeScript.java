package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * What a configuration written in JavaScript exports, asked of the Node.js in {@code PATH}. The
 * file is run with the rights of whoever loads it, so only a file that a person names gets here:
 * nothing that is found in a folder or included.
 */
final class NodeScript {
  /** How long it may run. */
  static final long DEADLINE_SECONDS = 10;

  /** In bytes, of all it prints. */
  static final int MOST_OUTPUT = 4 << 20;

  private static final int MOST_ERRORS = 64 << 10;

  /** Prints the export behind a mark, since the file may print, too. */
  private static final String PROGRAM =
      """
      const { pathToFileURL } = require('node:url');
      const [file, mark] = process.argv.slice(-2);
      import(pathToFileURL(file).href).then((module) => {
        const value = module.default === undefined ? { ...module } : module.default;
        const text = JSON.stringify(value);
        process.stdout.write(mark + (text === undefined ? '' : text), () => process.exit(0));
      }).catch((error) => {
        process.stderr.write(mark + (error && error.stack || String(error)), () => process.exit(1));
      });
      """;

  private NodeScript() {}

  /** The tree of what the file exports, with places found by the names in it. */
  static Optional<Node> read(Translation translation) throws Unloadable {
    Source source = translation.source();
    String json = evaluate(translation);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    Optional<Node> tree = translation.tree(new Source(source.file(), json));
    return tree.map(root -> new ScriptPlaces(source).placed(root));
  }

  private static String evaluate(Translation translation) throws Unloadable {
    Source source = translation.source();
    Path file = source.file().toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw failed(source.start(), "it is not a file");
    }
    Path node = program(translation);
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(node.toString(), "-e", PROGRAM, "--", file.toString(), mark)
            .directory(translation.folder().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(translation.environment().variables());
    try {
      return output(builder.start(), mark, source);
    } catch (IOException e) {
      throw failed(source.start(), String.valueOf(e.getMessage()));
    }
  }

  private static Path program(Translation translation) throws Unloadable {
    String path = translation.environment().value("PATH").orElse("/usr/local/bin:/usr/bin:/bin");
    for (String folder : path.split(":", -1)) {
      File node = new File(folder.isEmpty() ? "." : folder, "node");
      if (node.isFile() && node.canExecute()) {
        return node.toPath().toAbsolutePath();
      }
    }
    throw failed(
        translation.source().start(),
        "there is no 'node' in PATH; install Node.js, or write the apps as JSON");
  }

  private static String output(Process process, String mark, Source source) throws Unloadable {
    FutureTask<byte[]> out = reading(process.getInputStream(), MOST_OUTPUT);
    FutureTask<byte[]> err = reading(process.getErrorStream(), MOST_ERRORS);
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      byte[] bytes;
      try {
        bytes = out.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (bytes.length > MOST_OUTPUT) {
          throw failed(source.start(), "it prints more than 4 MiB");
        }
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new java.util.concurrent.TimeoutException();
        }
      } catch (java.util.concurrent.TimeoutException e) {
        throw failed(source.start(), "it takes longer than " + DEADLINE_SECONDS + " s");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      int at = text.lastIndexOf(mark);
      if (process.exitValue() == 0 && at >= 0) {
        return text.substring(at + mark.length());
      }
      end(process);
      String errors = new String(err.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8);
      throw failed(source.start(), reason(errors, mark, process.exitValue()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(source.start(), "interrupted");
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw failed(source.start(), "what it prints cannot be read: " + e.getMessage());
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static String reason(String errors, String mark, int code) {
    int at = errors.lastIndexOf(mark);
    String shown = at < 0 ? errors : errors.substring(at + mark.length());
    return shown
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("\\w*(Error|Exception)\\b.*"))
        .findFirst()
        .or(() -> shown.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst())
        .orElse("node ended with exit code " + code);
  }

  private static FutureTask<byte[]> reading(InputStream in, int most) {
    FutureTask<byte[]> task =
        new FutureTask<>(() -> {
          byte[] bytes = in.readNBytes(most + 1);
          if (most == MOST_ERRORS) {
            in.transferTo(OutputStream.nullOutputStream()); // so that node is not held up
          }
          return bytes;
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Unloadable failed(Spot at, String why) {
    return new Unloadable(at.problem("cannot evaluate the file: " + why));
  }
}
