package dev.reeve.daemon.control;

import dev.reeve.api.Role;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Who is at the other end of a connection, as the kernel says (SO_PEERCRED, unix(7)).
 *
 * @param user the name of the user
 * @param role what that user may do
 */
public record Caller(String user, Role role) {

  /**
   * Looks at the peer of a connection: root and the user of the daemon may do everything, others
   * nothing.
   *
   * @param owner the user the daemon runs as
   */
  static Caller of(SocketChannel channel, String owner) throws IOException {
    UserPrincipal user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    String name = user.getName();
    boolean belongs = name.equals(owner) || name.equals("root") || name.equals("0");
    return new Caller(name, belongs ? Role.ADMIN : Role.NONE);
  }
}
