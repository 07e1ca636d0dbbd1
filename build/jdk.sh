# shellcheck shell=sh
# Read by ./reeve and ./test: finds a JDK that can build Reeve.

# Sets JAVA_HOME, or explains what to install and exits.
# The order: JAVA_HOME, the java on PATH, then the usual places: there the release that Reeve is tested with, else the newest.
need_jdk() {
  jdk_release=25
  jdk_found=${JAVA_HOME-}
  if jdk_fits "$jdk_found"; then
    export JAVA_HOME
    return
  fi
  jdk_found=$(command -v java) && jdk_found=$(readlink -f "$jdk_found") && jdk_found=${jdk_found%/bin/java}
  if ! jdk_fits "$jdk_found"; then
    jdk_found='' jdk_best=0
    for jdk_place in /usr/lib/jvm/* /opt/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/*; do
      if jdk_fits "$jdk_place" && [ "$jdk_best" -ne "$jdk_release" ]; then
        if [ "$jdk_version" -gt "$jdk_best" ] || [ "$jdk_version" -eq "$jdk_release" ]; then
          jdk_found=$jdk_place jdk_best=$jdk_version
        fi
      fi
    done
  fi
  if [ -z "$jdk_found" ]; then
    echo "${0##*/}: cannot build Reeve: no JDK $jdk_release or newer is installed" >&2
    echo "→ install Eclipse Temurin $jdk_release (https://adoptium.net) or, where the distribution has it," >&2
    echo "  'apt install openjdk-$jdk_release-jdk'; if it is installed, set JAVA_HOME to its folder" >&2
    exit 1
  fi
  JAVA_HOME=$jdk_found
  export JAVA_HOME
}

# Is this the folder of a JDK that is new enough? Sets jdk_version. Reads the file "release" instead of starting a JVM.
jdk_fits() {
  if ! { [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; }; then
    return 1
  fi
  while IFS='=' read -r jdk_key jdk_value; do
    if [ "$jdk_key" = JAVA_VERSION ]; then
      jdk_version=${jdk_value#\"}    # "25.0.3" or "26-ea"
      jdk_version=${jdk_version%%[!0-9]*}
      [ "${jdk_version:-0}" -ge "$jdk_release" ]
      return
    fi
  done <"$1/release"
  return 1
}

need_maven() {
  if ! command -v mvn >/dev/null; then
    echo "${0##*/}: cannot build Reeve: Maven (mvn) is not installed" >&2
    echo "→ 'apt install maven', or https://maven.apache.org; 3.8 or newer" >&2
    exit 1
  fi
}
