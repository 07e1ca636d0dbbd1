package dev.reeve.cli.inspect;

/**
 * A descriptor of a process.
 *
 * @param target what it is open on: a path, {@code socket:[4711]} and the like
 * @param access {@code r}, {@code w}, {@code rw}; empty if it may not be known
 * @param position in bytes; -1 if it may not be known
 */
public record OpenFile(int number, String target, String access, long position) {
  /** {@code file socket pipe anon}. */
  public String kind() {
    int colon = target.indexOf(':');
    return target.startsWith("/") || colon < 0
        ? "file"
        : target.startsWith("anon_inode") ? "anon" : target.substring(0, colon);
  }
}
