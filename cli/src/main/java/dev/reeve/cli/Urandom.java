package dev.reeve.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;

/**
 * Random numbers straight from the kernel, see urandom(4), without the security providers of the
 * JDK.
 *
 * <p>The first unix socket of a JVM makes a {@code SecureRandom} of the algorithm {@code
 * NativePRNGNonBlocking} (sun.nio.ch.UnixDomainSockets), and the first provider of the JDK that is
 * asked for it registers some hundred algorithms: 11 of the 45 ms that a command takes. This
 * provider stands before it and knows one algorithm, with the same source and the same strength.
 */
public final class Urandom extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "NativePRNGNonBlocking";

  /** Called by the JDK, once it is {@linkplain #first() told} to. */
  public Urandom() {
    super("ReeveUrandom", "1", "random numbers of the kernel");
    putService(new Kernel(this));
  }

  /** Has this JVM ask it first. Must come before anything that needs a provider. */
  static void first() {
    Security.setProperty("security.provider.1", Urandom.class.getName());
  }

  private static final class Kernel extends Provider.Service {
    Kernel(Provider provider) {
      super(provider, "SecureRandom", ALGORITHM, Source.class.getName(), null, null);
    }

    @Override
    public Object newInstance(Object parameter) {
      return new Source();
    }
  }

  /** See {@link SecureRandom} for what these methods promise. */
  private static final class Source extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    /** The kernel has seeds enough; another one would not make it weaker, nor stronger. */
    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      try (FileInputStream in = new FileInputStream("/dev/urandom")) {
        if (in.readNBytes(bytes, 0, bytes.length) != bytes.length) {
          throw new IOException("/dev/urandom has an end");
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read random numbers", e);
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      byte[] seed = new byte[length];
      engineNextBytes(seed);
      return seed;
    }
  }
}
