package com.jisu.logs.parsers.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events like others before them take a way of their own, which must end at the same documents. */
class TemplateParserTest {

    private static final int EVENTS = 20_000;

    private final Random random = Fixtures.random("TemplateParserTest");
    private final EventParser used =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());
    private final EventParser rules =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());

    /** An event of Beats' with its members in turns, as Go writes maps. */
    private String event(String logType, String line) {
        Map<String, String> members = new LinkedHashMap<>();
        int host = random.nextInt(3);
        members.put("fields", turned(0, "\"environment\":\"production\"", "\"logtype\":\"" + logType + '"'));
        members.put("host", "{\"name\":\"web-" + host + "\"}");
        members.put(
                "agent",
                turned(
                        random.nextInt(3),
                        "\"name\":\"web-" + host + '"',
                        "\"id\":\"5b7c-" + host + '"',
                        "\"type\":\"filebeat\""));
        members.put("ecs", "{\"version\":\"8.0.0\"}");
        members.put(
                "log",
                turned(
                        host,
                        "\"offset\":" + random.nextInt(100_000),
                        "\"file\":" + turned(random.nextInt(3), file(host))));
        members.put("message", quoted(line));
        members.put("input", "{\"type\":\"filestream\"}");
        List<String> all = new ArrayList<>();
        members.forEach((name, value) -> all.add('"' + name + "\":" + value));
        Collections.rotate(all, host * 3);
        return "{\"@timestamp\":\"" + time(random) + "\",\"@metadata\":{\"beat\":\"filebeat\"}," + String.join(",", all)
                + '}';
    }

    /** A file by one of the identities that shippers know it by. */
    private static String[] file(int number) {
        String path = "\"path\":\"/var/log/" + number + ".log\"";
        return switch (number) {
            case 0 -> new String[] {path, "\"inode\":\"130\"", "\"device_id\":\"2049\""};
            case 1 -> new String[] {path, "\"fingerprint\":\"ab01\"", "\"inode\":\"131\"", "\"device_id\":\"2049\""};
            default -> new String[] {path, "\"vol\":\"3\"", "\"idxhi\":\"1\"", "\"idxlo\":\"7\""};
        };
    }

    private static String turned(int first, String... members) {
        List<String> all = new ArrayList<>(List.of(members));
        Collections.rotate(all, first);
        return '{' + String.join(",", all) + '}';
    }

    private static String quoted(String text) {
        return Fixtures.JSON.getNodeFactory().textNode(text).toString();
    }

    private static String time(Random random) {
        return switch (random.nextInt(60)) {
            case 0 -> "2024-05-06T07:0" + random.nextInt(10) + ":00Z";
            case 1 -> "2024-05-06T07:00:0" + random.nextInt(10) + ".123456789Z";
            case 2 -> "2024-05-06T09:00:00.5+02:00";
            case 3 -> random.nextInt(4) == 0 ? "1969-05-06T09:00:00.000Z" : "2024-W19-1T07:00:00Z";
            case 4 -> random.nextInt(4) == 0 ? "yesterday" : "2024-05-06t07:00:01.000z";
            default ->
                "2024-05-06T07:0" + random.nextInt(10) + ":0" + random.nextInt(10) + "." + (100 + random.nextInt(900))
                        + 'Z';
        };
    }

    private String text() {
        return switch (random.nextInt(150)) {
            case 0 -> "";
            case 1 -> "caf\u00e9 \ud83d\ude00 \u00fc";
            case 2 -> "a \"quoted\" word";
            case 3 -> "two\nlines \\ and a tab\t";
            case 4 -> "{}";
            case 5 -> " {\"a\":1} ";
            case 6 -> "1.2.3.4";
            case 7 -> "" + random.nextInt();
            case 8, 9, 10, 11, 12, 13, 14, 15 -> escapes();
            default -> "order " + random.nextInt(1_000_000) + " was taken";
        };
    }

    /** What JSON has to escape, and what comes of that inside of another string. */
    private String escapes() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append("\"\\\\/nu0 \n\u0001\u00e9".charAt(random.nextInt(11)));
        }
        return text.toString();
    }

    private String number() {
        return switch (random.nextInt(80)) {
            case 0 -> "-" + random.nextInt(1000);
            case 1 -> random.nextInt(1000) + "." + random.nextInt(1000);
            case 2 -> "1e" + random.nextInt(300);
            case 3 -> "123456789012345678901234567890";
            default -> Integer.toString(random.nextInt(100_000));
        };
    }

    private String value(Kind kind) {
        if (random.nextInt(100) == 0) {
            return value(Kind.values()[random.nextInt(Kind.values().length)]);
        }
        return switch (kind) {
            case TEXT -> quoted(text());
            case NUMBER -> number();
            case WORD -> quoted(usually("info", "INFO", "Warning", "error", "audit", text()));
            case LEVEL -> random.nextInt(20) == 0 ? number() : random.nextInt(8) + "0";
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case NULL -> "null";
            case LIST -> "[1,\"" + random.nextInt(3) + "\"]";
            case OBJECT -> "{\"name\":" + quoted(text()) + ",\"count\":" + number() + '}';
            case OBJECTS -> "[{\"name\":" + quoted(text()) + "},{\"count\":" + number() + "}]";
            case TIME -> quoted(time(random));
        };
    }

    private enum Kind {
        TEXT,
        WORD,
        NUMBER,
        LEVEL,
        BOOLEAN,
        NULL,
        LIST,
        OBJECT,
        OBJECTS,
        TIME
    }

    /** A member of lines of one kind: its values are alike, mostly. */
    private record Member(String name, Kind kind) {}

    /** What applications write. */
    private static final List<Member> USUAL = List.of(
            new Member("level", Kind.WORD),
            new Member("severity", Kind.LEVEL),
            new Member("logger", Kind.TEXT),
            new Member("thread_name", Kind.TEXT),
            new Member("service", Kind.TEXT),
            new Member("trace_id", Kind.TEXT),
            new Member("message", Kind.TEXT),
            new Member("duration_ms", Kind.NUMBER),
            new Member("retry", Kind.BOOLEAN),
            new Member("parent", Kind.NULL),
            new Member("user", Kind.OBJECT),
            new Member("codes", Kind.LIST),
            new Member("log.level", Kind.WORD),
            new Member("http", Kind.OBJECT),
            new Member("http.response.status_code", Kind.NUMBER),
            new Member("source.ip", Kind.TEXT),
            new Member("stack_trace", Kind.TEXT));

    /** Names with rules of their own, and names that are mapped to all kinds of fields. */
    private static final List<String> NAMES = List.of("""
            level severity msg message exception service service.name tags container_name image labels
            attrs time ts log log.file log.file.path host host.name agent agent.id http clientip source
            geoip event event.created process error fields @metadata @timestamp a.b a environment stream
            kubernetes url user_agent input""".split("\s+"));

    private List<List<Member>> layouts() {
        List<List<Member>> layouts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<Member> layout = new ArrayList<>(USUAL);
            Collections.shuffle(layout, random);
            layout.subList(random.nextInt(layout.size()), layout.size()).clear();
            for (int more = i % 3; more > 0; more--) {
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                layout.add(
                        random.nextInt(layout.size() + 1),
                        new Member(random.nextInt(40) == 0 ? "" : NAMES.get(random.nextInt(NAMES.size())), kind));
            }
            if (random.nextInt(4) > 0) {
                List<String> times = List.of("timestamp", "timestamp", "@timestamp", "time", "ts");
                layout.add(0, new Member(times.get(random.nextInt(times.size())), Kind.TIME));
            }
            layouts.add(layout);
        }
        // Some that are usual whatever the seed is.
        for (int i = 0; i < 10; i++) {
            layouts.add(List.of(
                    new Member("timestamp", Kind.TIME),
                    new Member("message", Kind.TEXT),
                    new Member("order" + i, Kind.NUMBER)));
        }
        return layouts;
    }

    private String line(List<Member> layout) {
        StringBuilder line = new StringBuilder("{");
        for (Member member : layout) {
            line.append(line.length() > 1 ? "," : "")
                    .append(quoted(member.name()))
                    .append(':')
                    .append(value(member.kind()));
        }
        return line.append('}').toString();
    }

    private void assertSame(String event) throws MalformedEventException {
        Fixtures.assertByRules(used, rules, event.getBytes(UTF_8));
    }

    static Stream<Arguments> lines_of_well_known_loggers() {
        String time = "2024-05-06T07:00:0%d.123Z";
        return Stream.of(
                arguments("application", "{\"level\":30,\"time\":171498000%d123,\"pid\":7,\"msg\":\"pino %d\"}"),
                arguments("application", "{\"level\":\"info\",\"ts\":171498000%d.123,\"msg\":\"zap %d\"}"),
                arguments("application", "{\"@timestamp\":\"" + time + "\",\"message\":\"logback \\\"%d\\\"\"}"),
                arguments(
                        "application",
                        "{\"@timestamp\":\"" + time + "\",\"log.level\":\"INFO\",\"message\":\"ecs %d\","
                                + "\"service.name\":\"shop\",\"process.thread.name\":\"main\"}"),
                arguments("docker", "{\"log\":\"plain text %d\\n\",\"stream\":\"stdout\",\"time\":\"" + time + "\"}"),
                arguments(
                        "docker",
                        "{\"log\":\"{\\\"level\\\":\\\"info\\\",\\\"message\\\":\\\"json %d\\\"}\\n\",\"stream\":"
                                + "\"stderr\",\"time\":\"" + time + "\"}"),
                arguments(
                        "nginx",
                        "81.2.69.1%d - - [06/May/2024:07:00:01 +0000] \"GET /%d HTTP/1.1\" 200 17 \"-\" \"curl/8\""),
                arguments(
                        "nginx",
                        "81.2.69.1%d - - [06/May/2024:07:00:01 +0000] \"GET /%d?q=1 HTTP/1.1\" 200 17 \"-\" \"curl/8\""
                                + " rt=0.00%d urt=\"0.00%d\""),
                arguments(
                        "nginx",
                        "{\"time\":\"" + time + "\",\"remote_addr\":\"81.2.69.1%d\",\"request\":\"GET /%d HTTP/1.1\","
                                + "\"status\":200,\"request_time\":0.00%d}"),
                arguments(
                        "nginx",
                        "10.0.0.%d - me [06/May/2024:07:00:01 +0000] \"GET /%d HTTP/2.0\" 404 0 \"-\" \"-\""
                                + " \"81.2.69.1, 10.0.0.7\""));
    }

    @ParameterizedTest
    @MethodSource("lines_of_well_known_loggers")
    void are_all_but_the_first_ones_of(String logType, String line) throws MalformedEventException {
        for (int i = 0; i < 2000; i++) {
            assertSame(event(logType, line.replace("%d", Integer.toString(random.nextInt(10)))));
        }
        long before = used.eventsByTemplate();
        for (int i = 0; i < 1000; i++) {
            assertSame(event(logType, line.replace("%d", Integer.toString(random.nextInt(10)))));
        }
        assertThat(used.eventsByTemplate() - before).isGreaterThan(950); // the others have odd times
    }

    /** As Filebeat's add_locale does. */
    @ParameterizedTest
    @MethodSource("lines_of_well_known_loggers")
    void are_those_where_the_shipper_tells_its_zone(String logType, String line) throws Exception {
        for (int i = 0; i < 2000; i++) {
            assertSame(withZone(event(logType, line.replace("%d", Integer.toString(random.nextInt(10))))));
        }
        long before = used.eventsByTemplate();
        for (int i = 0; i < 1000; i++) {
            assertSame(withZone(event(logType, line.replace("%d", Integer.toString(random.nextInt(10))))));
        }
        assertThat(used.eventsByTemplate() - before).isGreaterThan(950);
    }

    private static String withZone(String event) throws JsonProcessingException {
        ObjectNode members = (ObjectNode) Fixtures.JSON.readTree(event);
        members.putObject("event").put("timezone", "+02:00");
        return members.toString();
    }

    @Test
    void make_the_documents_that_a_new_parser_makes_of_applications() throws MalformedEventException {
        List<List<Member>> layouts = layouts();
        for (int i = 0; i < EVENTS; i++) {
            assertSame(event("application", line(layouts.get(random.nextInt(layouts.size())))));
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(EVENTS / 20);
    }

    @Test
    void make_the_documents_that_a_new_parser_makes_of_containers() throws MalformedEventException {
        List<List<Member>> layouts = layouts();
        for (int i = 0; i < EVENTS; i++) {
            String inside = random.nextBoolean() ? text() : line(layouts.get(random.nextInt(layouts.size())));
            ObjectNode outer = Fixtures.JSON.createObjectNode();
            outer.put("log", random.nextInt(8) == 0 ? inside : inside + '\n');
            outer.put("stream", random.nextBoolean() ? "stdout" : "stderr");
            outer.put("time", time(random));
            assertSame(event("docker", random.nextInt(20) == 0 ? inside : outer.toString()));
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(EVENTS / 20);
    }

    @Test
    void make_the_documents_that_a_new_parser_makes_of_access_lines() throws MalformedEventException {
        for (int i = 0; i < EVENTS; i++) {
            assertSame(event("nginx", accessLine()));
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(EVENTS / 20);
    }

    private String accessLine() {
        String client =
                usually("81.2.69." + random.nextInt(256), "10.0.0.1", "2001:218::1", "unix:", "web", "8.8.8.8:99");
        String user = usually("-", "frank", "frank smith", "a\\x22b");
        String day = usually("06/May/2024", "31/Feb/2024", "06/Foo/2024");
        String request = usually(
                "GET /a" + random.nextInt(1000) + "?b=" + random.nextInt(9) + " HTTP/1.1",
                "GET / HTTP/2.0",
                "GET /\\x22caf\u00e9? HTTP/1.0",
                "GET /a",
                "OPTIONS * HTTP/1.1",
                "GET http://other.example/a?b HTTP/1.1",
                "\\x16\\x03\\x01",
                "");
        String status = usually(random.nextInt(2) == 0 ? "200" : "404", "-", "0", "007", "99");
        String referrer = usually("https://shop.example/", "-", "", "caf\\xC3\\xA9", "\\xFF");
        String agent = usually("curl/7." + random.nextInt(9), "-", "", "a \\x22b\\x22 \u00fc", "x".repeat(600));
        String rest = usually("", " \"-\"", " \"1.2.3.4, 5.6.7.8\"", " 0.003 \"-\"", " ");
        return client + " - " + user + " [" + day + ":07:00:0" + random.nextInt(10) + " +0" + random.nextInt(2)
                + "00] \""
                + request + "\" " + status + ' ' + usually("" + random.nextInt(9999), "-", "0") + " \"" + referrer
                + "\" \"" + agent + '"' + rest;
    }

    private String usually(String most, String... others) {
        return random.nextInt(12) > 0 ? most : others[random.nextInt(others.length)];
    }
}
