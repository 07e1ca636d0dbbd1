package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Programs of the machine, such as {@code systemctl}. */
public interface Tools {
  /**
   * What a program did.
   *
   * @param exit its exit code; 127 when there is no such program
   * @param output of both streams
   */
  record Ran(int exit, String output) {
    /** Whether it ended with 0. */
    public boolean ok() {
      return exit == 0;
    }
  }

  /** The exit code of a shell that finds no such program. */
  int MISSING = 127;

  /** Runs a program to its end. */
  Ran run(String... words) throws ApiException;

  /**
   * Runs a program that must succeed.
   *
   * @return what it printed
   */
  default String need(String... words) throws ApiException {
    Ran ran = run(words);
    if (!ran.ok()) {
      String last = ran.output().strip();
      throw new ApiException(
          ErrorCode.FAILED,
          "'"
              + String.join(" ", words)
              + "' "
              + (ran.exit() == MISSING ? "is missing" : "ended with exit code " + ran.exit())
              + (last.isEmpty() ? "" : ": " + last),
          "");
    }
    return ran.output();
  }

  /** The real ones, found on the usual path of root whatever the caller's own is. */
  static Tools real() {
    return words -> {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(words))
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"));
      Map<String, String> environment = builder.environment();
      // Nothing of the caller's, who may not be root: PATH, or SYSTEMD_* that name other places.
      environment.clear();
      environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      environment.put("LC_ALL", "C.UTF-8");
      environment.put("SYSTEMD_COLORS", "0");
      environment.put("SYSTEMD_PAGER", "");
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        return new Ran(MISSING, "");
      }
      try (var output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), text);
      } catch (IOException e) {
        throw new ApiException(ErrorCode.FAILED, words[0] + ": " + e.getMessage(), "");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ApiException(ErrorCode.FAILED, "the wait was interrupted", "");
      }
    };
  }
}
