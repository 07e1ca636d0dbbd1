package dev.reeve.daemon.diagnosis;

import dev.reeve.core.spec.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Packages of Python: those of {@code requirements.txt}, or the modules that the sources import
 * where there is none. What is installed only the interpreter of the service knows; it is asked
 * once, for all of them, and imports nothing.
 */
final class PythonPackages implements Dependencies {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");

  private static final int MOST = 500;

  /** Modules whose package has another name. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("yaml", "PyYAML"),
          Map.entry("PIL", "Pillow"),
          Map.entry("cv2", "opencv-python"),
          Map.entry("sklearn", "scikit-learn"),
          Map.entry("skimage", "scikit-image"),
          Map.entry("bs4", "beautifulsoup4"),
          Map.entry("dotenv", "python-dotenv"),
          Map.entry("dateutil", "python-dateutil"),
          Map.entry("MySQLdb", "mysqlclient"),
          Map.entry("psycopg2", "psycopg2-binary"),
          Map.entry("jwt", "PyJWT"),
          Map.entry("jose", "python-jose"),
          Map.entry("Crypto", "pycryptodome"),
          Map.entry("OpenSSL", "pyOpenSSL"),
          Map.entry("serial", "pyserial"),
          Map.entry("usb", "pyusb"),
          Map.entry("zmq", "pyzmq"),
          Map.entry("git", "GitPython"),
          Map.entry("attr", "attrs"),
          Map.entry("gi", "PyGObject"),
          Map.entry("docx", "python-docx"),
          Map.entry("magic", "python-magic"),
          Map.entry("multipart", "python-multipart"),
          Map.entry("socketio", "python-socketio"),
          Map.entry("telegram", "python-telegram-bot"),
          Map.entry("ldap", "python-ldap"),
          Map.entry("Xlib", "python-xlib"),
          Map.entry("win32api", "pywin32"),
          Map.entry("pkg_resources", "setuptools"),
          Map.entry("google.protobuf", "protobuf"),
          Map.entry("rest_framework", "djangorestframework"),
          Map.entry("corsheaders", "django-cors-headers"),
          Map.entry("memcache", "python-memcached"),
          Map.entry("slugify", "python-slugify"));

  private static final String INSTALLED =
      """
      import sys
      from importlib.metadata import distribution
      for name in sys.argv[1:]:
          for spelling in (name, name.replace('-', '_'), name.replace('_', '-'), name.replace('-', '.')):
              try:
                  distribution(spelling)
                  break
              except Exception:
                  pass
          else:
              print(name)
      """;

  private static final String IMPORTABLE =
      """
      import sys
      from importlib.util import find_spec
      sys.path.insert(0, sys.argv[1])
      for name in sys.argv[2:]:
          try:
              found = name in sys.builtin_module_names or find_spec(name)
          except Exception:
              found = True
          if not found:
              print(name)
      """;

  @Override
  public Language language() {
    return Language.PYTHON;
  }

  @Override
  public List<String> missing(Scene scene, Entry entry, Errand errand) throws InterruptedException {
    Optional<Path> folder = Project.folderWith(scene, entry, "requirements.txt");
    List<String> words = new ArrayList<>(List.of(entry.interpreter().toString(), "-c"));
    if (folder.isPresent()) {
      List<String> names = bounded(Requirements.of(folder.get()));
      words.add(INSTALLED);
      words.addAll(names);
      return names.isEmpty() ? List.of() : errand.told(words, names);
    }
    if (entry.script().isEmpty()) {
      return List.of();
    }
    List<String> modules = bounded(PythonImports.of(entry.script().get()));
    words.add(IMPORTABLE);
    words.add(entry.folder(scene).toString());
    words.addAll(modules);
    return modules.isEmpty()
        ? List.of()
        : errand.told(words, modules).stream().map(this::packageOf).toList();
  }

  private static List<String> bounded(Set<String> names) {
    return names.stream()
        .filter(name -> NAME.matcher(name.replace('_', 'a')).matches())
        .limit(MOST)
        .toList();
  }

  @Override
  public String packageOf(String module) {
    String known = PACKAGES.get(module);
    if (known != null) {
      return known;
    }
    int dot = module.indexOf('.');
    String top = dot < 0 ? module : module.substring(0, dot);
    return PACKAGES.getOrDefault(top, top);
  }

  @Override
  public boolean isInstallable(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public String command(Scene scene, Entry entry, List<String> names) {
    String all = String.join(" ", names);
    Path interpreter = entry.interpreter();
    Path bin = interpreter.resolveSibling("pip");
    if (Files.exists(interpreter.resolveSibling("../pyvenv.cfg"))) {
      return Words.quoted(bin.toString()) + " install " + all;
    }
    boolean debian = interpreter.startsWith("/usr/bin") && names.size() == 1;
    return "pip install "
        + all
        + (debian
            ? " (or: apt install python3-" + Requirements.normal(names.getFirst()) + ")"
            : "");
  }
}
