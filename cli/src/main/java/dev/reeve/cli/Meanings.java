package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.ServiceRow;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what is meant: an exact name of a service wins, then a file, then a program in {@code
 * PATH}. What is none of them is refused with a message that names all three.
 */
final class Meanings {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  /** Where every daemon finds programs, whatever its own PATH is. */
  private static final List<String> EVERYWHERE =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private final Call call;
  private final List<String> names;

  Meanings(Call call, List<ServiceRow> services) {
    this.call = call;
    this.names = new ArrayList<>();
    for (ServiceRow service : services) {
      names.add(service.name());
    }
  }

  /**
   * What a target stands for.
   *
   * @param shell the text is a line for a shell, so that it needs not begin with a program
   */
  Meaning of(String text, boolean shell) throws Complaint {
    if (names.contains(text)) {
      return new Meaning.Known(text);
    }
    Optional<Path> path = existing(text);
    if (path.isPresent() && ConfigFiles.isOne(path.get())) {
      return new Meaning.File(text, ConfigFiles.path(call, text));
    }
    if (path.isEmpty() && isSelector(text)) {
      return new Meaning.Known(text);
    }
    if (path.filter(Files::isDirectory).isPresent()) {
      throw complaint(text, "it is a folder without a reeve.yaml", "name the file you mean");
    }
    if (ConfigFiles.hasExtension(text) && path.isEmpty()) {
      throw complaint(text, "no such file", "check the path; relative ones start from " + here());
    }
    return program(text, shell);
  }

  /** A program by its words, as they follow {@code --} or {@code run}. */
  Meaning.Program program(List<String> words) throws Complaint {
    String first = words.getFirst();
    if (first.isEmpty()) {
      throw complaint("''", "the name of the program is empty", "name a program");
    }
    List<String> resolved = new ArrayList<>(words);
    resolved.set(0, resolve(first).orElseThrow(() -> noProgram(first, String.join(" ", words))));
    return new Meaning.Program(resolved, Words.join(words));
  }

  private Meaning.Program program(String text, boolean shell) throws Complaint {
    if (shell) {
      return new Meaning.Program(split(text), text);
    }
    Optional<Path> file = existing(text);
    if (file.isPresent()) {
      return new Meaning.Program(List.of(file.get().toString()), text);
    }
    List<String> words = new ArrayList<>(split(text));
    if (words.isEmpty()) {
      throw complaint("'" + text + "'", "there is nothing to start", "name a service or a program");
    }
    String first = words.getFirst();
    words.set(0, resolve(first).orElseThrow(() -> noProgram(first, text)));
    return new Meaning.Program(words, text);
  }

  private List<String> split(String text) throws Complaint {
    try {
      return Words.split(text);
    } catch (Unreadable e) {
      throw complaint(text, "the command line " + e.reason(), "check its quotes");
    }
  }

  /**
   * The program as the daemon will find it: a file by its absolute path, a program of the standard
   * folders by its name, one that only the caller's {@code PATH} has by its absolute path.
   */
  private Optional<String> resolve(String program) {
    Optional<Path> file = existing(program).filter(found -> !Files.isDirectory(found));
    if (program.indexOf('/') >= 0) {
      return file.map(Path::toString);
    }
    String path = call.invocation.environment().getOrDefault("PATH", DEFAULT_PATH);
    for (String folder : path.split(":", -1)) {
      Path candidate = call.invocation.directory().resolve(folder).resolve(program);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(EVERYWHERE.contains(folder) ? program : candidate.toString());
      }
    }
    return file.map(Path::toString);
  }

  private Optional<Path> existing(String text) {
    try {
      Path path = call.invocation.directory().resolve(text).normalize();
      return !text.isEmpty() && Files.exists(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isSelector(String text) {
    if (text.equals("all") || text.startsWith("@")) {
      return true;
    }
    boolean number = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '/') {
        return false;
      }
      if (c == '*' || c == '?') {
        return true;
      }
      number &= c >= '0' && c <= '9';
    }
    int hash = text.lastIndexOf('#');
    return number || (hash > 0 && hash < text.length() - 1);
  }

  private Complaint noProgram(String first, String text) {
    if (first.indexOf('/') >= 0) {
      return complaint(text, "no such file", "check the path; relative ones start from " + here());
    }
    String shown = Clean.line(first);
    return new Complaint(
        ErrorCode.UNKNOWN_SERVICE,
        "start " + Clean.line(text),
        "'"
            + shown
            + "' is no service, no file in "
            + here()
            + " and no program in PATH"
            + Names.didYouMean(first, names),
        names.isEmpty()
            ? "a program is started by its path: reeve start ./" + shown
            : "see the services with 'reeve list', or give the path of a program");
  }

  private Complaint complaint(String text, String reason, String hint) {
    return new Complaint(ErrorCode.FAILED, "start " + Clean.line(text), reason, hint);
  }

  private String here() {
    return Clean.line(call.invocation.directory().toString());
  }
}
