package dev.reeve.daemon.crash;

import dev.reeve.daemon.probe.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Shows who knows the secret that a body is ours. */
final class Signature {
  private Signature() {}

  /** {@code sha256=} and 64 hexadecimal digits. */
  static String of(byte[] body, String secret) {
    byte[] code = Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), body);
    return "sha256=" + HexFormat.of().formatHex(code);
  }
}
