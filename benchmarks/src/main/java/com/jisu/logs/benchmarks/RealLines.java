package com.jisu.logs.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Lines of each kind of {@link RealLine}, made from a seed. Not thread-safe. */
final class RealLines {

    private static final List<String> WORDS =
            List.of("order", "cart", "cache", "payment", "stock", "retry", "session", "price", "address", "invoice");
    private static final List<String> LEVELS =
            List.of("INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR");
    private static final List<String> ALL_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final DateTimeFormatter MILLIS = formatter("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter MICROS = formatter("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter NANOS = formatter("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS");
    private static final DateTimeFormatter SECONDS = formatter("yyyy-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter COMMA = formatter("yyyy-MM-dd HH:mm:ss,SSS");

    private final Random random;
    private final RealAccessLines access;
    private final StackTraces traces;

    RealLines(Random random) {
        this.random = random;
        this.access = new RealAccessLines(random);
        this.traces = new StackTraces(random);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** A line that was written at this time, of which the smaller parts are made up. */
    String next(RealLine kind, Instant second) {
        Instant time = second.truncatedTo(ChronoUnit.MILLIS).plusNanos(random.nextInt(1_000_000));
        return switch (kind.group()) {
            case LOGGER -> logger(kind, time);
            case ACCESS -> access.next(kind, time);
            case TRACE -> traces.next(kind, time);
        };
    }

    private String logger(RealLine kind, Instant time) {
        return switch (kind) {
            case LOGBACK -> logback(time);
            case LOG4J_ECS -> log4jEcs(time);
            case SPRING_BOOT -> springBoot(time);
            case PINO, BUNYAN -> numberedLevel(kind, time);
            case WINSTON -> winston(time);
            case PYTHON_JSON -> pythonJson(time);
            case STRUCTLOG -> structlog(time);
            case ZAP -> zap(time);
            case LOGRUS -> logrus(time);
            case SLOG -> slog(time);
            case SERILOG -> serilog(time);
            case MONOLOG -> monolog(time);
            default -> tracing(time);
        };
    }

    private String logback(Instant time) {
        String level = pick(LEVELS);
        return object(
                text("@timestamp", NANOS.format(time) + "+01:00"),
                text("@version", "1"),
                text("message", message()),
                text("logger_name", logger()),
                text("thread_name", thread()),
                text("level", level),
                "\"level_value\":" + 10_000 * ALL_LEVELS.indexOf(level),
                some(text("traceId", hex(32)), text("spanId", hex(16))),
                some(order(), customer()));
    }

    private String log4jEcs(Instant time) {
        return object(
                text("@timestamp", MILLIS.format(time)),
                text("ecs.version", "1.2.0"),
                text("log.level", pick(LEVELS)),
                text("message", message()),
                text("process.thread.name", thread()),
                text("log.logger", logger()),
                some(text("labels.order", orderId()), text("trace.id", hex(32))));
    }

    private String springBoot(Instant time) {
        return object(
                text("@timestamp", NANOS.format(time) + "Z"),
                "\"log\":" + object(text("level", pick(LEVELS)), text("logger", logger())),
                "\"process\":{\"pid\":2676,\"thread\":" + object(text("name", thread())) + '}',
                "\"service\":{\"name\":\"shop\",\"version\":\"1.2\",\"node\":{}}",
                text("message", message()),
                some(text("traceId", hex(32)), text("spanId", hex(16))),
                some(order(), customer()),
                "\"ecs\":{\"version\":\"8.11\"}");
    }

    /** pino and bunyan are kin. */
    private String numberedLevel(RealLine kind, Instant time) {
        int level = 10 + 10 * ALL_LEVELS.indexOf(pick(LEVELS));
        if (kind == RealLine.PINO) {
            return object(
                    "\"level\":" + level,
                    "\"time\":" + time.toEpochMilli(),
                    "\"pid\":15300",
                    text("hostname", "web-1.example"),
                    some(text("reqId", "req-" + random.nextInt(100_000))),
                    some(order(), customer()),
                    text("msg", message()));
        }
        return object(
                text("name", "shop"),
                text("hostname", "web-1.example"),
                "\"pid\":15300",
                "\"level\":" + level,
                some(order(), customer()),
                text("msg", message()),
                text("time", MILLIS.format(time)),
                "\"v\":0");
    }

    private String winston(Instant time) {
        return object(
                some(customer()),
                text("level", pick(LEVELS).toLowerCase(Locale.ROOT)),
                text("message", message()),
                some(text("order", orderId())),
                text("service", "shop"),
                text("timestamp", MILLIS.format(time)));
    }

    private String pythonJson(Instant time) {
        return object(
                        text("asctime", COMMA.format(time)),
                        text("levelname", pick(LEVELS)),
                        text("name", "shop.order"),
                        text("message", message()),
                        some(order()))
                .replace("\":\"", "\": \"")
                .replace(",\"", ", \"");
    }

    private String structlog(Instant time) {
        return object(
                        some(order(), customer()),
                        text("event", message()),
                        text("logger", "shop.order"),
                        text("level", pick(LEVELS).toLowerCase(Locale.ROOT)),
                        text("timestamp", MICROS.format(time)))
                .replace("\":\"", "\": \"")
                .replace(",\"", ", \"");
    }

    private String zap(Instant time) {
        return object(
                text("level", pick(LEVELS).toLowerCase(Locale.ROOT)),
                "\"ts\":" + time.getEpochSecond() + '.' + (1 + time.getNano() / 100),
                text("logger", "shop.order"),
                text("caller", "order/place.go:" + (10 + random.nextInt(300))),
                text("msg", message()),
                some(order(), customer()));
    }

    private String logrus(Instant time) {
        return object(
                some("\"amount\":" + amount(), customer()),
                text("level", pick(LEVELS).toLowerCase(Locale.ROOT).replace("warn", "warning")),
                text("msg", message()),
                some(text("order", orderId())),
                text("time", SECONDS.format(time) + "+01:00"));
    }

    private String slog(Instant time) {
        return object(
                text("time", NANOS.format(time) + "+01:00"),
                text("level", pick(LEVELS)),
                text("msg", message()),
                some(order(), customer()));
    }

    /** In the compact format information has no level. */
    private String serilog(Instant time) {
        String level = pick(LEVELS);
        return object(
                text("@t", NANOS.format(time).substring(0, 27) + "Z"),
                text("@mt", "Order {Order} took {Elapsed} ms"),
                level.equals("INFO") ? "" : text("@l", level.equals("WARN") ? "Warning" : title(level)),
                text("Order", orderId()),
                "\"Elapsed\":" + amount(),
                text("SourceContext", "Shop.Orders.PlaceHandler"),
                some(text("@tr", hex(32)), text("@sp", hex(16))));
    }

    private static String title(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    private String monolog(Instant time) {
        String level = pick(LEVELS);
        int number = switch (level) {
            case "DEBUG" -> 100;
            case "INFO" -> 200;
            case "WARN" -> 300;
            default -> 400;
        };
        return object(
                text("message", message()),
                "\"context\":" + (random.nextBoolean() ? "{}" : object(order(), customer())),
                "\"level\":" + number,
                text("level_name", level.equals("WARN") ? "WARNING" : level),
                text("channel", "shop.Order"),
                text("datetime", MICROS.format(time).replace("Z", "+01:00")),
                "\"extra\":{}");
    }

    private String tracing(Instant time) {
        return object(
                text("timestamp", MICROS.format(time)),
                text("level", pick(LEVELS)),
                "\"fields\":" + object(text("message", message()), some(order())),
                text("target", "shop::order"));
    }

    private String order() {
        return text("order", orderId()) + ",\"amount\":" + amount();
    }

    private String customer() {
        return "\"customer\":{\"id\":" + random.nextInt(1_000_000) + ",\"tier\":\"" + pick(List.of("gold", "basic"))
                + "\"}";
    }

    private String orderId() {
        return "A-" + random.nextInt(1_000_000);
    }

    private String amount() {
        return random.nextInt(1_000) + "." + (1 + random.nextInt(9));
    }

    private String logger() {
        return "com.example.shop." + title(pick(WORDS)) + "Service";
    }

    private String thread() {
        return "http-nio-8080-exec-" + random.nextInt(64);
    }

    private String message() {
        return pick(WORDS) + ' ' + pick(WORDS) + ' ' + random.nextInt(1_000_000) + " took longer than expected";
    }

    private String hex(int digits) {
        return (String.format("%016x", random.nextLong()) + String.format("%016x", random.nextLong()))
                .substring(0, digits);
    }

    /** These members, in one line of two. */
    private String some(String... members) {
        return random.nextBoolean() ? String.join(",", members) : "";
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    static String text(String name, String value) {
        return '"' + name + "\":\"" + value + '"';
    }

    /** An object of these members, without those that are empty. */
    static String object(String... members) {
        return '{'
                + String.join(
                        ",",
                        Arrays.stream(members).filter(each -> !each.isEmpty()).toList())
                + '}';
    }

    /** The same from any of them on, as Go goes through a small map. */
    static String rotated(Random random, String... members) {
        List<String> all = new ArrayList<>(
                Arrays.stream(members).filter(each -> !each.isEmpty()).toList());
        Collections.rotate(all, random.nextInt(all.size()));
        return '{' + String.join(",", all) + '}';
    }
}
