package com.jisu.logs.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import co.elastic.logging.logback.EcsEncoder;
import com.jisu.logs.app.api.LogFormat;
import com.jisu.logs.app.api.LogLevel;
import com.jisu.logs.app.api.Terminal;
import com.jisu.logs.app.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Puts {@code logging.*} into effect. Until then, and where nothing is configured, {@code logback.xml} is in effect. */
public final class Logging {

    private static final String OWN = "com.jisu.logs";

    private Logging() {}

    /** For a command that a person waits for: text unless JSON is asked for. */
    public static void forPeople(Configuration.LoggingKeys keys) {
        levels(keys);
        if (keys.format() == LogFormat.JSON) {
            json("jisu-logs");
        }
    }

    /** For roles that run unattended. */
    public static void forService(Configuration.LoggingKeys keys, Collection<?> roles) {
        levels(keys);
        boolean automatic = keys.format() == LogFormat.AUTO && isInContainer() && !Terminal.stderrIsTerminal();
        if (automatic || keys.format() == LogFormat.JSON) {
            json(roles.stream().map(Object::toString).sorted().collect(Collectors.joining("-", "jisu-logs.", "")));
        }
    }

    /** Shows no warning and no error from now on while this is so; it is asked for each of them. */
    public static void hideWhere(BooleanSupplier hidden) {
        Appender<ILoggingEvent> stderr = logger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        if (stderr == null) {
            return;
        }
        stderr.addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                return event.getLevel().isGreaterOrEqual(Level.WARN) && hidden.getAsBoolean()
                        ? FilterReply.DENY
                        : FilterReply.NEUTRAL;
            }
        });
    }

    /** For a command that reads no {@code logging.*}: only what is wrong. */
    public static void warningsOnly() {
        logger(OWN).setLevel(Level.WARN);
    }

    private static void levels(Configuration.LoggingKeys keys) {
        logger(OWN).setLevel(level(keys.level()));
        keys.levels().forEach((name, level) -> logger(name).setLevel(level(level)));
    }

    /** Changes the one appender of {@code logback.xml}. */
    private static void json(String dataset) {
        ConsoleAppender<ILoggingEvent> stderr =
                (ConsoleAppender<ILoggingEvent>) logger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        if (stderr == null) {
            return; // the operator has a logback configuration of his own (-Dlogback.configurationFile)
        }
        EcsEncoder encoder = new EcsEncoder();
        encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        encoder.setServiceName("jisu-logs");
        encoder.setEventDataset(dataset);
        encoder.start();
        stderr.stop();
        stderr.setEncoder(encoder);
        stderr.start();
    }

    private static boolean isInContainer() {
        return System.getenv("KUBERNETES_SERVICE_HOST") != null
                || Files.exists(Path.of("/.dockerenv"))
                || Files.exists(Path.of("/run/.containerenv"));
    }

    private static Level level(LogLevel level) {
        return Level.toLevel(level.name());
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
