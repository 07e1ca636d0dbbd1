package dev.reeve.cli;

import dev.reeve.api.PlanReport;
import org.jspecify.annotations.Nullable;

/** A plan as people read it. */
final class PlanView {
  private static final String NOTHING = "-";

  private PlanView() {}

  /**
   * Prints it.
   *
   * @param done whether it has been carried out
   */
  static void print(Call call, PlanReport plan, boolean done) {
    int added = 0;
    int changed = 0;
    int removed = 0;
    for (PlanReport.Item item : plan.services()) {
      switch (item.action()) {
        case PlanReport.Item.ADD -> {
          added++;
          line(call, '+', Style.GREEN, item.name(), "is new and starts");
        }
        case PlanReport.Item.REMOVE -> {
          removed++;
          line(call, '-', Style.RED, item.name(), "is ended and deleted");
        }
        default -> {
          changed++;
          line(call, '~', Style.YELLOW, item.name(), effect(item));
          fields(call, item);
        }
      }
    }
    String unchanged = plan.unchanged().size() + " unchanged";
    if (plan.services().isEmpty()) {
      call.out.line("nothing to do, " + unchanged);
      return;
    }
    call.out.line(
        done
            ? added + " added, " + changed + " changed, " + removed + " removed, " + unchanged
            : added
                + " to add, "
                + changed
                + " to change, "
                + removed
                + " to remove, "
                + unchanged);
  }

  private static void line(Call call, char sign, String colour, String name, String what) {
    call.out
        .add(call.style.paint(String.valueOf(sign), colour))
        .add(' ')
        .add(call.style.bold(Clean.line(name)))
        .add("  ")
        .line(what);
  }

  private static String effect(PlanReport.Item item) {
    String effect =
        switch (item.effect()) {
          case "restart" -> "restarts if it runs";
          case "rolling" -> "restarts if it runs, a few instances at a time";
          case "scale" -> "gets or loses instances, the others go on";
          default -> "goes on, the change holds at once";
        };
    return item.belongedTo().isEmpty()
        ? effect
        : effect + "; was declared by " + Clean.line(item.belongedTo());
  }

  private static void fields(Call call, PlanReport.Item item) {
    int width = 0;
    for (PlanReport.FieldRow field : item.fields()) {
      width = Math.max(width, Width.of(Clean.line(field.field())));
    }
    for (PlanReport.FieldRow field : item.fields()) {
      String path = Clean.line(field.field());
      call.out.add("    ").add(path).repeat(' ', width - Width.of(path) + 2);
      call.out.add(value(field.before())).add(" → ").add(value(field.after()));
      call.out.add(" (").add(field.effect()).line(")");
    }
  }

  private static String value(@Nullable String text) {
    return text == null ? NOTHING : text.isEmpty() ? "''" : Clean.line(text);
  }
}
