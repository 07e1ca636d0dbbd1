package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the Java virtual machine and its launcher say; the messages are those of HotSpot. */
final class JavaErrors implements Classifier {
  private static final Map<String, String> DRIVERS =
      Map.of(
          "org.postgresql.", "the jar of PostgreSQL's driver (org.postgresql:postgresql)",
          "com.mysql.", "the jar of MySQL's driver (com.mysql:mysql-connector-j)",
          "org.mariadb.", "the jar of MariaDB's driver (org.mariadb.jdbc:mariadb-java-client)",
          "oracle.jdbc.", "the jar of Oracle's driver (com.oracle.database.jdbc:ojdbc11)",
          "org.h2.", "the jar of H2 (com.h2database:h2)",
          "org.slf4j.", "the jar of SLF4J (org.slf4j:slf4j-api)",
          "javax.xml.bind.", "JAXB, which went with Java 11 (jakarta.xml.bind)",
          "javafx.", "JavaFX, which is no part of the JDK (openjfx)");

  /** Of class files, see JVMS 4.1: Java 8 has 52. */
  private static final int CLASS_FILES_BEFORE = 44;

  @Override
  public boolean speaks(Language language) {
    return language == Language.JAVA;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return version(said)
        .or(() -> launcher(said))
        .or(() -> machine(said))
        .or(() -> type(said))
        .or(() -> compilation(said))
        .or(() -> file(said));
  }

  private static Optional<Clue> version(Said said) {
    return said.between("(class file version ", ")")
        .map(version -> {
          String line = said.line(version.line());
          String have =
              Said.between(line + "\n", "recognizes class file versions up to ", "\n").orElse("");
          return new Clue.Plain(
              "it was compiled for Java %s, but runs with Java %s: name a newer java in 'command'"
                  .formatted(java(version.text()), java(have)));
        });
  }

  private static String java(String classFile) {
    int dot = classFile.indexOf('.');
    String major = dot < 0 ? classFile : classFile.substring(0, dot);
    boolean number =
        !major.isEmpty() && major.length() < 4 && major.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.toString(Integer.parseInt(major) - CLASS_FILES_BEFORE) : "?";
  }

  private static Optional<Clue> launcher(Said said) {
    Optional<Said.Piece> main = said.after("Could not find or load main class ");
    if (main.isPresent()) {
      return Clue.plain(
          "the class path has no class %s: check its name, and -cp or -jar in 'command'"
              .formatted(main.get().text()));
    }
    Optional<Said.Piece> jar =
        said.after("Unable to access jarfile ").or(() -> said.after("Invalid or corrupt jarfile "));
    if (jar.isPresent()) {
      boolean corrupt = said.has("corrupt jarfile");
      return Clue.plain(
          corrupt
              ? jar.get().text() + " is no jar file: was it built or copied completely?"
              : "there is no " + jar.get().text() + ": check 'command' and 'cwd', or build it");
    }
    Optional<Said.Piece> bare = said.after("no main manifest attribute, in ");
    if (bare.isPresent()) {
      return Clue.plain(
          "%s does not say which class is the main one: java -cp %s MAIN.CLASS"
              .formatted(bare.get().text(), bare.get().text()));
    }
    return said.between("Main method not found in class ", ",")
        .map(type ->
            new Clue.Plain(
                "the class %s has no 'public static void main(String[])': name another class"
                    .formatted(type.text())));
  }

  private static Optional<Clue> machine(Said said) {
    if (said.has("Could not reserve enough space")) {
      return Clue.plain("the heap is larger than the memory there is: lower -Xmx or -Xms");
    }
    if (said.has("Initial heap size set to a larger value than the maximum heap size")) {
      return Clue.plain("-Xms is more than -Xmx: lower it");
    }
    for (String before :
        List.of(
            "Unrecognized VM option '", "Unrecognized option: ", "Invalid maximum heap size: ")) {
      Optional<Said.Piece> option = said.after(before);
      if (option.isPresent()) {
        return Clue.plain(
            "this Java does not know the option %s: check 'command', JAVA_TOOL_OPTIONS and the version"
                .formatted(option.get().text().replace("'", "")));
      }
    }
    Optional<Said.Piece> memory = said.after("java.lang.OutOfMemoryError: ");
    if (memory.isPresent()) {
      boolean threads = memory.get().text().contains("native thread");
      return Clue.plain(
          threads
              ? "no more threads can be made: raise 'resources.pids' or the user's limit"
              : "memory is full (%s): raise -Xmx, or find what fills it"
                  .formatted(memory.get().text()));
    }
    return Optional.empty();
  }

  private static Optional<Clue> type(Said said) {
    Optional<Said.Piece> missing =
        said.after("java.lang.NoClassDefFoundError: ")
            .or(() -> said.after("java.lang.ClassNotFoundException: "));
    if (missing.isPresent()) {
      String name = missing.get().text().replace('/', '.');
      if (name.startsWith("Could not initialize class ")) {
        return Clue.plain(
            name.replace("Could", "could") + ": its first failure is further up in the log");
      }
      return Clue.plain(
          "the class path has no class %s: add %s to -cp"
              .formatted(
                  name,
                  DRIVERS.entrySet().stream()
                      .filter(entry -> name.startsWith(entry.getKey()))
                      .map(Map.Entry::getValue)
                      .findFirst()
                      .orElse("the jar that has it")));
    }
    Optional<Said.Piece> method =
        said.after("java.lang.NoSuchMethodError: ")
            .or(() -> said.after("java.lang.NoSuchFieldError: "));
    if (method.isPresent()) {
      return Clue.plain(
          "%s does not exist: a library on the class path has the wrong version"
              .formatted(method.get().text()));
    }
    Optional<Said.Piece> library = said.between("no ", " in java.library.path");
    if (library.isPresent()) {
      return Clue.plain(
          "there is no native library lib%s.so: install it, or name its folder with"
                  .formatted(library.get().text())
              + " -Djava.library.path");
    }
    return said.has("InaccessibleObjectException")
        ? Clue.plain(
            "it looks into the JDK, which newer versions forbid: --add-opens as the message says")
        : Optional.empty();
  }

  /** {@code java Main.java}: {@code Main.java:1: error: ';' expected}. */
  private static Optional<Clue> compilation(Said said) {
    for (int i = 0; i < said.size(); i++) {
      String line = said.line(i);
      int at = line.indexOf(": error: ");
      if (at > 0 && line.substring(0, at).contains(".java:")) {
        return Clue.plain(
            "it does not compile: "
                + Said.cut(line.substring(at + ": error: ".length()))
                + " ("
                + Said.cut(line.substring(0, at))
                + ")");
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> file(Said said) {
    return said.after("java.nio.file.NoSuchFileException: ")
        .map(file ->
            new Clue.Plain("there is no file " + file.text() + ": check its path and 'cwd'"))
        .map(clue -> (Clue) clue)
        .or(() ->
            said.after("java.nio.file.AccessDeniedException: ")
                .map(file ->
                    new Clue.Plain(
                        "it may not use "
                            + file.text()
                            + ": check its owner and mode, and 'user' of the service")));
  }

  /** Anything else that was thrown. */
  static Optional<Clue> thrown(Said said) {
    return said.beginning("Exception in thread \"")
        .map(error -> {
          int quote = error.text().indexOf("\" ");
          String what = quote < 0 ? error.text() : error.text().substring(quote + 2);
          return new Clue.Plain("it threw " + what + place(said, error.line()));
        });
  }

  /** The first line of a trace that is not of the JDK. */
  private static String place(Said said, int error) {
    for (int i = error + 1; i < Math.min(said.size(), error + 30); i++) {
      String line = said.line(i).strip();
      if (line.startsWith("at ") && !line.startsWith("at java.") && !line.startsWith("at jdk.")) {
        return " (" + Said.between(line, "(", ")").map(Said::cut).orElse("") + ")";
      }
    }
    return "";
  }
}
