package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes of services that exist, all or none of them. */
final class Patch {
  private final List<Definition.Service> services = new ArrayList<>();
  private final boolean restart;
  private final boolean await;
  private final String doing;

  Patch(boolean restart, boolean await, String doing) {
    this.restart = restart;
    this.await = await;
    this.doing = doing;
  }

  /** The names of the services that targets mean. */
  static List<String> services(Client client, List<String> targets) throws ApiException {
    List<String> names = new ArrayList<>();
    for (ServiceRow service : client.call(Methods.LIST, new Query(targets)).services()) {
      names.add(service.name());
    }
    return names;
  }

  void add(String service, Path base, Map<String, Object> fields) {
    services.add(new Definition.Service(service, base.toString(), fields, ""));
  }

  /** Sends it and tells what became of it. */
  int send(Call call, Client client, String verb, String done) throws ApiException {
    Definition definition = new Definition(services, false, false, restart, true, await);
    List<ActionResult> results;
    try (ProgressView view = ProgressView.open(call, doing)) {
      results = client.call(Methods.DEFINE, definition, view).results();
    }
    return Results.print(call, results, verb, done);
  }
}
