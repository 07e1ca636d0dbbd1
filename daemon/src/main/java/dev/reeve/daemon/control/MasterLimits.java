package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.config.Environment;
import dev.reeve.config.Loader;
import dev.reeve.config.MasterGroup;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.Sizes;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.groups.NoLimits;
import dev.reeve.daemon.reload.Mentions;
import dev.reeve.daemon.supervisor.Loop;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the file of the home says of all services together, while the daemon runs. */
public final class MasterLimits {
  private final Path file;
  private final Loop loop;
  private final GroupTree groups;

  /**
   * @param file of the home; variables in it are those of the daemon
   */
  MasterLimits(Path file, Loop loop, GroupTree groups) {
    this.file = file;
    this.loop = loop;
    this.groups = groups;
  }

  /**
   * What a file says of the group of all services; cheap where it says nothing.
   *
   * @return absent if that cannot be read
   */
  public static Optional<MasterGroup> read(Path file) {
    return Mentions.any(file, "cgroup")
        ? Loader.masterGroup(file, new Environment(System.getenv()))
        : Optional.of(MasterGroup.NONE);
  }

  /**
   * What was done.
   *
   * @param before what held before
   * @param notes of what is otherwise now, for people
   */
  record Change(MasterGroup before, List<String> notes) {}

  /**
   * Sets what a file says now, if it is that of the home.
   *
   * @throws ApiException if it cannot be set; then all is as it was
   */
  Change apply(String source) throws ApiException, IOException, InterruptedException {
    MasterGroup before = groups.declared();
    if (!source.equals(file.toString())) {
      return new Change(before, List.of());
    }
    MasterGroup wish =
        read(file)
            .orElseThrow(() ->
                new ApiException(
                    ErrorCode.FAILED,
                    "the daemon cannot read 'daemon.cgroup' of " + file,
                    "'reeve check " + file + "'; variables in it are those of the daemon"));
    if (same(before).equals(same(wish))) {
      return new Change(before, List.of());
    }
    String trouble = groups.trouble();
    Optional<NoLimits> refused = loop.answered(() -> governed(wish));
    if (refused.isPresent()) {
      revert(before);
      throw new ApiException(ErrorCode.FAILED, refused.get().reason(), refused.get().advice());
    }
    List<String> notes = new ArrayList<>();
    notes.add("all services together: " + text(wish.limits()));
    if (!groups.trouble().isEmpty() && !groups.trouble().equals(trouble)) {
      notes.add(groups.trouble());
    }
    loop.note("config-reloaded", file + ": " + String.join("; ", notes));
    return new Change(before, notes);
  }

  /** Sets what held before. */
  void revert(MasterGroup before) throws IOException, InterruptedException {
    Optional<NoLimits> refused = loop.answered(() -> governed(before));
    refused.ifPresent(why -> loop.note("warning", why.reason() + "; " + why.advice()));
  }

  private Optional<NoLimits> governed(MasterGroup wish) {
    try {
      groups.govern(wish);
      return Optional.empty();
    } catch (NoLimits e) {
      return Optional.of(e);
    }
  }

  private static MasterGroup same(MasterGroup group) {
    return new MasterGroup(
        group.root(),
        group.name(),
        group.cpu(),
        group.memory(),
        group.swap(),
        group.handed(),
        Optional.empty());
  }

  /** Limits as people write them. */
  static String text(ResourceSpec limits) {
    List<String> all = new ArrayList<>();
    if (limits.cpu() != ResourceSpec.MAX) {
      all.add(
          BigDecimal.valueOf(limits.cpu(), 3).stripTrailingZeros().toPlainString()
              + (limits.cpu() == 1000 ? " core" : " cores"));
    }
    if (limits.memory() != ResourceSpec.MAX) {
      all.add(Sizes.format(limits.memory()) + " of memory");
    }
    if (limits.swap() != ResourceSpec.MAX) {
      all.add(limits.swap() == 0 ? "no swap" : Sizes.format(limits.swap()) + " of swap");
    }
    return all.isEmpty() ? "no limits" : String.join(", ", all);
  }
}
