package dev.reeve.cli;

import dev.reeve.api.PortRow;
import dev.reeve.api.ResourceRow;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services as a table, a row for each instance. */
final class ServiceTable {
  private final List<ServiceRow> services;
  private final Style style;
  private final boolean wide;
  private final Extras extras;
  private final boolean reasons;
  private final boolean health;
  private final boolean flags;

  private ServiceTable(List<ServiceRow> services, Style style, boolean wide, Extras extras) {
    this.extras = extras;
    this.services = services;
    this.style = style;
    this.wide = wide;
    boolean anyReason = false;
    boolean anyHealth = false;
    for (ServiceRow service : services) {
      for (InstanceRow instance : service.instances()) {
        anyReason |= needsReason(instance);
        anyHealth |= !instance.health().equals("unknown");
      }
    }
    this.reasons = anyReason;
    this.health = anyHealth;
    this.flags = services.stream().anyMatch(service -> !service.flags().isEmpty());
  }

  /**
   * Prints it.
   *
   * @param wide all columns, however wide
   */
  static void print(Call call, Output out, List<ServiceRow> services, boolean wide, Extras extras) {
    ServiceTable table = new ServiceTable(services, call.style, wide, extras);
    int width = wide ? Integer.MAX_VALUE / 2 : call.columns();
    boolean whole = table.build().print(out, call.style, width);
    if (table.reasons && !whole) {
      table.printReasons(out, width);
    }
  }

  /** Why things go wrong must be seen, also where there is no room for a column. */
  private void printReasons(Output out, int width) {
    for (ServiceRow service : services) {
      for (InstanceRow instance : service.instances()) {
        boolean wrong = instance.state().equals("failed") || instance.state().equals("backoff");
        if (wrong && !instance.reason().isEmpty()) {
          String text = name(service, instance) + ": " + instance.reason();
          String sign = style.frames() ? "● " : "";
          out.line(
              style.paint(
                  Width.end(sign + Clean.line(text), width), Style.colour(instance.state())));
        }
      }
    }
  }

  private static String name(ServiceRow service, InstanceRow instance) {
    return service.instances().size() > 1
        ? service.name() + "#" + instance.instance()
        : service.name();
  }

  private Table build() {
    Table table = new Table(columns());
    for (ServiceRow service : services) {
      if (service.instances().isEmpty()) {
        table.row(cells(service, null, service.name()));
      }
      for (InstanceRow instance : service.instances()) {
        table.row(cells(service, instance, name(service, instance)));
      }
    }
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("ID", true, 0, 1));
    columns.add(new Column("NAME", false, 10, 0));
    if (wide) {
      columns.add(new Column("GROUP", false, 0, 9));
    }
    columns.add(new Column("STATE", false, 0, 0));
    if (health || wide) {
      columns.add(new Column("HEALTH", false, 0, 2));
    }
    columns.add(new Column("PID", true, 0, 4));
    columns.add(new Column("CPU", true, 0, 6));
    columns.add(new Column("MEM", true, 0, 5));
    if (wide) {
      columns.add(new Column("PROCS", true, 0, 9));
    }
    if (extras.resources() != null) {
      for (String title : List.of("THREADS", "FILES", "PSS", "READ", "WRITTEN")) {
        columns.add(new Column(title, true, 0, 9));
      }
    }
    columns.add(new Column("RESTARTS", true, 0, 7));
    columns.add(new Column("UPTIME", true, 0, 3));
    if (wide) {
      columns.add(new Column("BOOT", false, 0, 9));
    }
    if (extras.ports() != null) {
      columns.add(new Column("PORTS", false, 22, 2, Table.Cut.END));
    }
    if (flags) {
      columns.add(new Column("FLAGS", false, 12, 8, Table.Cut.END));
    }
    if (reasons) {
      columns.add(new Column("REASON", false, 20, 8, Table.Cut.END));
    }
    if (wide) {
      columns.add(new Column("COMMAND", false, 0, 9));
    }
    return columns;
  }

  private List<Cell> cells(ServiceRow service, @Nullable InstanceRow instance, String name) {
    String state = instance == null ? service.state() : instance.state();
    Integer pid = instance == null ? null : instance.pid();
    Double cpu = instance == null ? null : instance.cpuPercent();
    Long memory = instance == null ? null : instance.memoryBytes();
    Long uptime = instance == null ? null : instance.uptimeMs();
    int restarts = instance == null ? service.restarts() : instance.restarts();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(Integer.toString(service.id()), Style.DIM));
    cells.add(new Cell(Clean.line(name), Style.BOLD));
    if (wide) {
      cells.add(orDash(service.group().isEmpty() ? null : Clean.line(service.group())));
    }
    cells.add(new Cell(style.signed(Clean.line(state)), Style.colour(state)));
    if (health || wide) {
      String is = instance == null ? "unknown" : instance.health();
      cells.add(is.equals("unknown") ? orDash(null) : new Cell(Clean.line(is), Style.colour(is)));
    }
    cells.add(orDash(pid == null ? null : pid.toString()));
    cells.add(orDash(cpu == null ? null : Human.percent(cpu)));
    cells.add(orDash(memory == null ? null : Human.bytes(memory)));
    if (wide) {
      int processes = instance == null ? 0 : instance.processes();
      cells.add(orDash(processes == 0 ? null : Integer.toString(processes)));
    }
    Map<String, ResourceRow> resources = extras.resources();
    if (resources != null) {
      addResources(cells, resources.get(key(service, instance)));
    }
    cells.add(new Cell(Integer.toString(restarts), restarts > 0 ? Style.YELLOW : Style.DIM));
    cells.add(orDash(uptime == null ? null : Human.duration(uptime)));
    if (wide) {
      cells.add(service.enabled() ? Cell.of("enabled") : new Cell("disabled", Style.DIM));
    }
    Map<String, List<PortRow>> ports = extras.ports();
    if (ports != null) {
      cells.add(ports(key(service, instance), ports));
    }
    if (flags) {
      cells.add(flags(service));
    }
    if (reasons) {
      String reason = instance != null && needsReason(instance) ? instance.reason() : "";
      cells.add(new Cell(Clean.line(reason), Style.DIM));
    }
    if (wide) {
      cells.add(Cell.of(Clean.line(service.command())));
    }
    return cells;
  }

  private static Cell flags(ServiceRow service) {
    StringBuilder text = new StringBuilder();
    for (ServiceRow.Flag flag : service.flags()) {
      text.append(text.isEmpty() ? "" : " ").append(flag.name());
    }
    return text.isEmpty() ? orDash(null) : new Cell(Clean.line(text.toString()), Style.YELLOW);
  }

  private static String key(ServiceRow service, @Nullable InstanceRow instance) {
    return instance == null ? "" : Extras.key(service.name(), instance.instance());
  }

  private static void addResources(List<Cell> cells, @Nullable ResourceRow row) {
    cells.add(orDash(row == null ? null : Integer.toString(row.threads())));
    cells.add(orDash(row == null ? null : Integer.toString(row.openFiles())));
    cells.add(orDash(row == null ? null : Human.bytes(row.pssBytes())));
    cells.add(orDash(row == null ? null : Human.bytes(row.readBytes())));
    cells.add(orDash(row == null ? null : Human.bytes(row.writtenBytes())));
  }

  private static Cell ports(String instance, Map<String, List<PortRow>> ports) {
    StringBuilder text = new StringBuilder();
    boolean local = true;
    for (PortRow port : ports.getOrDefault(instance, List.of())) {
      text.append(text.isEmpty() ? "" : " ").append(PortsCommand.text(port));
      local &= port.local();
    }
    return text.isEmpty()
        ? orDash(null)
        : new Cell(Clean.line(text.toString()), local ? Style.NONE : Style.RED);
  }

  private static boolean needsReason(InstanceRow instance) {
    return !instance.state().equals("running") && !instance.reason().isEmpty();
  }

  private static Cell orDash(@Nullable String text) {
    return text == null ? new Cell("-", Style.DIM) : Cell.of(text);
  }
}
