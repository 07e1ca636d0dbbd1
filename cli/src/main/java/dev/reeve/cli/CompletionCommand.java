package dev.reeve.cli;

import dev.reeve.core.spec.Names;
import java.util.List;

/** {@code completion}: scripts that let a shell complete commands, options and names. */
final class CompletionCommand implements Command {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @Override
  public Usage usage() {
    return Usage.of("completion", "let your shell complete commands and names")
        .words("bash|zsh|fish", 1, 1)
        .text("Prints a script. Names of services are asked of the daemon while you type.")
        .examples(
            new Usage.Example(
                "completion bash > /etc/bash_completion.d/reeve", "for all users of bash"),
            new Usage.Example(
                "completion zsh > ~/.zfunc/_reeve", "where fpath of zsh has ~/.zfunc"),
            new Usage.Example(
                "completion fish > ~/.config/fish/completions/reeve.fish", "for fish"));
  }

  @Override
  public String what(Call call) {
    return "make completion for " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint {
    String shell = call.words().getFirst();
    call.out.add(
        switch (shell) {
          case "bash" -> Completion.bash();
          case "zsh" -> Completion.zsh();
          case "fish" -> Completion.fish();
          default ->
              throw Complaint.usage(
                  what(call),
                  "it must be one of "
                      + String.join(", ", SHELLS)
                      + Names.didYouMean(shell, SHELLS),
                  "write it like this: reeve completion bash");
        });
    return 0;
  }
}
