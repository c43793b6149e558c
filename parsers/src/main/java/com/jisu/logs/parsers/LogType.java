package com.jisu.logs.parsers;

import com.jisu.logs.parsers.application.ApplicationParser;
import com.jisu.logs.parsers.container.DockerParser;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.nginx.NginxParser;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log types whose lines are taken apart; those of all others are stored as they are. This is where one is registered: the
 * parsers, the metrics, the commands and the live page take it from here, in this order.
 */
public enum LogType {
    NGINX(NginxParser.LOG_TYPE, LogstashParsers::nginx),
    APPLICATION(ApplicationParser.LOG_TYPE, LogstashParsers::application),
    DOCKER(DockerParser.LOG_TYPE, LogstashParsers::docker);

    /** What all others together are called, and lines without a type. */
    static final String OTHER = "other";

    private static final List<String> NAMES =
            Stream.of(values()).map(LogType::toString).toList();
    private static final Set<String> KNOWN = Set.copyOf(NAMES);

    private final String logType;
    private final Function<LogstashParsers, LogTypeParser> parser;

    /**
     * The parsers of the types that Logstash's configuration had. They share what they remember, and containers write lines of the
     * two others.
     */
    record LogstashParsers(ApplicationParser application, NginxParser nginx, DockerParser docker) {}

    /** @param parser makes the parser of one {@code EventParser} */
    LogType(String logType, Function<LogstashParsers, LogTypeParser> parser) {
        this.logType = logType;
        this.parser = parser;
    }

    LogTypeParser parser(LogstashParsers parsers) {
        return parser.apply(parsers);
    }

    /** The {@code fields.logtype}. */
    @Override
    public String toString() {
        return logType;
    }

    /** All, as {@code fields.logtype} has them. */
    public static List<String> names() {
        return NAMES;
    }

    /** All for a person: {@code nginx, application or docker}. */
    public static String choice() {
        return choice(List.of());
    }

    /** The same, behind types of one's own. */
    public static String choice(List<String> own) {
        List<String> all = Stream.concat(own.stream(), NAMES.stream().filter(name -> !own.contains(name)))
                .toList();
        int last = all.size() - 1;
        return all.stream().limit(last).collect(Collectors.joining(", ", "", " or ")) + all.get(last);
    }

    /** The name of a {@code fields.logtype} out of a bounded set: {@link #OTHER} for all that are not known. */
    public static String known(String logType) {
        return KNOWN.contains(logType) ? logType : OTHER;
    }
}
