package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.client.Client;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Unreadable;
import java.util.List;
import java.util.Map;

/** {@code scale}: more or fewer instances. */
final class ScaleCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("scale", "more or fewer instances")
        .words("TARGET… N|+N|-N", 2, Usage.MANY)
        .text(
            "Sets how many instances a service has, or adds to it. Instances that stay are not"
                + " touched.")
        .options(Opt.WAIT)
        .examples(
            new Usage.Example("scale api 4", "four of them"),
            new Usage.Example("scale api -1", "one less"));
  }

  @Override
  public String what(Call call) {
    return "scale " + Clean.line(String.join(" ", targets(call)));
  }

  private static List<String> targets(Call call) {
    return call.words().subList(0, call.words().size() - 1);
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String text = call.words().getLast();
    int number = number(call, text);
    boolean relative = text.startsWith("+") || text.startsWith("-");
    if (!relative) {
      check(call, number);
    }
    Client client = call.client(Daemon.Need.STATE);
    Patch patch = new Patch(true, call.arguments.holds(Opt.WAIT), "scaling");
    for (Description service : client.call(Methods.DESCRIBE, new Query(targets(call))).services()) {
      int wanted = relative ? declared(service) + number : number;
      check(call, wanted);
      patch.add(
          service.service().name(),
          call.invocation.directory(),
          Map.of(Fields.INSTANCES.path(), wanted));
    }
    return patch.send(call, client, "scale", "scaled");
  }

  private int number(Call call, String text) throws Complaint {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw call.arguments.complaint("'" + Clean.line(text) + "' is not a number of instances");
    }
  }

  private static int declared(Description service) {
    return service.spec().get(Fields.INSTANCES.path()) instanceof Number n
        ? n.intValue()
        : service.service().instances().size();
  }

  private void check(Call call, int wanted) throws Complaint {
    try {
      Fields.INSTANCES.type().read(wanted, call.invocation.directory());
    } catch (Unreadable e) {
      throw Complaint.usage(
          what(call),
          "the number of instances " + e.reason() + ", not " + wanted,
          "to have none: reeve stop " + Clean.line(String.join(" ", targets(call))));
    }
  }
}
