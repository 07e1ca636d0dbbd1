package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.api.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code version}: of the command and of the daemon, which may differ after an upgrade. */
final class VersionCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("version", "of this command and of the daemon")
        .text("Never starts a daemon.")
        .examples(new Usage.Example("version --json", "{\"client\",\"daemon\",\"java\"}"));
  }

  @Override
  public String what(Call call) {
    return "tell the version of the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Hello hello = helloOrNull(call);
    if (call.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("client", Version.CURRENT);
      tree.put("daemon", hello == null ? null : hello.version());
      tree.put("java", System.getProperty("java.version"));
      call.printJsonText(Json.text(tree));
      return 0;
    }
    call.out.line("reeve  " + Version.CURRENT);
    if (hello == null) {
      call.out.line("daemon does not run");
    } else {
      call.out.line("daemon " + Clean.line(hello.version()) + " (pid " + hello.pid() + ")");
      if (!hello.version().equals(Version.CURRENT)) {
        call.out.line("→ 'reeve reboot' replaces the daemon under running services");
      }
    }
    return 0;
  }

  private static @Nullable Hello helloOrNull(Call call) throws Complaint, ApiException {
    try {
      return PingCommand.hello(call);
    } catch (Complaint e) {
      if (e.code() == ErrorCode.UNREACHABLE || e.code() == ErrorCode.NOT_PERMITTED) {
        return null;
      }
      throw e;
    }
  }
}
