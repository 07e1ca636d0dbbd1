package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code is-running}: an exit code for scripts. */
final class IsRunningCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("is-running", "exit code 0 if it runs, 1 if not")
        .alias("isrunning")
        .words("TARGET…", 1, Usage.MANY)
        .text(
            "Prints nothing. True if every instance of every target runs; a service that does not"
                + " exist, or has no daemon, does not run. Never starts a daemon.")
        .examples(
            new Usage.Example("is-running api || reeve start api", "start it unless it runs"),
            new Usage.Example("is-running api --json", "an array with name, running, state, pid"))
        .exits("0 it runs · 1 it does not, or cannot be known · 2 wrong usage");
  }

  @Override
  public String what(Call call) {
    return "look at " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint {
    List<ServiceRow> services = services(call);
    boolean running = !services.isEmpty();
    List<Map<String, Object>> items = new ArrayList<>();
    for (ServiceRow service : services) {
      boolean all = runs(service);
      running &= all;
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("name", service.name());
      item.put("running", all);
      item.put("state", service.state());
      item.put("pid", service.instances().isEmpty() ? null : service.instances().getFirst().pid());
      items.add(item);
    }
    if (call.json()) {
      call.printJsonText(Json.text(items));
    }
    return running ? 0 : 1;
  }

  /** Those that are meant; none if one of them does not exist. */
  private static List<ServiceRow> services(Call call) throws Complaint {
    try {
      return call.client(Daemon.Need.RUNNING)
          .call(Methods.LIST, new Query(call.words()))
          .services();
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNKNOWN_SERVICE || e.code() == ErrorCode.UNREACHABLE) {
        return List.of();
      }
      throw notKnown(Complaint.of(e, "look at " + call.wordsText()));
    } catch (Complaint e) {
      if (e.code() == ErrorCode.UNREACHABLE) {
        return List.of();
      }
      throw notKnown(e);
    }
  }

  /** The same complaint with exit code 1: scripts ask a yes-or-no question. */
  private static Complaint notKnown(Complaint e) {
    return e.as(ErrorCode.FAILED);
  }

  private static boolean runs(ServiceRow service) {
    for (InstanceRow instance : service.instances()) {
      if (!instance.state().equals("running")) {
        return false;
      }
    }
    return !service.instances().isEmpty();
  }
}
