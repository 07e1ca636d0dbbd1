package dev.reeve.cli;

import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the init system stands to the daemon of the caller's home. Found out by looking at files.
 *
 * @param service what the init system knows the daemon as
 * @param enabled whether it is started with the machine
 */
record Installed(InitSystem init, String service, boolean enabled) {
  /** For programs, where there is none. */
  static final Map<String, Object> NOTHING = json("", "", "absent");

  /** Absent where no init system knows the daemon, or one with another home. */
  static Optional<Installed> look(Invocation invocation) {
    Optional<InitSystem> init = InitSystem.of(Path.of("/"), Tools.real());
    if (init.isEmpty()) {
      return Optional.empty();
    }
    String service = Invocation.isRoot() ? "reeve" : "reeve-" + System.getProperty("user.name", "");
    InitSystem.State state = init.get().state(service);
    return state == InitSystem.State.ABSENT || !isOf(init.get().file(service), invocation)
        ? Optional.empty()
        : Optional.of(new Installed(init.get(), service, state == InitSystem.State.ENABLED));
  }

  private static boolean isOf(Path file, Invocation invocation) {
    String given = invocation.variable("REEVE_HOME");
    try {
      String text = Files.readString(file);
      return given.isEmpty()
          ? !text.contains("REEVE_HOME=")
          : text.contains("REEVE_HOME=" + invocation.home().root());
    } catch (IOException e) {
      return false;
    }
  }

  String text() {
    return enabled
        ? init.title()
            + " starts it with the machine ("
            + service
            + ")"
            + (isHeld() ? ", and for whoever asks: it holds the socket" : "")
        : init.title() + " does not start it: suspended; 'reeve unsuspend' changes that";
  }

  private boolean isHeld() {
    return init.sockets().filter(unit -> unit.isEnabled(service)).isPresent();
  }

  Map<String, Object> json() {
    return json(init.title(), service, enabled ? "enabled" : "disabled");
  }

  private static Map<String, Object> json(String init, String service, String state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("init", init);
    json.put("service", service);
    json.put("state", state);
    return json;
  }
}
