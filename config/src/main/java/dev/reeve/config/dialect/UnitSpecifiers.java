package dev.reeve.config.dialect;

import dev.reeve.config.Environment;
import java.util.HashMap;
import java.util.Map;

/** What stands behind a percent sign in a unit of the system manager; see systemd.unit(5). */
final class UnitSpecifiers {
  private final Translation translation;
  private final Map<Character, String> values = new HashMap<>();

  /**
   * Prepares for one unit.
   *
   * @param full its name without {@code .service}
   */
  UnitSpecifiers(Translation translation, String full) {
    this.translation = translation;
    int at = full.indexOf('@');
    values.put('n', full + ".service");
    values.put('N', full);
    values.put('p', at < 0 ? full : full.substring(0, at));
    if (at < full.length() - 1) {
      String instance = at < 0 ? "" : full.substring(at + 1);
      values.put('i', instance);
      values.put('I', instance.replace('-', '/'));
    }
    values.put('t', "/run");
    values.put('S', "/var/lib");
    values.put('C', "/var/cache");
    values.put('L', "/var/log");
    values.put('E', "/etc");
    values.put('T', "/tmp");
    values.put('V', "/var/tmp");
    values.put('u', "root");
    values.put('U', "0");
    values.put('h', "/root");
    values.put('s', "/bin/sh");
    Environment environment = translation.environment();
    values.put('H', environment.value("HOSTNAME").orElse("localhost"));
    values.put('%', "%");
  }

  /** The value of a setting with all of them put in. */
  String expand(UnitFile.Setting setting) {
    return expand(setting, setting.value());
  }

  /** The same for a part of the value. */
  String expand(UnitFile.Setting setting, String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char specifier = text.charAt(++i);
      String value = values.get(specifier);
      if (value == null && (specifier == 'i' || specifier == 'I')) {
        translation.problem(
            setting.valueAt(),
            "the unit is a template: '%" + specifier + "' needs an instance, such as NAME@1");
      } else if (value == null) {
        translation.warn(
            setting.valueAt(), "'%" + specifier + "' is not known to Reeve; left as it is");
      }
      out.append(value == null ? "%" + specifier : value);
    }
    return out.toString();
  }
}
