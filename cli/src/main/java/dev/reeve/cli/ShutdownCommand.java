package dev.reeve.cli;

import dev.reeve.api.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code shutdown}: ends a running {@code serve} and what it has started. */
final class ShutdownCommand implements Command {
  private static final Opt MESSAGE =
      Opt.value("--message", 'm', "TEXT", "the reason, which 'serve' shows");

  @Override
  public Usage usage() {
    return Usage.of("shutdown", "end a running serve and what it has started")
        .words("[FILE] [options]", 0, 1)
        .text(
            "Tells the 'reeve serve' of a configuration file (that of the current folder if none is"
                + " given) to stop what it has started, dependants first, and to end. Waits until it"
                + " has.")
        .options(MESSAGE, Opt.WAIT, Opt.TIMEOUT)
        .examples(
            new Usage.Example("shutdown", "the server of this folder"),
            new Usage.Example("shutdown app/procman.yaml --no-wait", "another one"))
        .exits("0 done · 1 nobody listens · 2 wrong usage · 6 timed out");
  }

  @Override
  public String what(Call call) {
    return "shut down " + (call.words().isEmpty() ? "the server" : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String named = call.words().isEmpty() ? "" : call.words().getFirst();
    ServedFile served = ServedFile.of(call, "shutdown", named);
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    String user = call.invocation.variable("USER");
    message.put("type", "shutdown");
    message.put("user", user.isEmpty() ? null : user);
    message.put("message", call.arguments.value(MESSAGE).orElse("User-initiated via CLI"));
    long timeout = call.arguments.timeoutMillis();
    try (Door door = served.enter(what(call))) {
      ServedFile.write(door, what(call), Json.text(message));
      if (call.arguments.holds(Opt.WAIT)) {
        ServedFile.within(
            what(call),
            timeout,
            "it has not ended after " + Human.duration(timeout),
            () -> {
              door.awaitEnd();
              return true;
            });
      }
    }
    if (call.json()) {
      call.printJsonText(Json.text(Map.of("ok", true, "fifo", served.fifo().toString())));
    }
    return 0;
  }
}
