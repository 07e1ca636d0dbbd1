package dev.reeve.logs;

/**
 * A place in the text of a log.
 *
 * @param part index of the file, see {@link Parts#list}
 * @param offset in the text of that file
 */
record Place(int part, long offset) {
  static final Place BEGINNING = new Place(0, 0);

  boolean isAfter(Place other) {
    return part > other.part || (part == other.part && offset > other.offset);
  }
}
