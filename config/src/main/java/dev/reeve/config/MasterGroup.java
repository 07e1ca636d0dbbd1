package dev.reeve.config;

import dev.reeve.core.spec.ResourceSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The control group that holds the groups of all services, but not the daemon whose own file this
 * is. See the kernel's cgroup-v2.rst.
 *
 * @param root the group in which it is made, an absolute path; nothing for where the daemon is
 * @param name its name; nothing for one that follows from the home of the daemon
 * @param cpu thousandths of a processor core for all services together, {@link ResourceSpec#MAX}
 *     for no limit
 * @param memory bytes, {@link ResourceSpec#MAX} for no limit
 * @param swap bytes of swap space, {@link ResourceSpec#MAX} for no limit
 * @param handed which controllers the groups of services may use
 * @param place where it is declared; nothing where it is not
 */
public record MasterGroup(
    Optional<Path> root,
    Optional<String> name,
    long cpu,
    long memory,
    long swap,
    Handed handed,
    Optional<Place> place) {
  /** Nothing declared. */
  public static final MasterGroup NONE =
      new MasterGroup(
          Optional.empty(),
          Optional.empty(),
          ResourceSpec.MAX,
          ResourceSpec.MAX,
          ResourceSpec.MAX,
          new Handed.Needed(),
          Optional.empty());

  /** Which controllers the groups of services may use, and groups that they make themselves. */
  public sealed interface Handed {
    /** Those that limits of services need, from the first service on that does. */
    record Needed() implements Handed {}

    /** All there are, from the beginning. */
    record All() implements Handed {}

    /**
     * These, from the beginning.
     *
     * @param controllers such as {@code memory}; may be empty
     */
    record Only(Set<String> controllers) implements Handed {
      /** The names are copied, and sorted. */
      public Only {
        controllers = Collections.unmodifiableSet(new TreeSet<>(controllers));
      }
    }
  }

  /** Whether anything is limited. */
  public boolean isLimited() {
    return limits().needsGroup();
  }

  /** Whether its place is declared. */
  public boolean isPlaced() {
    return root.isPresent() || name.isPresent();
  }

  /** The limits as those of a service. */
  public ResourceSpec limits() {
    ResourceSpec none = ResourceSpec.NONE;
    return new ResourceSpec(
        cpu,
        memory,
        swap,
        none.pids(),
        none.ioWeight(),
        none.nofile(),
        none.nice(),
        none.oomScore(),
        none.oom());
  }
}
