package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import java.util.List;

/** Why a command cannot do what it should: "cannot VERB OBJECT: REASON", and what to do next. */
final class Complaint extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String what;
  private final String hint;
  private final transient List<String> output;

  /**
   * @param what verb and object
   * @param hint may be empty
   * @param output lines of the program that are shown below the reason
   */
  Complaint(ErrorCode code, String what, String reason, String hint, List<String> output) {
    super(reason, null, false, false);
    this.code = code;
    this.what = what;
    this.hint = hint;
    this.output = output;
  }

  Complaint(ErrorCode code, String what, String reason, String hint) {
    this(code, what, reason, hint, List.of());
  }

  /** What the daemon complained of while this was tried. */
  static Complaint of(ApiException e, String what) {
    return new Complaint(e.code(), what, e.reason(), e.hint());
  }

  /** A command was called in a way that makes no sense. */
  static Complaint usage(String what, String reason, String hint) {
    return new Complaint(ErrorCode.USAGE, what, reason, hint);
  }

  /** The same where the reason need not name the only thing that the sentence is about. */
  Complaint about(String only) {
    String begin = only + ": ";
    return reason().startsWith(begin)
        ? new Complaint(code, what, reason().substring(begin.length()), hint, output)
        : this;
  }

  /** The same with another code. */
  Complaint as(ErrorCode other) {
    return new Complaint(other, what, reason(), hint, output);
  }

  ErrorCode code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }

  List<String> output() {
    return output;
  }

  /** The whole sentence. */
  String sentence() {
    return "cannot " + what + ": " + reason();
  }
}
