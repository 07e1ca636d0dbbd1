package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.RESTART;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields below {@code sandbox}, and {@code umask}. */
public final class SandboxFields {
  private static final String ALL_OF_THEM = "all";
  private static final String NONE_OF_THEM = "none";

  private static final FieldType<Optional<Set<String>>> CAPABILITY_LIST =
      new FieldType<>() {
        @Override
        public String label() {
          return "capability, list of them, none or all";
        }

        @Override
        public Optional<Set<String>> read(Object tree, Path base) throws Unreadable {
          Collection<?> items = FieldTypes.items(tree);
          List<String> names = new ArrayList<>();
          for (Object item : items) {
            names.add(FieldTypes.scalar(item, "capability"));
          }
          if (names.equals(List.of(ALL_OF_THEM))) {
            return Optional.empty();
          }
          return Optional.of(
              Capabilities.of(names.equals(List.of(NONE_OF_THEM)) ? List.of() : names));
        }

        @Override
        public Object write(Optional<Set<String>> value) {
          return value.<Object>map(List::copyOf).orElse(ALL_OF_THEM);
        }

        @Override
        public boolean repeatable() {
          return true;
        }
      };

  private static final FieldType<OptionalInt> MASK =
      FieldTypes.scalar("octal mask", SandboxFields::mask, SandboxFields::octal);

  private static final FieldTable TABLE = new FieldTable();

  public static final Field<OptionalInt> UMASK =
      TABLE.add(
          "umask",
          "umask",
          MASK,
          OptionalInt.empty(),
          RESTART,
          "Permissions that its new files do not get, such as 0027; that of the daemon",
          spec -> spec.sandbox().umask());
  public static final Field<Boolean> NO_NEW_PRIVILEGES =
      TABLE.add(
          "sandbox.no_new_privileges",
          "no-new-privileges",
          FieldTypes.YES_NO,
          false,
          RESTART,
          "No program that it executes gives it more rights, such as a setuid one",
          spec -> spec.sandbox().noNewPrivileges());
  public static final Field<Optional<Set<String>>> CAPABILITIES =
      TABLE.add(
          "sandbox.capabilities",
          "capability",
          CAPABILITY_LIST,
          Optional.empty(),
          RESTART,
          "The rights of root that it keeps, as any user; all others are gone for good; needs root",
          spec -> spec.sandbox().capabilities());
  public static final Field<Boolean> PRIVATE_TMP =
      TABLE.add(
          "sandbox.private_tmp",
          "private-tmp",
          FieldTypes.YES_NO,
          false,
          RESTART,
          "/tmp and /var/tmp of its own, in memory, gone when it ends; needs root",
          spec -> spec.sandbox().privateTmp());
  public static final Field<List<Path>> READ_ONLY_PATHS =
      TABLE.add(
          "sandbox.read_only_paths",
          "read-only-path",
          FieldTypes.PATHS,
          List.of(),
          RESTART,
          "Files and folders that it can only read, with everything below; needs root",
          spec -> spec.sandbox().readOnlyPaths());

  static final List<Field<?>> ALL = TABLE.fields();

  private SandboxFields() {}

  private static OptionalInt mask(String text) throws Unreadable {
    if (text.isEmpty()) {
      return OptionalInt.empty(); // how the default is written
    }
    String digits = text.startsWith("0o") ? text.substring(2) : text;
    if (!digits.matches("0?[0-7]{1,3}")) {
      throw new Unreadable("must be an octal mask such as 0027, not '" + text + "'");
    }
    return OptionalInt.of(Integer.parseInt(digits, 8));
  }

  private static Object octal(OptionalInt mask) {
    return mask.isPresent() ? "%04o".formatted(mask.getAsInt()) : "";
  }
}
