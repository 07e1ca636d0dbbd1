package dev.reeve.config.dialect;

import dev.reeve.config.tree.Unloadable;

/** The configuration files of another system. Without state: one object serves all loads. */
public interface Dialect {
  /** What people call such a file, such as {@code Procfile}. */
  String name();

  /** Whether every file of this name is of this dialect, whatever stands in it. */
  boolean claims(String fileName);

  /**
   * Whether a file that no dialect claims by its name looks like one of these. Asked in the order
   * of {@link Dialects#ALL}, and only when the file is not a native one.
   */
  boolean recognises(Candidate candidate);

  /**
   * Translates a file into services.
   *
   * @throws Unloadable if there is a problem after which nothing more can be read
   */
  void translate(Translation translation) throws Unloadable;
}
