package dev.reeve.api;

import dev.reeve.core.plan.FieldChange;
import dev.reeve.core.plan.Plan;
import dev.reeve.core.spec.ServiceSpec;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A plan: what it takes to come from what there is to what a file declares.
 *
 * @param source the file
 * @param services those with which something is to be done: added, changed, then removed ones
 * @param unchanged names of those that are as they are declared
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record PlanReport(String source, List<Item> services, List<String> unchanged) {
  /** What a peer left out is empty. */
  public PlanReport {
    source = source == null ? "" : source;
    services = services == null ? List.of() : List.copyOf(services);
    unchanged = unchanged == null ? List.of() : List.copyOf(unchanged);
  }

  /** Something to do with a service; the constants are the values of {@code action}. */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Item(
      String name, String action, String effect, String belongedTo, List<FieldRow> fields) {
    public static final String ADD = "add";
    public static final String CHANGE = "change";
    public static final String REMOVE = "remove";

    /**
     * @param action {@code add}, {@code change} or {@code remove}
     * @param effect of a change: {@code live}, {@code scale}, {@code rolling} or {@code restart};
     *     else empty
     * @param belongedTo of a change: the other file that declared it until now; else empty
     * @param fields of a change
     */
    public Item {
      belongedTo = belongedTo == null ? "" : belongedTo;
      effect = effect == null ? "" : effect;
      fields = fields == null ? List.of() : List.copyOf(fields);
    }
  }

  /**
   * A field with another value; for the entries of maps such as {@code env} a row for each.
   *
   * @param before as a person would write it, secrets masked; null if there was none
   * @param after null if there will be none
   * @param effect what it takes: {@code live}, {@code scale}, {@code rolling} or {@code restart}
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record FieldRow(
      String field, @Nullable String before, @Nullable String after, String effect) {}

  /** A plan as a message. */
  public static PlanReport of(Plan plan) {
    List<Item> items = new ArrayList<>();
    for (ServiceSpec spec : plan.added()) {
      items.add(new Item(spec.name(), Item.ADD, "", "", List.of()));
    }
    for (Plan.Changed change : plan.changed()) {
      String name = change.after().name();
      List<FieldRow> rows = new ArrayList<>();
      for (FieldChange field : change.fields()) {
        rows.add(new FieldRow(field.path(), field.before(), field.after(), word(field.effect())));
      }
      String owner = plan.adopted().getOrDefault(name, "");
      items.add(new Item(name, Item.CHANGE, word(change.effect()), owner, rows));
    }
    for (String name : plan.removed()) {
      items.add(new Item(name, Item.REMOVE, "", "", List.of()));
    }
    return new PlanReport(plan.source(), items, plan.unchanged());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
