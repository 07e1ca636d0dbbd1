package dev.reeve.cli.boot;

import dev.reeve.api.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A daemon that starts with the machine.
 *
 * @param account the user it runs as
 * @param install where Reeve is installed
 * @param givenHome {@code REEVE_HOME}, or empty for the usual places of the user
 */
public record Registration(Account account, Path install, String givenHome) {
  /** What the init system knows that of root as. */
  static final String SYSTEM = "reeve";

  private static final String OF_USER = SYSTEM + "-";

  /** What the init system knows it as: {@code reeve}, or {@code reeve-USER}. */
  public String name() {
    return account.isRoot() ? SYSTEM : OF_USER + account.name();
  }

  /** Whether a daemon can have this name. */
  static boolean isName(String text) {
    return text.equals(SYSTEM) || text.startsWith(OF_USER);
  }

  /**
   * The variables that say where its things are.
   *
   * @param runtimeFolder whether the init system sees to it that /run/user/UID is there, as
   *     sessions of the user have it
   */
  public Map<String, String> variables(boolean runtimeFolder) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (!givenHome.isEmpty()) {
      variables.put("REEVE_HOME", givenHome);
    }
    if (!account.isRoot()) {
      variables.put("HOME", account.home().toString());
      if (runtimeFolder) {
        variables.put("XDG_RUNTIME_DIR", "/run/user/" + account.uid());
      }
    }
    return variables;
  }

  /** Where its things are. */
  public Home home(boolean runtimeFolder) {
    return Home.of(variables(runtimeFolder), account.isRoot());
  }

  /** Whether it is the daemon of the system, in the places of the system. */
  public boolean isSystem() {
    return account.isRoot() && givenHome.isEmpty();
  }

  /** A program of the installation. */
  public Path program(String name) {
    return install.resolve(name);
  }
}
