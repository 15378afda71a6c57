# shellcheck shell=sh
# What the scripts of this folder share. They set `root`, the folder of the project, and source this file.
# shellcheck disable=SC2154

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 2
}

# Sets `java`.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null 2>&1 ||
    fail "$java not found; install a JDK 17 or later, or set JAVA_HOME to one"
  java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  [ "${java_version:-0}" -ge 17 ] ||
    fail "$java is of version ${java_version:-unknown}; install a JDK 17 or later, or set JAVA_HOME to one"
}

# build PHASE STAMP FOLDER...: runs Maven up to PHASE unless the file STAMP, which that phase writes, is
# newer than everything in the source folders. An installed copy, which has no pom.xml, is never built.
build() {
  phase=$1
  stamp=$2
  shift 2
  [ -f "$root/pom.xml" ] || return 0
  if [ -f "$stamp" ] && [ -z "$(newer_than "$stamp" "$@")" ] && resolved "$stamp"; then
    return 0
  fi
  command -v mvn >/dev/null 2>&1 || fail "mvn not found; install Maven 3.8 or later to build Entrosum"
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null 2>&1 ||
    fail "javac not found; install a JDK 17 or later to build Entrosum, or set JAVA_HOME to one"
  printf '%s: building Entrosum (the first time this takes some minutes) ...\n' "${0##*/}" >&2
  # The stamp gets the time when the build began: a source changed meanwhile is newer.
  mkdir -p "$root/target"
  began=$root/target/build-began.$$
  : >"$began"
  if ! (cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dcyclonedx.skip=true "$phase") >&2 </dev/null; then
    rm -f "$began"
    fail "the build failed, see above; \`mvn $phase\` in $root tells more"
  fi
  touch -r "$began" "$stamp"
  rm -f "$began"
}

# A file or folder that changed after the file $1, among the source folders that follow; Maven builds no Python.
newer_than() {
  than=$1
  shift
  find "$root/pom.xml" "$root/common/pom.xml" "$root/spark-jobs/pom.xml" "$@" \
    -name python -prune -o -newer "$than" -print 2>/dev/null | head -n 1
}

# Whether the jars of the class path file $1 are still in Maven's local repository; looks at the last one.
resolved() {
  last=$(sed 's/.*://' "$1")
  [ -e "$last" ]
}

# Sets `pytorch` to a folder of the jars that networks need and Spark has not; in a checkout fetches them once.
pytorch_jars() {
  pytorch=$root/lib/pytorch
  [ -f "$root/pom.xml" ] || return 0
  pytorch=$root/target/pytorch
  [ -d "$pytorch" ] && return 0
  printf '%s: fetching PyTorch (once, 110 MB) ...\n' "${0##*/}" >&2
  rm -rf "$pytorch.partial"
  (cd "$root" && mvn -B -q -pl common dependency:copy-dependencies "-DoutputDirectory=$pytorch.partial" \
    -DincludeGroupIds=ai.djl,ai.djl.pytorch,net.java.dev.jna) >&2 </dev/null || fail "PyTorch was not fetched, see above"
  mv "$pytorch.partial" "$pytorch"
}

# class_archive LIBRARIES THIN_JAR COMMON_JAR: sets `archive` to a file of the classes that Spark loads before the first pass,
# parsed and verified already, which saves a third of the time to the first iteration. It is made once for a
# virtual machine and a set of jars, by a training that is thrown away; empty if that fails.
class_archive() {
  archive=$root/spark-jobs/target/spark-$({ "$java" -version; echo "$1"; } 2>&1 | cksum | cut -d ' ' -f 1).jsa
  [ -e "$archive" ] || make_class_archive "$@"
  [ -s "$archive" ] || archive=
}

make_class_archive() {
  printf '%s: keeping the classes of Spark so that commands start faster (once, half a minute) ...\n' "${0##*/}" >&2
  scratch=$(mktemp -d)
  # Jars in an archive's class path must not change; Entrosum's own, which may, are handed in as an application.
  SPARK_LOCAL_IP=127.0.0.1 "$java" "@$root/conf/java-options" -XX:+UseParallelGC \
    "-XX:ArchiveClassesAtExit=$scratch/classes.jsa" "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" \
    -Dspark.master='local[*]' -Dspark.ui.enabled=false -cp "$1" org.apache.spark.deploy.SparkSubmit \
    --class io.entrosum.spark.job.Main --jars "$3" "$2" train --config "$root/conf/examples/faithful-mixture.conf" \
    --set input.path="$root/conf/examples/data/faithful.csv" --set output.path="$scratch/model" \
    >"$scratch/log" 2>&1 </dev/null || true
  if [ -s "$scratch/classes.jsa" ]; then
    mv "$scratch/classes.jsa" "$archive.$$" && mv "$archive.$$" "$archive"
  else
    printf '%s: that failed; commands run without, see %s.log\n' "${0##*/}" "$archive" >&2
    cp "$scratch/log" "$archive.log"
    : >"$archive" # not tried again with this virtual machine and these jars
  fi
  rm -rf "$scratch"
}

# run_java CLASS_PATH MAIN_CLASS ARGUMENT...: becomes a Java program with Spark in it, with the classes of
# `archive` if that is set.
run_java() {
  class_path=$1
  shift
  set -f # no globbing in the options: local[*] is no pattern
  # shellcheck disable=SC2086 # one word an option
  set -- ${ENTROSUM_JAVA_OPTS:-} -cp "$class_path" "$@"
  set +f
  if [ -f "$root/conf/spark-defaults.conf" ]; then
    while read -r key value || [ -n "$key" ]; do
      case $key in
        spark.*) set -- "-D$key=$value" "$@" ;;
      esac
    done <"$root/conf/spark-defaults.conf"
  fi
  if [ -n "${ENTROSUM_MEMORY:-}" ]; then
    set -- "-Xmx$ENTROSUM_MEMORY" "$@"
  fi
  [ -z "${archive:-}" ] ||
    set -- "-XX:SharedArchiveFile=$archive" -Xlog:cds=error -Xlog:cds+dynamic=error "$@"
  # Statistics are large arrays, which G1 handles badly: its concurrent cycles cost a tenth of the CPU time.
  case " ${ENTROSUM_JAVA_OPTS:-} " in
    *" -XX:+Use"*GC\ *) ;;
    *) set -- -XX:+UseParallelGC "$@" ;;
  esac
  # On two cores the optimising compiler competes with the start of Spark, most of which runs a few times only:
  # later, it costs a short training a fifth of its CPU time less, and loops over rows get there in a second.
  set -- -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=50000 \
    -XX:Tier4CompileThreshold=200000 -XX:Tier4BackEdgeThreshold=200000 "$@"
  # netlib's bridge to a native BLAS exists for Linux only; elsewhere the Vector API is the fastest.
  [ "$(uname -s)" = Linux ] || set -- --add-modules=jdk.incubator.vector "$@"
  export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
  exec "$java" "@$root/conf/java-options" \
    "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" \
    "-Dspark.master=${master:-local[*]}" -Dspark.ui.enabled=false "$@"
}

# python_environment FOLDER REQUIREMENTS: a virtual environment with what a file lists; a new one where the list has changed.
python_environment() {
  cmp -s "$2" "$1/requirements.txt" && return
  python=${PYTHON:-python3}
  "$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    fail "$python: must be Python 3.10 or later with venv (Debian: python3-venv); set PYTHON to one"
  printf '%s: installing what %s lists ...\n' "${0##*/}" "${2#"$root/"}" >&2
  rm -rf "$1"
  "$python" -m venv "$1"
  "$1/bin/python" -m pip install -q --disable-pip-version-check -r "$2"
  cp "$2" "$1/requirements.txt"
}

# job_jar FOLDER: prints the newest job jar in it.
job_jar() {
  newest=
  for jar in "$1"/entrosum-spark-*-job.jar; do
    if [ -f "$jar" ] && { [ -z "$newest" ] || [ -n "$(find "$jar" -newer "$newest")" ]; }; then
      newest=$jar
    fi
  done
  [ -n "$newest" ] || fail "no entrosum-spark-*-job.jar in $1"
  printf '%s\n' "$newest"
}

# spark_distribution VERSION: prints a folder under target with bin, sbin and jars of Spark, as PyPI has them.
spark_distribution() {
  home=$root/target/spark-$1
  archive=$root/target/docker/pyspark-$1.tar.gz
  if [ ! -d "$home" ]; then
    [ -f "$archive" ] ||
      python3 -m pip download -q --no-deps --no-binary :all: --dest "${archive%/*}" "pyspark==$1" >&2
    rm -rf "$home.partial"
    mkdir -p "$home.partial"
    tar -xzf "$archive" -C "$home.partial" --strip-components=2 "pyspark-$1/deps/bin" "pyspark-$1/deps/sbin" "pyspark-$1/deps/jars"
    mv "$home.partial" "$home"
  fi
  printf '%s\n' "$home"
}
