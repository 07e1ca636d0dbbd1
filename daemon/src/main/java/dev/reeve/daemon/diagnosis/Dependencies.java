package dev.reeve.daemon.diagnosis;

import java.util.List;

/** What programs in a language need besides themselves, and which of it is not there. */
interface Dependencies {
  Language language();

  /**
   * What a service declares or imports and does not have, by the names under which it is installed.
   *
   * @param errand for what only the interpreter knows
   */
  List<String> missing(Scene scene, Entry entry, Errand errand) throws InterruptedException;

  /** Under which name a module is installed that the program asked for. */
  String packageOf(String module);

  /**
   * Whether a name may stand in a command that people copy: the language's own rules, and never
   * anything a shell or an installer would take for something else.
   */
  boolean isInstallable(String name);

  /**
   * The command that installs them.
   *
   * @param names installable ones, one at least
   */
  String command(Scene scene, Entry entry, List<String> names);
}
