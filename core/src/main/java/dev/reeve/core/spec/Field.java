package dev.reeve.core.spec;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be declared of a service. Reading configuration files and state, command-line
 * options, {@code export}, {@code plan} and the documentation all follow from this one declaration.
 *
 * @param path keys from the service down, joined by dots, such as {@code restart.delay}
 * @param type how values are read and written
 * @param fallback the value where nothing is declared
 * @param meaning one sentence for help and documentation
 * @param effect what it takes to change it on a running service, as a rule; see {@link #effect} for
 *     a certain change
 * @param option its name on the command line, without dashes
 * @param of the value in a spec
 * @param <T> the type of its values
 */
public record Field<T>(
    String path,
    FieldType<T> type,
    T fallback,
    String meaning,
    ChangeEffect effect,
    String option,
    Function<ServiceSpec, T> of) {

  /** The value in a spec, as a tree. */
  public Object tree(ServiceSpec spec) {
    return type.write(of.apply(spec));
  }

  /** The default, as a tree. */
  public Object fallbackTree() {
    return type.write(fallback);
  }

  /** Whether the spec says something else than the default, which mostly is the same object. */
  public boolean isDeclared(ServiceSpec spec) {
    return !Objects.equals(of.apply(spec), fallback);
  }

  /** What it takes to come from one spec to another in this field, which differs. */
  public ChangeEffect effect(ServiceSpec before, ServiceSpec after) {
    // What runs all the time is no run of a schedule, and the other way round.
    boolean otherKindOfRun = equals(Fields.SCHEDULE) && isDeclared(before) != isDeclared(after);
    if (effect != ChangeEffect.RESTART && !otherKindOfRun) {
      return effect;
    }
    boolean some = Math.min(before.instances(), after.instances()) > 1;
    return some && after.rollout().rolling() ? ChangeEffect.ROLLING : ChangeEffect.RESTART;
  }

  /** Whether both specs say the same. */
  public boolean same(ServiceSpec a, ServiceSpec b) {
    return Objects.equals(of.apply(a), of.apply(b));
  }

  /** There is one field a path. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Field<?> field && field.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
