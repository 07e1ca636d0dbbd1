package dev.reeve.cli.doctor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the daemon complained of in its own log, of late. */
final class DaemonWords implements Check {
  private static final int TAIL = 256 << 10;
  private static final Duration LATE = Duration.ofDays(1);

  /** As {@code lib/reeved.jvm} and {@code lib/keep} write: a time, then the level or the keeper. */
  private static final Pattern LINE = Pattern.compile("(\\S{19,30}) (ERROR|SEVERE|keep:)(.*)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]XX");

  @Override
  public String area() {
    return "daemon's log";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    Path log = ground.home().daemonLog();
    if (!Files.isReadable(log)) {
      return List.of(
          Files.exists(log)
              ? warning(
                  "log.errors", log + " may not be read by you", "run reeve doctor as its owner")
              : fine("log.errors", "there is no " + log + " yet"));
    }
    int errors = 0;
    int deaths = 0;
    String last = "";
    for (String line : tail(log).split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.lookingAt() && isLate(matcher.group(1), ground.now())) {
        boolean death = matcher.group(2).equals("keep:");
        if (!death) {
          errors++;
          last = matcher.group(3).strip();
        } else if (matcher.group(3).contains(": starting it again")) {
          deaths++;
          last = matcher.group(3).strip();
        }
      }
    }
    if (errors + deaths == 0) {
      return List.of(fine("log.errors", "no errors in " + log + " since yesterday"));
    }
    return List.of(
        warning(
            "log.errors",
            "since yesterday the daemon has "
                + (deaths == 0 ? "" : "died " + times(deaths))
                + (errors == 0 || deaths == 0 ? "" : " and ")
                + (errors == 0 ? "" : "complained " + times(errors))
                + "; last: "
                + (last.length() > 200 ? last.substring(0, 200) + "…" : last),
            "reeve logs -d shows " + log));
  }

  private static String times(int n) {
    return n == 1 ? "once" : n + " times";
  }

  private static boolean isLate(String time, Instant now) {
    try {
      Instant at = OffsetDateTime.parse(time, TIME).toInstant();
      return at.isAfter(now.minus(LATE));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String tail(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      byte[] bytes = new byte[(int) Math.min(TAIL, length)];
      file.seek(length - bytes.length);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
