package dev.reeve.api;

/** Which program this is. */
public final class Version {
  /** The version of this build; the same in the client and the daemon of one installation. */
  public static final String CURRENT = "0.1.0";

  private Version() {}
}
