# syntax=docker/dockerfile:1
#
#   docker build -t jisu-logs:1.0.0-SNAPSHOT .          podman build --format docker -t jisu-logs:1.0.0-SNAPSHOT .
#
# BUILD_IMAGE: a JDK 17 or later with its jmods, and Maven 3.8 or later. BASE_IMAGE: a Linux with glibc and a POSIX shell;
# it needs no Java, the image brings its own. Where no registry can be reached, docs/deployment.md makes both.
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-17
ARG BASE_IMAGE=docker.io/library/debian:12-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q -Dmaven.test.skip -Dspotless.check.skip -pl distribution -am package && \
    mkdir /opt/jisu-logs && \
    tar -xzf distribution/target/jisu-logs-*[!v].tar.gz --strip-components=1 -C /opt/jisu-logs
# RocksDB brings its native library for fourteen kinds of machine, 70 MB; one of them is this.
RUN case $(uname -m) in aarch64) native=linux-aarch64 ;; *) native=linux64 ;; esac && \
    mkdir /tmp/rocksdb && cd /tmp/rocksdb && jar -xf /opt/jisu-logs/lib/rocksdbjni-*.jar && \
    find . -name 'librocksdbjni-*' ! -name "librocksdbjni-$native.so" -delete && \
    jar -cfM "$(echo /opt/jisu-logs/lib/rocksdbjni-*.jar)" .
# A Java runtime of the modules that the program uses: a fifth of a whole one. jdk.jcmd is for whoever has to look inside.
RUN jlink --output /opt/java --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 --add-modules \
    java.base,java.compiler,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

FROM ${BASE_IMAGE}
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="jisu-logs" \
      org.opencontainers.image.description="A log pipeline from Filebeat over Kafka to Elasticsearch that replaces Logstash" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

COPY --from=build /opt/java /opt/java
COPY --from=build /opt/jisu-logs /opt/jisu-logs
COPY --chmod=0755 distribution/src/main/image/jisu-logs-health /usr/local/bin/

ENV JAVA_HOME=/opt/java \
    LANG=C.UTF-8 \
    PATH=/opt/jisu-logs/bin:/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    # Probes and Prometheus come from outside the container.
    JISU_LOGS_ADMIN_HOST=0.0.0.0
# The archive fits one Java and one set of jars only: it is made here, by the Java that will read it.
RUN java -Xshare:dump -Xlog:disable -Xlog:all=error && archive-classes && rm -rf /tmp/*

# Nobody cleans it in a container; streams keeps its local files there unless it is told another place.
ENV XDG_STATE_HOME=/tmp
# By number: Kubernetes' runAsNonRoot can not check a name. Nothing is written but /tmp.
USER 1000:1000
WORKDIR /opt/jisu-logs
EXPOSE 5044 9600
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["jisu-logs-health"]
ENTRYPOINT ["jisu-logs"]
CMD ["--help"]
