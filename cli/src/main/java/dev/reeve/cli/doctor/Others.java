package dev.reeve.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Other managers that run beside this one, and may want the same services. */
final class Others implements Check {
  @Override
  public String area() {
    return "other managers";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    Map<String, String> pids = new LinkedHashMap<>();
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(ground.root().resolve("proc"), "[0-9]*")) {
      for (Path process : processes) {
        String manager = manager(ground, process);
        if (!manager.isEmpty()) {
          pids.merge(manager, String.valueOf(process.getFileName()), (a, b) -> a + ", " + b);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    pids.forEach((name, pid) ->
        findings.add(
            warning(
                "others." + name,
                name + " runs, too (pid " + pid + ")",
                "reeve migrate "
                    + name
                    + " takes over its services; nothing is to be done if the two have different ones")));
    return findings.isEmpty()
        ? List.of(fine("others", "neither pm2 nor supervisord runs for this user"))
        : findings;
  }

  /** Of the caller's own; for root of anybody's. */
  private static String manager(Ground ground, Path process) {
    String line =
        ground
            .textOrNothing("proc/" + process.getFileName() + "/cmdline")
            .replace('\0', ' ')
            .strip();
    String name =
        line.startsWith("PM2 v") && line.contains("God Daemon")
            ? "pm2"
            : line.matches("(\\S*python\\S* (-\\S+ )*)?\\S*supervisord( .*)?") ? "supervisord" : "";
    try {
      Object owner = name.isEmpty() ? 0 : Files.getAttribute(process, "unix:uid");
      int caller = ground.caller().uid();
      return caller == 0 || owner.equals(caller) ? name : "";
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
