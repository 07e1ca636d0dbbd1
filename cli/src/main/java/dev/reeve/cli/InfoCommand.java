package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.client.Client;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code info}: everything declared of a service, and what it does. */
final class InfoCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("info", "everything declared of a service, and what it does")
        .alias("describe")
        .words("TARGET…", 1, Usage.MANY)
        .text(
            "Every field as it would stand in a configuration file, after a line on each instance."
                + " Fields that have their default are dim on a terminal.")
        .examples(
            new Usage.Example("info api", "all fields"),
            new Usage.Example("info api --json | jq '.[0].declared'", "only what was declared"));
  }

  @Override
  public String what(Call call) {
    return "describe " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.STATE);
    return Found.show(call, client, "describe", InfoCommand::print);
  }

  /** Every field. */
  static void print(Call call, Description description) {
    ServiceRow service = description.service();
    for (InstanceRow instance : service.instances()) {
      boolean several = service.instances().size() > 1;
      String name = several ? service.name() + "#" + instance.instance() : service.name();
      call.out.line(
          call.style.paint("# " + Sentence.of(name, instance), Style.colour(instance.state())));
    }
    call.out.line(call.style.bold(Clean.line(service.name())) + ":");
    call.out.line("  id: " + service.id());
    tree(call, description.spec(), description.declared(), 1);
  }

  private static void tree(Call call, Map<?, ?> tree, @Nullable Object declared, int depth) {
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      Object same = declared instanceof Map<?, ?> map ? map.get(key) : null;
      String begin = "  ".repeat(depth) + Clean.line(key) + ":";
      if (value instanceof Map<?, ?> section && !section.isEmpty()) {
        call.out.line(same == null ? call.style.dim(begin) : begin);
        tree(call, section, same, depth + 1);
      } else {
        String line = begin + " " + text(value);
        call.out.line(same == null ? call.style.dim(line) : line);
      }
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Collection<?> items -> list(items);
      case Map<?, ?> map -> "{}";
      case String text when text.isEmpty() -> "''";
      case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
      default -> Clean.line(value.toString());
    };
  }

  private static String list(Collection<?> items) {
    StringBuilder text = new StringBuilder("[");
    for (Object item : items) {
      text.append(text.length() > 1 ? ", " : "").append(text(item));
    }
    return text.append(']').toString();
  }
}
