package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The group {@code reeve}, whose members may read the logs of the system's daemon. */
public final class LogGroup {
  /** Its name. */
  public static final String NAME = "reeve";

  private LogGroup() {}

  /**
   * Makes the group and gives it the folder; files that are made there are of the group.
   *
   * @return what was done, for people; absent when all was so already
   */
  public static Optional<String> make(Path folder, Tools tools) throws ApiException, IOException {
    boolean made = false;
    if (gid(tools).isEmpty()) {
      // The second one is BusyBox's.
      if (!tools.run("groupadd", "--system", NAME).ok()) {
        tools.need("addgroup", "-S", NAME);
      }
      made = true;
    }
    Files.createDirectories(folder);
    Integer gid =
        gid(tools).orElseThrow(() -> new IOException("there is no group " + NAME + " after all"));
    Files.setAttribute(folder, "unix:gid", gid);
    // Set-group-id, so that logs belong to the group; only the owner makes files.
    Files.setAttribute(folder, "unix:mode", 02750);
    return made
        ? Optional.of("made the group " + NAME + ", whose members may read " + folder)
        : Optional.empty();
  }

  /** Removes the group, if it is there. */
  public static void remove(Tools tools) throws ApiException {
    if (gid(tools).isPresent() && !tools.run("groupdel", NAME).ok()) {
      tools.need("delgroup", NAME);
    }
  }

  private static Optional<Integer> gid(Tools tools) throws ApiException {
    String[] fields = tools.run("getent", "group", NAME).output().strip().split(":", -1);
    return fields.length < 3 || !fields[2].matches("[0-9]{1,9}")
        ? Optional.empty()
        : Optional.of(Integer.valueOf(fields[2]));
  }
}
