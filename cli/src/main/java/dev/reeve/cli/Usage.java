package dev.reeve.cli;

import java.util.List;

/**
 * How a command is called. Parsing, help and completion follow from it.
 *
 * @param name its first name
 * @param aliases its other names
 * @param synopsis what follows the name: {@code TARGET… [options]}
 * @param summary half a sentence, for the list of commands
 * @param text a paragraph
 * @param least how many words it needs at least
 * @param most how many it takes at most
 * @param program whether words after {@code --} belong to a program
 * @param options its own ones; those of all commands are added
 * @param examples two or three
 * @param exits what its exit codes mean where that is not obvious
 */
record Usage(
    String name,
    List<String> aliases,
    String synopsis,
    String summary,
    String text,
    int least,
    int most,
    boolean program,
    List<Opt> options,
    List<Example> examples,
    String exits) {

  static final int MANY = Integer.MAX_VALUE;

  /** Of all commands. */
  static final List<Opt> EVERYWHERE = List.of(Opt.JSON, Opt.PLAIN, Opt.QUIET, Opt.HELP);

  /**
   * A command line and what it does.
   *
   * @param line without {@code reeve}
   */
  record Example(String line, String meaning) {}

  /** A command without words, options and anything else; see the methods that add them. */
  static Usage of(String name, String summary) {
    return new Usage(name, List.of(), "", summary, "", 0, 0, false, List.of(), List.of(), "");
  }

  Usage alias(String... others) {
    return new Usage(
        name,
        List.of(others),
        synopsis,
        summary,
        text,
        least,
        most,
        program,
        options,
        examples,
        exits);
  }

  Usage words(String newSynopsis, int newLeast, int newMost) {
    return new Usage(
        name,
        aliases,
        newSynopsis,
        summary,
        text,
        newLeast,
        newMost,
        program,
        options,
        examples,
        exits);
  }

  Usage withProgram() {
    return new Usage(
        name, aliases, synopsis, summary, text, least, most, true, options, examples, exits);
  }

  Usage text(String newText) {
    return new Usage(
        name, aliases, synopsis, summary, newText, least, most, program, options, examples, exits);
  }

  Usage options(List<Opt> newOptions) {
    return new Usage(
        name, aliases, synopsis, summary, text, least, most, program, newOptions, examples, exits);
  }

  Usage options(Opt... newOptions) {
    return options(List.of(newOptions));
  }

  Usage examples(Example... newExamples) {
    return new Usage(
        name,
        aliases,
        synopsis,
        summary,
        text,
        least,
        most,
        program,
        options,
        List.of(newExamples),
        exits);
  }

  Usage exits(String newExits) {
    return new Usage(
        name, aliases, synopsis, summary, text, least, most, program, options, examples, newExits);
  }

  /** Name and synopsis. */
  String line() {
    return synopsis.isEmpty() ? name : name + " " + synopsis;
  }
}
