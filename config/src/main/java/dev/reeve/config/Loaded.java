package dev.reeve.config;

import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What became of a configuration file. */
public sealed interface Loaded {
  /** The {@link Ok#format} of Reeve's own files. */
  String NATIVE = "native";

  /**
   * The file is good.
   *
   * @param specs the services, in the order of the files; none only if the file has folders for
   *     them or settings, or all that is declared is for each of several files, and there are none
   * @param file the file that was read, also when a folder was asked for
   * @param files all files that were read: {@code file} first, then those it includes
   * @param format {@link #NATIVE}, or the name of the dialect, such as {@code Procfile}
   * @param origins where the name of each service stands, in whichever file
   * @param places where everything else stands
   * @param warnings what the file says and Reeve does not do, in the order of the files
   * @param autoReload whether a change of the files is to be applied by itself
   * @param daemon what the daemon is told whose own file this is
   * @param followed which files that would be
   */
  record Ok(
      List<ServiceSpec> specs,
      Path file,
      List<Path> files,
      String format,
      Map<String, Place> origins,
      Places places,
      List<ConfigProblem> warnings,
      boolean autoReload,
      DaemonSettings daemon,
      List<Followed> followed)
      implements Loaded {}

  /**
   * The file is not good, and nothing of it should be used.
   *
   * @param problems all of them, in the order of the files; at least one
   */
  record Broken(List<ConfigProblem> problems) implements Loaded {
    /** All problems as a person reads them, with a line break between them. */
    public String text() {
      return String.join("\n", problems.stream().map(ConfigProblem::text).toList());
    }
  }
}
