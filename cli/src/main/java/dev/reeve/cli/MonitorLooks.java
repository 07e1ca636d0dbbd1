package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.Series;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.StatsQuery;
import dev.reeve.cli.MonitorView.Order;
import dev.reeve.cli.MonitorView.Picture;
import dev.reeve.cli.inspect.Machine;
import dev.reeve.client.Client;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at the machine and at services, by way of whatever daemon there is. */
final class MonitorLooks {
  /** How much of the history is shown: as much as there is with a point every two seconds. */
  static final long SPAN = 15 * 60_000;

  /**
   * What is to be found out.
   *
   * @param first the first row that is seen
   * @param count how many are; of no others the history is asked for
   * @param columns of a curve
   */
  record Wanted(Order order, int first, int count, int columns) {}

  private final Call call;
  private Client client;
  private Machine before;
  private List<ServiceRow> services = List.of();
  private Map<String, Series> history = Map.of();

  MonitorLooks(Call call, Client client) throws Complaint {
    this.call = call;
    this.client = client;
    this.before = machine();
  }

  private static Machine machine() throws Complaint {
    try {
      return Machine.look();
    } catch (IOException e) {
      throw new Complaint(
          ErrorCode.FAILED, "look at the machine", String.valueOf(e.getMessage()), "");
    }
  }

  /**
   * A picture.
   *
   * @throws ApiException if the daemon refuses; when it is gone, the picture says so
   */
  Picture picture(Wanted wanted) throws Complaint, ApiException {
    String trouble = "";
    try {
      ask(wanted);
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNREACHABLE) {
        throw e;
      }
      trouble = "the daemon does not answer";
      again();
    }
    Machine now = machine();
    long to = call.now().toEpochMilli();
    Picture picture =
        new Picture(
            now, before, services, wanted.order.sorted(services), history, to - SPAN, to, trouble);
    before = now;
    return picture;
  }

  private void ask(Wanted wanted) throws ApiException {
    services = client.call(Methods.LIST, new Query(List.of())).services();
    List<String> targets =
        wanted.order.sorted(services).stream()
            .skip(wanted.first)
            .limit(wanted.count)
            .map(Listed::key)
            .toList();
    if (targets.isEmpty() || wanted.columns == 0) {
      return;
    }
    Map<String, Series> found = new HashMap<>();
    try {
      client.call(
          Methods.STATS,
          new StatsQuery(targets, SPAN, 2 * wanted.columns),
          series -> found.put(Extras.key(series.service(), series.instance()), series));
      history = found;
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNREACHABLE) {
        throw e;
      }
      // One of them has just been deleted, or no history is kept: the curves are as they were.
    }
  }

  /** A new connection, or the old one while there is none to be had. */
  private void again() {
    try {
      Client next = Client.connect(call.home().socket());
      client.close();
      client = next;
    } catch (ApiException e) {
      return;
    }
  }
}
