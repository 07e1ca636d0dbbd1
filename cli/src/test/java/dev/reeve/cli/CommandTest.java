package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shell, and a daemon that has services. */
abstract class CommandTest {
  @TempDir Path folder;
  Shell shell;
  FakeDaemon daemon;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    daemon = new FakeDaemon(shell.socket());
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }
}
