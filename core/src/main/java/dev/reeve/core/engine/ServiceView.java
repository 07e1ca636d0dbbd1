package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a service at one moment; immutable, safe to read from any thread.
 *
 * @param id a small number for people who do not like to type names; kept for its lifetime
 * @param instances in the order of their numbers; may hold more than the spec says while surplus
 *     ones are being ended
 * @param source absolute path of the file that declares it; empty if none does
 * @param rollout what is under way of renewing its instances a few at a time
 * @param flags what people have pinned to it, by name
 */
public record ServiceView(
    int id,
    ServiceSpec spec,
    Desired desired,
    List<InstanceView> instances,
    String source,
    Optional<RolloutView> rollout,
    List<UserFlag> flags) {
  public ServiceView {
    instances = List.copyOf(instances);
    flags = List.copyOf(flags);
  }

  /** A service that no file declares, and that is not rolled out. */
  public ServiceView(int id, ServiceSpec spec, Desired desired, List<InstanceView> instances) {
    this(id, spec, desired, instances, "", Optional.empty(), List.of());
  }

  public String name() {
    return spec.name();
  }
}
