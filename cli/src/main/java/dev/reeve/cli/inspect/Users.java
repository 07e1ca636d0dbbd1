package dev.reeve.cli.inspect;

import java.nio.file.Path;

/** Names of users and groups; only of those that are in the files of the machine. */
public final class Users {
  private final String passwd;
  private final String group;

  /** Reads the files once. */
  public Users() {
    passwd = ProcText.readOr(Path.of("/etc/passwd"), Inspector.MOST, "");
    group = ProcText.readOr(Path.of("/etc/group"), Inspector.MOST, "");
  }

  /** The name of a user, or the number again. */
  public String user(int id) {
    return name(passwd, id);
  }

  /** The name of a group, or the number again. */
  public String group(int id) {
    return name(group, id);
  }

  private static String name(String file, int id) {
    String number = Integer.toString(id);
    for (String line : file.split("\n", -1)) {
      String[] fields = line.split(":", 4);
      if (fields.length > 2 && fields[2].equals(number)) {
        return fields[0];
      }
    }
    return number;
  }
}
