package dev.reeve.daemon.diagnosis;

import java.nio.file.Path;
import java.util.Optional;

/** What a program is written in, as far as its failures look alike. */
enum Language {
  NODE("Node.js", "node", "nodejs", "npm", "npx", "yarn", "pnpm", "ts-node", "tsx"),
  PYTHON("Python", "python", "pypy"),
  PERL("Perl", "perl"),
  PHP("PHP", "php"),
  RUBY("Ruby", "ruby", "bundle", "bundler"),
  JAVA("Java", "java"),
  GO("Go", "go"),
  SHELL("the shell", "bash", "sh", "dash", "ash", "ksh", "zsh");

  private final String title;
  private final String programs;

  Language(String title, String... programs) {
    this.title = title;
    this.programs = " " + String.join(" ", programs) + " ";
  }

  /** For people. */
  String title() {
    return title;
  }

  /** By the name of an interpreter, with or without a version: {@code python3.12}. */
  static Optional<Language> of(Path program) {
    String name = String.valueOf(program.getFileName());
    int end = name.length();
    while (end > 0 && (Character.isDigit(name.charAt(end - 1)) || name.charAt(end - 1) == '.')) {
      end--;
    }
    String bare = name.substring(0, end);
    for (Language language : values()) {
      if (!bare.isEmpty() && language.programs.contains(" " + bare + " ")) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
