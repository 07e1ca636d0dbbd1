package dev.reeve.daemon.diagnosis;

import java.util.Map;

/** Where programs that scripts often want come from. */
final class Commands {
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("node", "nodejs"),
          Map.entry("pip", "python3-pip"),
          Map.entry("pip3", "python3-pip"),
          Map.entry("python", "python-is-python3"),
          Map.entry("psql", "postgresql-client"),
          Map.entry("pg_isready", "postgresql-client"),
          Map.entry("pg_dump", "postgresql-client"),
          Map.entry("mysql", "default-mysql-client"),
          Map.entry("mysqldump", "default-mysql-client"),
          Map.entry("redis-cli", "redis-tools"),
          Map.entry("nc", "netcat-openbsd"),
          Map.entry("dig", "dnsutils"),
          Map.entry("nslookup", "dnsutils"),
          Map.entry("ip", "iproute2"),
          Map.entry("ss", "iproute2"),
          Map.entry("ifconfig", "net-tools"),
          Map.entry("netstat", "net-tools"),
          Map.entry("ping", "iputils-ping"),
          Map.entry("ps", "procps"),
          Map.entry("killall", "psmisc"),
          Map.entry("ssh", "openssh-client"),
          Map.entry("docker", "docker.io"),
          Map.entry("java", "default-jre"),
          Map.entry("javac", "default-jdk"),
          Map.entry("php", "php-cli"),
          Map.entry("bundle", "bundler"),
          Map.entry("gem", "ruby"),
          Map.entry("rake", "ruby"),
          Map.entry("go", "golang"),
          Map.entry("lua", "lua5.4"),
          Map.entry("convert", "imagemagick"),
          Map.entry("cc", "gcc"),
          Map.entry("g++", "g++"),
          Map.entry("setcap", "libcap2-bin"),
          Map.entry("envsubst", "gettext-base"),
          Map.entry("htpasswd", "apache2-utils"));

  /** Programs whose package has their name. */
  private static final java.util.Set<String> SAME =
      java.util.Set.of(
          "jq",
          "curl",
          "wget",
          "git",
          "make",
          "gcc",
          "unzip",
          "zip",
          "rsync",
          "npm",
          "ruby",
          "perl",
          "python3",
          "php-cli",
          "socat",
          "sudo",
          "openssl",
          "ffmpeg",
          "xz-utils",
          "sqlite3",
          "rclone",
          "composer",
          "tini",
          "gosu",
          "inotify-tools",
          "file",
          "tmux",
          "screen",
          "cron",
          "bash",
          "bc");

  private static final Map<String, String> OTHERWISE =
      Map.of(
          "yarn", "npm install -g yarn",
          "pnpm", "npm install -g pnpm",
          "tsx", "npm install -g tsx",
          "ts-node", "npm install -g ts-node",
          "uvicorn", "pip install uvicorn",
          "gunicorn", "pip install gunicorn",
          "flask", "pip install flask",
          "celery", "pip install celery");

  private Commands() {}

  /** How to get a program that is not there, such as {@code apt install jq}. */
  static String install(String program) {
    String otherwise = OTHERWISE.get(program);
    String name = PACKAGES.getOrDefault(program, SAME.contains(program) ? program : "");
    return otherwise != null
        ? otherwise
        : name.isEmpty() ? "install it, or add its folder to PATH in 'env'" : "apt install " + name;
  }
}
