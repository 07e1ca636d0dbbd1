package dev.reeve.cli;

import java.nio.file.Path;
import java.util.List;

/** What a target of {@code start} can stand for. */
sealed interface Meaning {
  /** Services that exist: a name, id, glob, group, or all. */
  record Known(String target) implements Meaning {}

  /** A configuration file, or a folder with one. */
  record File(String text, Path path) implements Meaning {}

  /**
   * A program to create a service of.
   *
   * @param words program and arguments
   * @param line the command line as it was given, for a shell
   */
  record Program(List<String> words, String line) implements Meaning {}
}
