package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import dev.reeve.api.Version;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code ping}: whether the daemon answers. */
final class PingCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("ping", "whether the daemon answers")
        .text("Asks the daemon who it is. Never starts one.")
        .examples(
            new Usage.Example("ping", "process and version of the daemon"),
            new Usage.Example("ping --json", "{\"pid\",\"version\",\"uptime_ms\",\"home\"}"))
        .exits("0 it answers · 4 it does not · 5 it is not yours");
  }

  @Override
  public String what(Call call) {
    return "reach the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Hello hello = hello(call);
    if (call.json()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("pid", hello.pid());
      tree.put("version", hello.version());
      tree.put("uptime_ms", hello.uptimeMs());
      tree.put("home", hello.home());
      call.printJsonText(Json.text(tree));
    } else if (!call.quiet()) {
      call.out.line(
          "the daemon answers: pid "
              + hello.pid()
              + ", version "
              + Clean.line(hello.version())
              + ", up "
              + Human.duration(hello.uptimeMs())
              + ", home "
              + Clean.line(hello.home()));
    }
    return 0;
  }

  /** Who is there; never starts a daemon. */
  static Hello hello(Call call) throws Complaint, ApiException {
    return call.client(Daemon.Need.RUNNING)
        .call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT));
  }
}
