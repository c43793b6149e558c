package com.jisu.logs.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Kinds of lines that loggers, web servers and proxies really write, each in the shape that its writer has by default. */
public enum RealLine {
    LOGBACK(Group.LOGGER, "application"),
    LOG4J_ECS(Group.LOGGER, "application"),
    SPRING_BOOT(Group.LOGGER, "application"),
    PINO(Group.LOGGER, "application"),
    WINSTON(Group.LOGGER, "application"),
    BUNYAN(Group.LOGGER, "application"),
    PYTHON_JSON(Group.LOGGER, "application"),
    STRUCTLOG(Group.LOGGER, "application"),
    ZAP(Group.LOGGER, "application"),
    LOGRUS(Group.LOGGER, "application"),
    SLOG(Group.LOGGER, "application"),
    SERILOG(Group.LOGGER, "application"),
    MONOLOG(Group.LOGGER, "application"),
    TRACING(Group.LOGGER, "application"),
    NGINX_JSON(Group.ACCESS, "nginx"),
    NGINX_ELK(Group.ACCESS, "nginx"),
    INGRESS_JSON(Group.ACCESS, "nginx"),
    HAPROXY(Group.ACCESS, "nginx"),
    CADDY(Group.ACCESS, "nginx"),
    CADDY_APPLICATION(Group.ACCESS, "application"),
    JAVA_TRACE(Group.TRACE, "application"),
    NODE_TRACE(Group.TRACE, "application"),
    PYTHON_TRACE(Group.TRACE, "application"),
    JAVA_FRAMES(Group.TRACE, "application");

    /** What the lines are about. */
    public enum Group {
        LOGGER,
        ACCESS,
        TRACE
    }

    private final Group group;
    private final String logType;

    RealLine(Group group, String logType) {
        this.group = group;
        this.logType = logType;
    }

    Group group() {
        return group;
    }

    String logType() {
        return logType;
    }

    /** Those that a name stands for: one kind, a whole group, or {@code real} for loggers and access lines. */
    static List<RealLine> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
        List<RealLine> all = Arrays.stream(values())
                .filter(line -> line.name().equals(upper)
                        || line.group.name().equals(upper)
                        || upper.equals("REAL") && line.group != Group.TRACE)
                .toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no such kind of lines: " + name);
        }
        return all;
    }
}
