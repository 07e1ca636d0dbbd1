package dev.reeve.daemon.diagnosis;

import dev.reeve.core.spec.Words;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What PHP says on the command line; the messages are those of versions 7.4 to 8.4. */
final class PhpErrors implements Classifier {
  /** Beginnings of functions of extensions that Debian has in packages of their own. */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("mb_", "mbstring"),
          Map.entry("curl_", "curl"),
          Map.entry("simplexml_", "xml"),
          Map.entry("xml_", "xml"),
          Map.entry("dom_", "xml"),
          Map.entry("utf8_", "xml"),
          Map.entry("mysqli_", "mysql"),
          Map.entry("pg_", "pgsql"),
          Map.entry("sqlite_", "sqlite3"),
          Map.entry("bc", "bcmath"),
          Map.entry("gmp_", "gmp"),
          Map.entry("imagecreate", "gd"),
          Map.entry("gd_", "gd"),
          Map.entry("intl_", "intl"),
          Map.entry("numfmt_", "intl"),
          Map.entry("ldap_", "ldap"),
          Map.entry("imap_", "imap"),
          Map.entry("apcu_", "apcu"),
          Map.entry("zip_", "zip"),
          Map.entry("msgpack_", "msgpack"),
          Map.entry("igbinary_", "igbinary"),
          Map.entry("ssh2_", "ssh2"),
          Map.entry("bz", "bz2"),
          Map.entry("yaml_", "yaml"));

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("Redis", "redis"),
          Map.entry("Memcached", "memcached"),
          Map.entry("mysqli", "mysql"),
          Map.entry("SQLite3", "sqlite3"),
          Map.entry("DOMDocument", "xml"),
          Map.entry("SimpleXMLElement", "xml"),
          Map.entry("XMLReader", "xml"),
          Map.entry("XMLWriter", "xml"),
          Map.entry("Imagick", "imagick"),
          Map.entry("ZipArchive", "zip"),
          Map.entry("NumberFormatter", "intl"),
          Map.entry("IntlDateFormatter", "intl"),
          Map.entry("Collator", "intl"),
          Map.entry("SoapClient", "soap"),
          Map.entry("AMQPConnection", "amqp"),
          Map.entry("MongoDB\\Driver\\Manager", "mongodb"),
          Map.entry("Swoole\\Server", "swoole"));

  @Override
  public boolean speaks(Language language) {
    return language == Language.PHP;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return autoload(said, scene)
        .or(() -> function(said))
        .or(() -> type(said))
        .or(() -> other(said))
        .or(() -> syntax(said));
  }

  private static Optional<Clue> autoload(Said said, Scene scene) {
    Optional<Said.Piece> file = said.between("Failed opening required '", "'");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String name = file.get().text();
    int vendor = name.lastIndexOf("vendor/autoload.php");
    if (vendor < 0) {
      return Clue.plain(name + " is required, but does not exist" + place(said, file.get()));
    }
    Path folder = scene.directory().resolve(name.substring(0, vendor)).normalize();
    return Clue.plain(
        "the PHP packages are not installed: cd %s && composer install"
            .formatted(Words.quoted(folder.toString())));
  }

  private static Optional<Clue> function(Said said) {
    return said.between("Call to undefined function ", "()")
        .map(function ->
            FUNCTIONS.entrySet().stream()
                .filter(entry -> function.text().startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> extension(entry.getValue(), function.text() + "()"))
                .orElseGet(() ->
                    new Clue.Plain(
                        "there is no function %s()%s"
                            .formatted(function.text(), place(said, function)))));
  }

  private static Clue.Plain extension(String extension, String what) {
    return new Clue.Plain(
        "PHP has no extension %s, which has %s: apt install php-%s"
            .formatted(extension, what, extension));
  }

  private static Optional<Clue> type(Said said) {
    return said.between("Class \"", "\" not found")
        .or(() -> said.between("Class '", "' not found"))
        .or(() -> said.between("Interface \"", "\" not found"))
        .map(type -> {
          String extension = CLASSES.get(type.text());
          return extension != null
              ? extension(extension, "the class " + type.text())
              : new Clue.Plain(
                  "there is no class %s%s: is its package installed (composer install), its"
                          .formatted(type.text(), place(said, type))
                      + " autoloader up to date (composer dump-autoload), and loaded?");
        });
  }

  private static Optional<Clue> other(Said said) {
    Optional<Said.Piece> extension =
        said.between("requires the ", " extension")
            .or(() -> said.between("Composer dependencies require the \"ext-", "\""));
    if (extension.isPresent()) {
      String name = extension.get().text().replace("ext-", "");
      return Clue.plain("PHP has no extension " + name + ": apt install php-" + name);
    }
    Optional<Said.Piece> version =
        said.between("Composer dependencies require a PHP version \"", "\"");
    if (version.isPresent()) {
      return Clue.plain(
          "the packages need PHP %s; this is %s"
              .formatted(
                  version.get().text(),
                  said.between("You are running ", ".\n")
                      .or(() -> said.after("You are running "))
                      .map(Said.Piece::text)
                      .orElse("another")));
    }
    if (said.has("could not find driver")) {
      return Clue.plain(
          "PDO has no driver for this database: apt install php-mysql, php-pgsql or php-sqlite3");
    }
    Optional<Said.Piece> script = said.after("Could not open input file: ");
    if (script.isPresent()) {
      return Clue.plain(
          "there is no script " + script.get().text() + ": check 'command' and 'cwd'");
    }
    return said.between("Allowed memory size of ", " bytes exhausted")
        .map(bytes ->
            new Clue.Plain(
                "PHP may use no more than %s bytes of memory: php -d memory_limit=…, or its php.ini"
                    .formatted(bytes.text())));
  }

  private static Optional<Clue> syntax(Said said) {
    return said.after("Parse error: ")
        .map(error -> {
          String text = error.text();
          int in = text.lastIndexOf(" in ");
          String message = in < 0 ? text : text.substring(0, in);
          return new Clue.Plain(
              "syntax error%s: %s"
                  .formatted(place(said, error), message.replace("syntax error, ", "")));
        });
  }

  /** {@code in FILE:2} or {@code in FILE on line 2} at the end of a message. */
  private static String place(Said said, Said.Piece piece) {
    String line = said.line(piece.line());
    int in = line.lastIndexOf(" in /");
    return in < 0 ? "" : " in " + Said.cut(line.substring(in + 4).replace(" on line ", ":"));
  }

  /** Anything else that was thrown. */
  static Optional<Clue> thrown(Said said) {
    return said.after("Fatal error: ")
        .map(error -> {
          String text = error.text().replace("Uncaught ", "");
          int in = text.lastIndexOf(" in /");
          return new Clue.Plain(
              "it ended with %s%s"
                  .formatted(in < 0 ? text : text.substring(0, in), place(said, error)));
        });
  }
}
