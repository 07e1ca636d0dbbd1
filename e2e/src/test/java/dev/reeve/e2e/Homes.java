package dev.reeve.e2e;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Reeve} with a home of its own. At the end its daemon is asked to end
 * everything; a test that leaves a process behind fails, and the process is killed.
 */
final class Homes implements ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(Homes.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Reeve.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext owner =
        parameter.isAnnotated(Shared.class) ? context.getParent().orElseThrow() : context;
    boolean shared = parameter.isAnnotated(Shared.class);
    return owner
        .getStore(OURS)
        .computeIfAbsent(owner.getUniqueId(), key -> new Place(shared), Place.class)
        .reeve();
  }

  /** A home and a working folder in a short place: a socket's path has 107 bytes at most. */
  private static final class Place implements AutoCloseable {
    private final Path base;
    private final Reeve reeve;

    Place(boolean started) {
      try {
        base =
            Files.createTempDirectory(
                Path.of("/tmp"),
                "rv-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path work = Files.createDirectory(base.resolve("w"));
        reeve = Reeve.at(base.resolve("h"), work);
        if (started) {
          reeve.run("start", "all").ok();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    Reeve reeve() {
      return reeve;
    }

    @Override
    public void close() throws IOException {
      List<String> complaints = new ArrayList<>();
      if (Files.exists(reeve.socket())) {
        Result killed = reeve.run("kill");
        // 4: there is a socket, but no daemon any more.
        if (killed.exit() != 0 && killed.exit() != 4) {
          complaints.add("cannot end the daemon: " + killed);
        }
      }
      complaints.addAll(endAll());
      complaints.addAll(mistakes());
      delete(base);
      if (!complaints.isEmpty()) {
        throw new AssertionError(String.join("\n", complaints));
      }
    }

    /** The keeper ends after its daemon, so it has a moment. */
    private List<String> endAll() {
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      List<Procs.Proc> left = reeve.processes();
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
        left = reeve.processes();
      }
      List<String> complaints = new ArrayList<>();
      for (Procs.Proc proc : left) {
        complaints.add("left behind: " + proc + " " + proc.commandLine());
        Procs.kill(proc.pid());
      }
      return complaints;
    }

    /** A stack trace in the daemon's log is a defect, whatever the test has seen. */
    private List<String> mistakes() throws IOException {
      Path log = reeve.home().resolve("logs/reeved.log");
      if (!Files.isReadable(log)) {
        return List.of();
      }
      String text = Files.readString(log);
      return text.contains("\tat ") ? List.of("the daemon logged a mistake:\n" + text) : List.of();
    }
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
