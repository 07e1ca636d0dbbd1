package dev.reeve.config;

/** Prints the JSON Schema of the native configuration, for whoever makes the product. */
public final class Main {
  private Main() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    System.out.println(SchemaWriter.write());
  }
}
