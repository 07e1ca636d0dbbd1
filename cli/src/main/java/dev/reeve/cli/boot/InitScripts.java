package dev.reeve.cli.boot;

import java.nio.file.Path;
import java.util.Optional;

/** A system of scripts in /etc/init.d, which runs commands and keeps nothing running. */
sealed interface InitScripts extends InitSystem permits OpenRc, SysV {
  /** The root of the file system. */
  Path root();

  @Override
  default Path file(String service) {
    return root().resolve("etc/init.d").resolve(service);
  }

  @Override
  default int mode() {
    return 0755;
  }

  @Override
  default boolean makesRuntimeFolder() {
    return false;
  }

  @Override
  default boolean isParent() {
    return false;
  }

  @Override
  default Optional<SocketUnit> sockets() {
    return Optional.empty();
  }

  @Override
  default boolean runs(String service) {
    // Its script only runs a command, which finds or starts a daemon.
    return false;
  }

  @Override
  default void reread() {
    // It reads the scripts each time.
  }

  @Override
  default String logHint(String service) {
    return "reeve logs -d";
  }
}
