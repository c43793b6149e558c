# What the launchers share, the checkout's and the distribution's. They set java_package: what to install without it.

fail() {
  echo "jisu-logs: $*" >&2
  exit 1
}

# Sets java and version.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null 2>&1 || fail "no Java found at '$java'; install $java_package"
  # Beside it is a file with its version; to ask java itself would cost a tenth of a second.
  release=$(dirname "$(readlink -f "$(command -v "$java")")")/../release
  if [ -f "$release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
  else
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ "${version:-0}" -ge 17 ] ||
    fail "needs Java 17 or later, but '$java' is version ${version:-unknown}; set JAVA_HOME to a newer one"
}

# Where this Java's archive of classes is: classes in the form in which this JVM needs them. A role starts sooner.
archive_of() {
  echo "$(dirname "$1")/jisu-logs-java$version.jsa"
}

# make_archive JAR: without one it starts, too; to try at every start would be slower, so a failure leaves an empty one.
make_archive() {
  archive=$(archive_of "$1")
  rm -f "$archive" "$archive.new"
  # The environment is the configuration of a start to come, with servers and passwords: none of the warm-up's business.
  # The JVM warns of each of some hundred classes that it leaves out.
  unset_configuration=$(env | sed -n 's/^\(JISU_LOGS_[A-Z0-9_]*\)=.*/-u \1/p')
  # shellcheck disable=SC2086 # a list of words
  env $unset_configuration "$java" -Xmx1g -Xlog:disable -Xlog:all=error -XX:ArchiveClassesAtExit="$archive.new" -jar "$1" warm-up &&
    mv "$archive.new" "$archive" || : >"$archive"
}

# start_java JAR ELASTICSEARCH_HOME OPENSEARCH_HOME ARGUMENT...: becomes the program. The homes are those of the nodes of `dev`.
start_java() {
  jar=$1
  elasticsearch_home=$2
  opensearch_home=$3
  shift 3
  archive=$(archive_of "$jar")
  sharing=-Xshare:auto
  [ ! -s "$archive" ] || sharing="-XX:SharedArchiveFile=$archive"
  # Kafka's client still uses an old way to free memory, of which newer Javas warn at every start.
  quiet=
  [ "$version" -lt 23 ] || quiet=--sun-misc-unsafe-memory-access=allow
  # Of the collectors, the serial one takes the least CPU time in heaps as small as these.
  collector=-XX:+UseSerialGC
  case "${JISU_LOGS_JAVA_OPTS:-}" in *-XX:+Use*GC*) collector= ;; esac
  # Where Java chose, at random, where the archive of classes lies in memory, it would have to adapt nearly all of it: 78 MiB
  # of the process's own. Later Javas than those that were tried may not know the option.
  placing=
  [ "$version" -gt 25 ] || placing='-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0'
  # An idle JVM sleeps: it neither samples counters for tools twenty times a second, nor stops all threads once a second for nothing.
  idle='-XX:-UsePerfData'
  [ -z "$placing" ] || idle="$idle -XX:GuaranteedSafepointInterval=0"
  # Code that runs at every poll, and not for every event, is not worth the optimizing compiler's time until it has run often.
  compiling='-XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000'
  # What native libraries take is given back: glibc keeps up to 8 arenas a core, and what is large in them for ever.
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-262144}"
  [ -t 1 ] && stdout=true || stdout=false
  [ -t 2 ] && stderr=true || stderr=false
  # shellcheck disable=SC2086 # lists of words
  exec "$java" "$sharing" -Xlog:cds=off -Xlog:cds+dynamic=off -Xmx1g $collector $quiet $placing $idle $compiling -XX:+ExitOnOutOfMemoryError \
    "-Djisu.logs.stdout.terminal=$stdout" "-Djisu.logs.stderr.terminal=$stderr" \
    "-Djisu.logs.elasticsearch.home=$elasticsearch_home" "-Djisu.logs.opensearch.home=$opensearch_home" \
    ${JISU_LOGS_JAVA_OPTS:-} -jar "$jar" "$@"
}
