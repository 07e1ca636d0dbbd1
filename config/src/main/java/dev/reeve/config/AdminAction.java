package dev.reeve.config;

import java.util.List;

/**
 * A command that admins may have the daemon run, without a shell.
 *
 * @param id what it is called by
 * @param label what people read
 * @param command program and arguments; at least one word
 * @param place where it is declared
 */
public record AdminAction(String id, String label, List<String> command, Place place) {
  /** The words are copied. */
  public AdminAction {
    command = List.copyOf(command);
  }
}
