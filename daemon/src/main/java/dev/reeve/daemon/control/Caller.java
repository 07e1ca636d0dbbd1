package dev.reeve.daemon.control;

import dev.reeve.api.Role;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * Who is at the other end of a connection, as the kernel says (SO_PEERCRED, unix(7)).
 *
 * @param user the name of the user
 * @param role what that user may do
 */
public record Caller(String user, Role role) {
  /**
   * A group whose members are let in.
   *
   * @param gid its number
   * @param role what they may do
   */
  record Guests(int gid, Role role) {}

  /**
   * Looks at the peer of a connection: root and the user of the daemon may do everything, members
   * of the group what is declared, others nothing.
   *
   * @param owner the user the daemon runs as
   */
  static Caller of(SocketChannel channel, String owner, Optional<Guests> guests)
      throws IOException {
    String name = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    if (name.equals(owner) || name.equals("root") || name.equals("0")) {
      return new Caller(name, Role.ADMIN);
    }
    boolean guest = guests.isPresent() && Users.isMember(name, guests.get().gid());
    return new Caller(name, guest ? guests.get().role() : Role.NONE);
  }
}
