package dev.reeve.daemon.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only who knows a secret can make of a text (RFC 2104, with SHA-256). */
public final class Hmac {
  private static final String ALGORITHM = "HmacSHA256";

  private Hmac() {}

  /**
   * The code of a text.
   *
   * @param secret not empty
   * @return 32 bytes
   */
  public static byte[] sha256(byte[] secret, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The code of a text in UTF-8. */
  public static byte[] sha256(byte[] secret, String text) {
    return sha256(secret, text.getBytes(StandardCharsets.UTF_8));
  }
}
