package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.config.Export;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Where exported services go: to standard output, into a file, or into a folder. */
final class ExportFiles {
  static final Opt TO =
      Opt.value("--to", "FORMAT", String.join(", ", Export.Format.words()) + "; native by default");
  static final Opt OUT = Opt.value("--out", "DIR", "a file for each of several into this folder");
  static final Opt FORCE = Opt.flag("--force", 'f', "overwrite a file that exists");

  private final Call call;
  private final String what;
  private final List<String> out;

  /**
   * @param out the one file that is named, or none
   */
  ExportFiles(Call call, String what, List<String> out) {
    this.call = call;
    this.what = what;
    this.out = out;
  }

  /** The value of {@code --to}. */
  static Export.Format format(Call call, String what) throws Complaint {
    String word = call.arguments.value(TO).orElse(Export.Format.NATIVE.word());
    return Export.Format.of(word)
        .orElseThrow(() ->
            Complaint.usage(
                what,
                "'" + Clean.line(word) + "' is not a format that can be written",
                "there are " + String.join(", ", Export.Format.words())));
  }

  /**
   * Writes them all, or nothing if one is in the way.
   *
   * @param comment lines for the top of each file
   */
  int write(Export.Written written, Export.Format format, List<String> comment) throws Complaint {
    if (!call.quiet()) {
      for (String warning : written.warnings()) {
        call.err.line("warning: " + Clean.line(warning));
      }
      call.err.flush();
    }
    StringBuilder head = new StringBuilder();
    if (format.hasComments()) {
      comment.forEach(line -> head.append("# ").append(line).append('\n'));
    }
    boolean folder = call.arguments.has(OUT);
    if (folder && !out.isEmpty()) {
      throw call.arguments.complaint("give a file or --out, not both");
    }
    if (folder) {
      Path directory = path(call.arguments.value(OUT).orElse("."));
      refuseExisting(written.files().keySet().stream().map(directory::resolve).toList());
      for (Map.Entry<String, String> file : written.files().entrySet()) {
        store(directory.resolve(file.getKey()), head + file.getValue());
      }
      return 0;
    }
    if (!out.isEmpty()) {
      if (format.hasFolder() && written.files().size() > 1) {
        throw call.arguments.complaint(
            "there is more than one file for " + format.word() + ": give a folder with --out");
      }
      Path file = path(out.getFirst());
      refuseExisting(List.of(file));
      store(file, head + text(written, format));
      return 0;
    }
    call.out.add(head + text(written, format)).flush();
    return 0;
  }

  private Path path(String text) {
    return call.invocation.directory().resolve(text).normalize();
  }

  /** Several units in one stream are told apart by a comment with their names. */
  private static String text(Export.Written written, Export.Format format) {
    StringBuilder text = new StringBuilder();
    written
        .files()
        .forEach((name, content) -> {
          if (format.hasFolder()) {
            text.append(text.isEmpty() ? "" : "\n").append("# ").append(name).append('\n');
          }
          text.append(content);
        });
    return text.toString();
  }

  private void refuseExisting(List<Path> files) throws Complaint {
    for (Path file : files) {
      if (Files.exists(file) && !call.arguments.has(FORCE)) {
        throw new Complaint(
            ErrorCode.FAILED,
            what,
            Clean.line(file.toString()) + " exists already",
            "to overwrite it: --force");
      }
    }
  }

  /** Whole or not at all, and for its owner only: there may be secrets in it. */
  private void store(Path file, String text) throws Complaint {
    Path parent = file.toAbsolutePath().getParent();
    try {
      Path folder = Files.createDirectories(parent == null ? file : parent);
      Path temporary =
          Files.createTempFile(
              folder,
              ".reeve-",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          "cannot write " + Clean.line(file.toString()) + ": " + reason(e),
          "choose another place");
    }
    if (!call.quiet() && !call.json()) {
      call.out.line(Clean.line(file.toString()) + " written");
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such folder";
      case FileAlreadyExistsException _ -> "a file stands where a folder should be";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> Clean.line(String.valueOf(e.getMessage()));
    };
  }
}
