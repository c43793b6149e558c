package com.jisu.logs.parsers;

import java.util.List;
import java.util.Random;

/**
 * JSON objects as hostile as JSON can be. Each string and number in them occurs once, so that none can hide another.
 * Public, because the end-to-end tests have Elasticsearch take them.
 */
public final class RandomJson {

    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "c",
            "x y",
            "host",
            "name",
            "message",
            "msg",
            "log",
            "offset",
            "logger",
            "thread",
            "http",
            "response",
            "status_code",
            "source",
            "ip",
            "geo",
            "location",
            "lat",
            "lon",
            "geoip",
            "clientip",
            "fields",
            "logtype",
            "environment",
            "tags",
            "application",
            "overflow",
            "labels",
            "container",
            "container_name",
            "kubernetes",
            "error",
            "stack_trace",
            "exception",
            "service",
            "event",
            "created",
            "original",
            "duration",
            "_id",
            "_source",
            "_index",
            "_doc_count",
            "@metadata",
            "@version",
            "@fields",
            "trace_id",
            "duration_ms",
            "stream",
            "agent",
            "user",
            "image",
            "process",
            "pid");

    private static final List<String> ODD_NAMES = List.of(
            "",
            " ",
            ".",
            "..",
            "a.",
            ".a",
            "a..b",
            "a. .b",
            "*",
            "a*",
            "[x][y]",
            "[z",
            "\\u0000",
            "\\n",
            "\\ud800",
            "\\u3000",
            "\u00e9\u4e16\ud83d\ude00",
            "\\\"",
            "\\\\",
            "a\\u002eb",
            "\\u0061",
            "{",
            "}",
            "%{x}",
            "$",
            "\\u00a0");

    private static final int MANY_LEAVES = 1500;

    private final Random random;
    private int leaves;

    public RandomJson(Random random) {
        this.random = random;
    }

    /** The next one. */
    public String object() {
        leaves = 0;
        return object(0);
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{");
        int members = depth < 2 && random.nextInt(20) == 0 ? random.nextInt(700) : random.nextInt(depth == 0 ? 12 : 5);
        for (int i = 0; i < members; i++) {
            json.append(i > 0 ? "," : "").append(space());
            json.append('"').append(name()).append('"').append(space()).append(':');
            json.append(value(depth + 1));
        }
        return json.append(space()).append('}').toString();
    }

    private String space() {
        return random.nextInt(10) > 0 ? "" : any(" ", "\n", "\t", "\r\n  ");
    }

    private String name() {
        return switch (random.nextInt(12)) {
            case 0 -> any(ODD_NAMES);
            case 1 -> "n" + random.nextInt(1000);
            case 2 -> any(NAMES) + "." + any(NAMES);
            case 3 -> random.nextInt(20) > 0 ? any(NAMES) : "long".repeat(random.nextInt(400));
            case 4 ->
                any(
                        "host.name",
                        "http.response",
                        "log.level",
                        "a.b.c",
                        "geoip.ip",
                        "fields.x",
                        "labels.x.y",
                        "application.overflow.z",
                        "container.labels.q",
                        "x.".repeat(random.nextInt(30)) + "y");
            default -> any(NAMES);
        };
    }

    private String value(int depth) {
        int kind = leaves < MANY_LEAVES ? random.nextInt(14) : 13;
        if (kind < 4 && depth < 40) {
            return random.nextInt(60) == 0 ? deep() : object(depth);
        }
        if (kind < 6 && depth < 40) {
            return array(depth);
        }
        return scalar();
    }

    private String deep() {
        int levels = random.nextInt(300);
        return "{\"d\":".repeat(levels) + "[".repeat(levels) + scalar() + "]".repeat(levels) + "}".repeat(levels);
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[");
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
            json.append(i > 0 ? "," : "").append(space()).append(value(depth + 1));
        }
        return json.append(']').toString();
    }

    /** A scalar unlike every other of this object, but for the literals. */
    private String scalar() {
        int id = ++leaves;
        return switch (random.nextInt(14)) {
            case 0 -> any("true", "false", "null");
            case 1 -> Integer.toString(1_000_000 + id);
            case 2 -> "-" + id + ".5e" + random.nextInt(400);
            case 3 -> id + "7".repeat(random.nextInt(30));
            case 4 -> random.nextInt(10) > 0 ? id + ".25" : id + "1".repeat(random.nextInt(3000));
            case 5 -> "\"\\ud800 lone " + id + "\"";
            case 6 -> "\"\\u4e16 \u4e16 \ud83d\ude00 \\\" \\\\ \\u0000 " + id + "\"";
            case 7 -> "\"10.0." + id / 256 + "." + id % 256 + "\"";
            case 8 -> "\"" + "long ".repeat(random.nextInt(20) > 0 ? 9 : 2000) + id + "\"";
            default -> "\"v" + id + "\"";
        };
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
