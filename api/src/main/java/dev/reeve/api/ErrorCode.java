package dev.reeve.api;

import java.util.Locale;

/** Kinds of failures, with the exit code of a command that ends with one. */
public enum ErrorCode {
  /** It went wrong. */
  FAILED(1, -32000),
  /** The question makes no sense. */
  USAGE(2, -32602),
  /** There is no such service. */
  UNKNOWN_SERVICE(3, -32001),
  /** No daemon answers. */
  UNREACHABLE(4, -32002),
  /** The caller may not. */
  NOT_PERMITTED(5, -32003),
  /** It took too long. */
  TIMED_OUT(6, -32004);

  private final int exit;
  private final int rpc;

  ErrorCode(int exit, int rpc) {
    this.exit = exit;
    this.rpc = rpc;
  }

  /** The exit code of the command line. */
  public int exit() {
    return exit;
  }

  /** The code in a JSON-RPC error. */
  public int rpc() {
    return rpc;
  }

  /** In lower case, as it is written in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant for a word; {@link #FAILED} for one that is not known here. */
  public static ErrorCode of(String word) {
    for (ErrorCode code : values()) {
      if (code.word().equals(word)) {
        return code;
      }
    }
    return FAILED;
  }
}
