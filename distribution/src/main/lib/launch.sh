# What the two launchers share, the checkout's and the distribution's. They set java_package: what to install without it.

fail() {
  echo "jisu-logs: $*" >&2
  exit 1
}

# Sets java and version.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null 2>&1 || fail "no Java found at '$java'; install $java_package"
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] ||
    fail "needs Java 17 or later, but '$java' is version ${version:-unknown}; set JAVA_HOME to a newer one"
}

# start_java JAR ELASTICSEARCH_HOME ARGUMENT...: becomes the program.
start_java() {
  jar=$1
  elasticsearch_home=$2
  shift 2
  # Kafka's client still uses an old way to free memory, of which newer Javas warn at every start.
  quiet=
  [ "$version" -lt 23 ] || quiet=--sun-misc-unsafe-memory-access=allow
  # An archive of classes halves the start. One that does not fit this Java or these jars is left aside in silence.
  archive=${jar%.jar}.jsa
  shared=
  [ ! -f "$archive" ] || shared="-XX:SharedArchiveFile=$archive -Xlog:cds=off -Xlog:cds+dynamic=off"
  [ -t 1 ] && stdout=true || stdout=false
  [ -t 2 ] && stderr=true || stderr=false
  # shellcheck disable=SC2086 # lists of words
  exec "$java" -Xmx1g $quiet $shared -XX:+ExitOnOutOfMemoryError ${JISU_LOGS_JAVA_OPTS:-} \
    "-Djisu.logs.stdout.terminal=$stdout" "-Djisu.logs.stderr.terminal=$stderr" \
    "-Djisu.logs.elasticsearch.home=$elasticsearch_home" \
    -jar "$jar" "$@"
}
