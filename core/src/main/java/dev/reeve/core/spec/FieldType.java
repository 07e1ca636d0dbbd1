package dev.reeve.core.spec;

import java.nio.file.Path;

/**
 * How the values of a field are read from and written to a tree: the maps, lists, strings, numbers
 * and booleans that YAML, JSON and command lines have in common.
 *
 * @param <T> the type of the values in Java
 */
public interface FieldType<T> {
  /** What may be written, for messages and documentation, such as {@code duration}. */
  String label();

  /**
   * Reads a value.
   *
   * @param tree a map, list, string, number or boolean
   * @param base the folder that relative paths start from
   * @throws Unreadable if it is not one of this type
   */
  T read(Object tree, Path base) throws Unreadable;

  /** Writes a value so that {@link #read} gives it back. */
  Object write(T value);

  /**
   * The tree for a value typed on a command line. Several values of the same option arrive as one
   * list.
   */
  default Object fromText(String text) {
    return text;
  }

  /** Whether the option may be given several times. */
  default boolean repeatable() {
    return false;
  }

  /** Whether the option needs no value: {@code --once} is {@code --once=true}. */
  default boolean flag() {
    return false;
  }
}
