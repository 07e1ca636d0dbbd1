package dev.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/** Completion scripts, made from the declarations of the commands. */
final class Completion {
  /** What the first word of a command is. */
  private enum Word {
    NOTHING,
    SERVICE,
    FILE,
    SERVICE_OR_FILE,
    COMMAND,
    SHELL
  }

  private Completion() {}

  private static Word word(Usage usage) {
    return switch (usage.name()) {
      case "start", "graph" -> Word.SERVICE_OR_FILE;
      case "run", "check", "plan", "apply", "load", "unload", "convert", "save", "import" ->
          Word.FILE;
      case "up", "down" -> Word.FILE;
      case "help" -> Word.COMMAND;
      case "completion" -> Word.SHELL;
      default -> usage.synopsis().contains("TARGET") ? Word.SERVICE : Word.NOTHING;
    };
  }

  private static List<Usage> usages() {
    List<Usage> usages = new ArrayList<>();
    for (String name : Commands.names()) {
      Command command = Commands.find(name);
      if (command != null) {
        usages.add(command.usage());
      }
    }
    return usages;
  }

  private static List<Opt> options(Usage usage) {
    List<Opt> options = new ArrayList<>(usage.options());
    options.addAll(Usage.EVERYWHERE);
    return options;
  }

  private static String shown(Opt option) {
    return option.negatable() && option.byDefault() ? option.opposite() : option.name();
  }

  private static String optionWords(Usage usage) {
    StringBuilder words = new StringBuilder();
    for (Opt option : options(usage)) {
      words.append(words.isEmpty() ? "" : " ").append(shown(option));
    }
    return words.toString();
  }

  private static String patterns(Usage usage) {
    StringBuilder names = new StringBuilder(usage.name());
    for (String alias : usage.aliases()) {
      names.append('|').append(alias);
    }
    return names.toString();
  }

  static String bash() {
    StringBuilder script =
        new StringBuilder(
            """
            # bash completion for reeve
            _reeve() {
              local cur=${COMP_WORDS[COMP_CWORD]} cmd= i options= words=
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  -*) ;;
                  *) cmd=${COMP_WORDS[i]}; break ;;
                esac
              done
              COMPREPLY=()
              case $cmd in
            """);
    script.append("    '') words='").append(String.join(" ", Commands.names())).append("' ;;\n");
    for (Usage usage : usages()) {
      script.append("    ").append(patterns(usage)).append(")\n");
      script.append("      options='").append(optionWords(usage)).append("'\n");
      String words =
          switch (word(usage)) {
            case SERVICE, SERVICE_OR_FILE -> "words=$(reeve __names 2>/dev/null)";
            case COMMAND -> "words='" + String.join(" ", Commands.names()) + "'";
            case SHELL -> "words='bash zsh fish'";
            case FILE, NOTHING -> "words=";
          };
      script.append("      [[ $cur == -* ]] || ").append(words).append('\n');
      boolean files = word(usage) == Word.FILE || word(usage) == Word.SERVICE_OR_FILE;
      script.append(files ? "      [[ $cur == -* ]] || compopt -o default\n" : "");
      script.append("      ;;\n");
    }
    return script
        .append(
            """
              esac
              [[ $cur == -* ]] && words=$options
              COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -F _reeve reeve
            """)
        .toString();
  }

  static String zsh() {
    StringBuilder script =
        new StringBuilder(
            """
            #compdef reeve
            _reeve_names() {
              local -a names
              names=(${(f)"$(reeve __names 2>/dev/null)"} all)
              compadd -a names
            }
            _reeve() {
              local cmd= word
              for word in ${words[2,CURRENT-1]}; do
                [[ $word == -* ]] || { cmd=$word; break }
              done
              case $cmd in
                '')
                  local -a commands
                  commands=(
            """);
    for (Usage usage : usages()) {
      script.append("        ").append(zshPair(usage.name(), usage.summary())).append('\n');
    }
    script.append("      )\n      _describe command commands\n      ;;\n");
    for (Usage usage : usages()) {
      script.append("    ").append(patterns(usage)).append(")\n");
      script.append("      if [[ $PREFIX == -* ]]; then\n        local -a options\n");
      script.append("        options=(\n");
      for (Opt option : options(usage)) {
        script.append("          ").append(zshPair(shown(option), option.meaning())).append('\n');
      }
      script.append("        )\n        _describe option options\n      else\n        ");
      script
          .append(
              switch (word(usage)) {
                case SERVICE -> "_reeve_names";
                case SERVICE_OR_FILE -> "_reeve_names; _files";
                case FILE -> "_files";
                case COMMAND -> "compadd " + String.join(" ", Commands.names());
                case SHELL -> "compadd bash zsh fish";
                case NOTHING -> ":";
              })
          .append("\n      fi\n      ;;\n");
    }
    return script.append("  esac\n}\n_reeve \"$@\"\n").toString();
  }

  private static String zshPair(String name, String meaning) {
    return quoted(name + ":" + meaning.replace("\\", "\\\\").replace(":", "\\:"));
  }

  static String fish() {
    StringBuilder script = new StringBuilder("# fish completion for reeve\ncomplete -c reeve -f\n");
    for (Usage usage : usages()) {
      script
          .append("complete -c reeve -n __fish_use_subcommand -a ")
          .append(usage.name())
          .append(" -d ")
          .append(fishQuoted(usage.summary()))
          .append('\n');
    }
    for (Usage usage : usages()) {
      String seen =
          "complete -c reeve -n '__fish_seen_subcommand_from "
              + patterns(usage).replace('|', ' ')
              + "' ";
      for (Opt option : options(usage)) {
        script.append(seen).append("-l ").append(shown(option).substring(2));
        script.append(option.letter() == 0 ? "" : " -s " + option.letter());
        script.append(option.isFlag() ? "" : " -r");
        script.append(" -d ").append(fishQuoted(option.meaning())).append('\n');
      }
      script.append(
          switch (word(usage)) {
            case SERVICE -> seen + "-a '(reeve __names 2>/dev/null)'\n";
            case SERVICE_OR_FILE -> seen + "-F -a '(reeve __names 2>/dev/null)'\n";
            case FILE -> seen + "-F\n";
            case COMMAND -> seen + "-a '" + String.join(" ", Commands.names()) + "'\n";
            case SHELL -> seen + "-a 'bash zsh fish'\n";
            case NOTHING -> "";
          });
    }
    return script.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
