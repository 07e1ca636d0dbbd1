package dev.reeve.daemon.supervisor;

import dev.reeve.daemon.probe.HealthDoor;
import dev.reeve.daemon.probe.Hmac;
import dev.reeve.daemon.probe.Push;
import dev.reeve.daemon.state.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to which instances report their health. They stay the same for other daemons, as
 * services that run know no other: the port is written down, and what cannot be guessed of an
 * address follows from a secret of the home.
 */
final class HealthAddresses implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int TOKEN_BYTES = 16;

  private final Path secretFile;
  private final Path portFile;
  private @Nullable HealthDoor door;
  private byte @Nullable [] secret;

  /**
   * Nothing is opened before it is needed.
   *
   * @param secretFile holds the secret
   * @param portFile holds the port
   */
  HealthAddresses(Path secretFile, Path portFile) {
    this.secretFile = secretFile;
    this.portFile = portFile;
  }

  /** The address of an instance; what is reported there is told on a thread of its own. */
  String open(Ledger.Key key, Consumer<Push> told) throws IOException {
    String token = token(key);
    HealthDoor open = door;
    if (open != null) {
      open.unregister(token);
      return open.register(token, told);
    }
    int known = knownPort();
    HealthDoor fresh = new HealthDoor(known);
    String address = fresh.register(token, told);
    door = fresh;
    int port = fresh.port().orElse(0);
    if (port != known) {
      Files.writeString(portFile, Integer.toString(port));
    }
    return address;
  }

  /** Nothing is taken in for an instance any more. */
  void close(Ledger.Key key) throws IOException {
    HealthDoor open = door;
    if (open != null) {
      open.unregister(token(key));
    }
  }

  private int knownPort() throws IOException {
    if (!Files.isRegularFile(portFile)) {
      return 0;
    }
    String text = Files.readString(portFile, StandardCharsets.US_ASCII).strip();
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535 ? Integer.parseInt(text) : 0;
  }

  private String token(Ledger.Key key) throws IOException {
    byte[] code = Hmac.sha256(secret(), key.service() + "#" + key.number());
    return HexFormat.of().formatHex(Arrays.copyOf(code, TOKEN_BYTES));
  }

  private byte[] secret() throws IOException {
    byte[] known = secret;
    if (known == null) {
      known = readOrMake();
      secret = known;
    }
    return known;
  }

  private byte[] readOrMake() throws IOException {
    byte[] fresh = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(fresh);
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        Files.newByteChannel(
            secretFile,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            onlyOwner)) {
      out.write(java.nio.ByteBuffer.wrap(fresh));
      return fresh;
    } catch (FileAlreadyExistsException e) {
      byte[] kept = Files.readAllBytes(secretFile);
      if (kept.length == SECRET_BYTES) {
        return kept;
      }
      Files.delete(secretFile); // half written by a daemon that was killed
      return readOrMake();
    }
  }

  @Override
  public void close() {
    HealthDoor open = door;
    if (open != null) {
      open.close();
    }
  }
}
