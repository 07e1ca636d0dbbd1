package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.PortRow;
import dev.reeve.api.Query;
import dev.reeve.api.ResourceRow;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table of services shows only when it is asked for, because it is costly to find out.
 *
 * @param ports where instances listen, by {@link #key}; null for no such column
 * @param resources what instances use besides CPU and memory; null for no such columns
 */
record Extras(
    @Nullable Map<String, List<PortRow>> ports, @Nullable Map<String, ResourceRow> resources) {
  static final Extras NONE = new Extras(null, null);

  /** An instance as a key. */
  static String key(String service, int instance) {
    return service + "#" + instance;
  }

  /** Asks the daemon for it. */
  static Extras ask(Client client, boolean withPorts, boolean withResources) throws ApiException {
    return new Extras(withPorts ? ports(client) : null, withResources ? resources(client) : null);
  }

  private static Map<String, List<PortRow>> ports(Client client) throws ApiException {
    Map<String, List<PortRow>> byInstance = new HashMap<>();
    for (PortRow port : client.call(Methods.PORTS, new Query(List.of())).ports()) {
      byInstance
          .computeIfAbsent(key(port.service(), port.instance()), k -> new ArrayList<>(2))
          .add(port);
    }
    return byInstance;
  }

  private static @Nullable Map<String, ResourceRow> resources(Client client) throws ApiException {
    Map<String, ResourceRow> byInstance = new HashMap<>();
    try {
      for (ResourceRow row : client.call(Methods.RESOURCES, new Query(List.of())).resources()) {
        byInstance.put(key(row.service(), row.instance()), row);
      }
    } catch (ApiException e) {
      if (e.code() == ErrorCode.USAGE) {
        return null; // an older daemon does not know the question
      }
      throw e;
    }
    return byInstance;
  }
}
