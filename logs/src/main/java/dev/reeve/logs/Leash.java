package dev.reeve.logs;

/**
 * Text that can be read for a limited time only: java.util.regex knows no other way to stop a
 * pattern that tries every combination.
 */
final class Leash implements CharSequence {
  private static final int CHECK_EVERY = 1 << 16;

  /** The time is over. */
  static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final CharSequence text;
  private final long until;
  private int reads;

  /**
   * A text.
   *
   * @param nanos how long it can be read from now on
   */
  Leash(CharSequence text, long nanos) {
    this.text = text;
    this.until = System.nanoTime() + nanos;
  }

  @Override
  public char charAt(int index) {
    if (++reads % CHECK_EVERY == 0 && System.nanoTime() - until > 0) {
      throw new Pulled();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
