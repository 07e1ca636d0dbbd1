package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.Hook;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.linux.PidFd;
import java.util.function.Consumer;

/** A process whose end is waited for. */
sealed interface Watch {
  /** The main process of an instance. */
  record Main(Instance instance, PidFd process) implements Watch {}

  /** Of an instance whose main process has ended. */
  record LeftBehind(Instance instance, PidFd process) implements Watch {}

  /** A hook. */
  record Running(InstanceId id, long generation, Hook hook, PidFd process) implements Watch {}

  /** A command that answers a question by how it ends. */
  record Asked(Effect.Ask ask, PidFd process) implements Watch {}

  /** Of no instance. */
  record Other(PidFd process, Consumer<Exit> told) implements Watch {}
}
