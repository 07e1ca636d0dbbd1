package dev.reeve.cli.inspect;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The folders {@code fd} and {@code fdinfo} of a process. */
final class Descriptors {
  /** A process may have a million; so many are looked at. */
  static final int MOST = 10_000;

  private Descriptors() {}

  static Optional<List<OpenFile>> of(Path folder) {
    List<OpenFile> files = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("fd"))) {
      for (Path link : links) {
        if (files.size() < MOST) {
          add(files, folder, link);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
    files.sort(Comparator.comparingInt(OpenFile::number));
    return Optional.of(files);
  }

  private static void add(List<OpenFile> files, Path folder, Path link) {
    String name = String.valueOf(link.getFileName());
    String target;
    try {
      target = Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return; // closed meanwhile
    }
    String info = ProcText.readOr(folder.resolve("fdinfo").resolve(name), 4096, "");
    String position = ProcText.field(info, "pos");
    files.add(
        new OpenFile(
            (int) ProcText.number(name),
            target,
            access(ProcText.field(info, "flags")),
            position.isEmpty() ? -1 : ProcText.number(position)));
  }

  /** The last two bits of open(2)'s flags, which are in octal. */
  private static String access(String flags) {
    return flags.isEmpty()
        ? ""
        : switch (flags.charAt(flags.length() - 1) & 3) {
          case 0 -> "r";
          case 1 -> "w";
          default -> "rw";
        };
  }
}
