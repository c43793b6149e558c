package com.jisu.logs.benchmarks;

import static com.jisu.logs.benchmarks.RealLines.object;
import static com.jisu.logs.benchmarks.RealLines.text;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of errors with their stack traces, as text and as lists of frames. Not thread-safe. */
final class StackTraces {

    private static final List<String> CLASSES = List.of(
            "com.example.shop.OrderService",
            "com.example.shop.CartRepository",
            "org.springframework.web.servlet.FrameworkServlet",
            "org.apache.catalina.core.ApplicationFilterChain",
            "jakarta.servlet.http.HttpServlet");
    private static final List<String> METHODS = List.of("place", "doFilter", "service", "invoke", "lambda$run$0");

    private final Random random;

    StackTraces(Random random) {
        this.random = random;
    }

    String next(RealLine kind, Instant time) {
        int frames = 20 + random.nextInt(60);
        return switch (kind) {
            case JAVA_TRACE -> java(time, frames);
            case NODE_TRACE -> node(time, frames / 4);
            case PYTHON_TRACE -> python(time, frames / 4);
            default -> javaFrames(time, frames);
        };
    }

    private String java(Instant time, int frames) {
        String trace = "java.lang.IllegalStateException: order " + random.nextInt(1_000_000) + " has no address\\n"
                + javaLines(frames) + "Caused by: java.io.IOException: connection reset\\n" + javaLines(frames / 4);
        return object(
                text("@timestamp", time.toString()),
                text("@version", "1"),
                text("message", "cannot ship"),
                text("logger_name", "com.example.shop.OrderService"),
                text("thread_name", "http-nio-8080-exec-" + random.nextInt(64)),
                text("level", "ERROR"),
                "\"level_value\":40000",
                text("stack_trace", trace));
    }

    private String javaLines(int frames) {
        return IntStream.range(0, frames)
                .mapToObj(i ->
                        "\\tat " + pick(CLASSES) + '.' + pick(METHODS) + "(Source.java:" + random.nextInt(900) + ")\\n")
                .collect(Collectors.joining());
    }

    private String node(Instant time, int frames) {
        String stack = "TypeError: order " + random.nextInt(1_000_000) + " is undefined"
                + IntStream.range(0, frames)
                        .mapToObj(i -> "\\n    at " + pick(METHODS) + " (/srv/shop/lib/order.js:" + random.nextInt(900)
                                + ":11)")
                        .collect(Collectors.joining());
        return object(
                "\"level\":50",
                "\"time\":" + time.toEpochMilli(),
                "\"pid\":15300",
                text("hostname", "web-1.example"),
                "\"err\":" + object(text("type", "TypeError"), text("message", "boom"), text("stack", stack)),
                text("msg", "cannot ship"));
    }

    private String python(Instant time, int frames) {
        String trace = "Traceback (most recent call last):\\n"
                + IntStream.range(0, frames)
                        .mapToObj(i -> "  File \\\"/srv/shop/order.py\\\", line " + random.nextInt(900) + ", in "
                                + pick(METHODS) + "\\n    ship(order)\\n")
                        .collect(Collectors.joining())
                + "ValueError: order " + random.nextInt(1_000_000) + " has no address";
        return object(
                text("timestamp", time.toString()),
                text("levelname", "ERROR"),
                text("name", "shop.order"),
                text("message", "cannot ship"),
                text("exc_info", trace));
    }

    private String javaFrames(Instant time, int frames) {
        String list = IntStream.range(0, frames)
                .mapToObj(i -> object(
                        text("class", pick(CLASSES)),
                        text("method", pick(METHODS)),
                        text("file", "Source.java"),
                        "\"line\":" + random.nextInt(900)))
                .collect(Collectors.joining(",", "[", "]"));
        return object(
                "\"instant\":{\"epochSecond\":" + time.getEpochSecond() + ",\"nanoOfSecond\":" + time.getNano() + '}',
                text("thread", "main"),
                text("level", "ERROR"),
                text("loggerName", "com.example.shop.OrderService"),
                text("message", "cannot ship"),
                "\"thrown\":"
                        + object(
                                text("name", "java.lang.IllegalStateException"),
                                text("message", "order " + random.nextInt(1_000_000) + " has no address"),
                                "\"extendedStackTrace\":" + list));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
