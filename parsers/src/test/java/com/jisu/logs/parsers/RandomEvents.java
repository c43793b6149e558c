package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Events that look real, and changes of them at all levels. */
final class RandomEvents {

    private final Random random;
    private boolean spaces;
    private boolean escapedNames;

    RandomEvents(Random random) {
        this.random = random;
    }

    /** Has white space between values, or escapes in names, now and then in what is written from here on; or not. */
    void chooseStyle() {
        spaces = one(10);
        escapedNames = one(10);
    }

    /** A JSON text as a tree of what it is written from; lists of members may have a name twice. */
    sealed interface Node permits Members, Raw, Line {}

    private record Member(String name, Node value) {}

    private record Members(List<Member> members) implements Node {}

    /** JSON as it stands, with @n for a number and @w for a word that vary. */
    private record Raw(String json) implements Node {}

    /** A string that holds JSON or text. */
    private record Line(Node json, String end) implements Node {}

    private static Members object(Object... parts) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            members.add(
                    new Member((String) parts[i], parts[i + 1] instanceof Node n ? n : new Raw((String) parts[i + 1])));
        }
        return new Members(members);
    }

    private static final List<String> NAMES = List.of("""
            level severity loglevel msg message exception service service.name service.type tags container_name image
            container_image labels labels.a attrs time ts timestamp log log.file log.file.path log.level log.offset host
            host.name host.ip agent agent.id http http.request.method http.response.status_code clientip source source.ip
            source.geo source.geo.location geoip event event.created event.duration process process.pid error fields
            fields.logtype @metadata @timestamp @version a.b a.b.c a environment stream kubernetes kubernetes.pod.ip url
            user_agent input container container.id container.labels application application.overflow application.a
            duration_ms took_ms thread trace_id stack_trace logger x y z _id _source overflow format event.timezone cloud
            err err.stack error.message error.type error.stack_trace stack throwable exc_info full_message short_message @version
            hostname name pid mdc mdc.user extra context data args fields.message target app_name process_id type _user _host
            ecs.version instant timestampSeconds timestampNanos nanoseconds date created asctime __REALTIME_TIMESTAMP MESSAGE
            syslogtag pri event.timezone lvl level_name levelname record component domain took_millis dd.trace_id traceId
            ecs file log.origin.file origin container_id geo location a..b .a a. response_time_ms msg.x level.x nginx user
            """.trim().split("\\s+"));

    private static final List<String> ZONES =
            List.of("\"+02:00\"", "\"+02:00\"", "\"Europe/Berlin\"", "\"Europe\\/Berlin\"", "\"CET\"", "\"x\"", "7");

    private static final List<String> VALUES = List.of(
            "@n",
            "@n",
            "@n.@n",
            "-@n",
            "\"@n\"",
            "\"@w\"",
            "\"@w\"",
            "\"@w\"",
            "\"a @w b\"",
            "true",
            "false",
            "null",
            "\"true\"",
            "\"\"",
            "\"1.2.3.@n\"",
            "\"::@n\"",
            "\"2024-05-06T07:00:@2.@3Z\"",
            "\"2024-05-06T07:00:@2Z\"",
            "\"2024-05-06T09:00:00.@3+02:00\"",
            "\"2024-05-06 07:00:@2\"",
            "\"2024-W19-1T07:00:@2Z\"",
            "\"06/May/2024:07:00:@2\"",
            "\"06\\/May\\/2024:07:00:@2 +0200\"",
            "\"2024-05-06T07:00:60.@3Z\"",
            "\"2024-05-06 07:00:@2,@3 CET\"",
            "1714978800@3@3",
            "1714978800@3",
            "1714978800.@3",
            "\"17149788@2\"",
            "\"1714978800@3\"",
            "\"caf\u00e9 @w\"",
            "\"\ud83d\ude00@w\"",
            "\"a\\\"@w\"",
            "\"a\\n@w\"",
            "\"\\u0041@w\"",
            "\"\\ud800@w\"",
            "1e@n",
            "1.5E-@n",
            "12345678901234567890@n",
            "0",
            "-0",
            "0.@n",
            "[]",
            "{}",
            "[1,@n]",
            "[1,2]",
            "[\"@w\"]",
            "[\"a\",\"b\"]",
            "[{\"a\":@n}]",
            "[{\"a\":1},null]",
            "[[1],[{\"b\":2}]]",
            "\"WARN\"",
            "\"Error\"",
            "40",
            "\"out\"",
            "\"1.1\"",
            "\"a.B: @w\\n\\tat c.D(E.java:@2)\"",
            "\"a.B: @w\"",
            "{\"type\":\"T\",\"message\":\"@w\",\"stack\":\"T: @w\"}",
            "{\"name\":\"@w\",\"cause\":{\"message\":\"@w\"}}",
            "{\"epochSecond\":17149788@2,\"nanoOfSecond\":@3}",
            "{\"seconds\":1714978800,\"nanos\":@3@3@3}",
            "{\"user\":\"@w\",\"trace_id\":\"@w\"}",
            "{\"level\":\"info\",\"msg\":\"@w\"}",
            "{\"a\":@n}",
            "{\"a\":1}",
            "{\"a\":{\"b\":\"@w\"}}",
            "{\"a\":{\"b\":{\"c\":@n}}}",
            "{\"lat\":1.5,\"lon\":@2}",
            "{\"name\":\"n\"}",
            "{\"path\":\"/p\"}",
            "{\"path\":\"/p@n\"}",
            "{\"id\":\"i@n\"}",
            "{\"id\":\"i\"}",
            "{\"a.b\":1,\"a\":{\"b\":2}}",
            "\"info\"",
            "30",
            "\"nginx\"",
            "\"/c@n\"",
            "999999999999999999@n",
            "\"yesterday\"",
            "\"1970-01-01T00:00:00.@3Z\"",
            "\"{\\\"a\\\":@n}\"",
            "\"{}\"",
            "\" {}\"",
            "\"[1]\"",
            "\"\\ufeff{}\"");

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    private Members application() {
        return object(
                "timestamp",
                "\"2024-05-06T07:00:@2.@3Z\"",
                "level",
                "\"info\"",
                "logger",
                "\"com.@w\"",
                "thread",
                "\"main-@n\"",
                "message",
                "\"order @n of @w\"",
                "service",
                "\"orders\"",
                "duration_ms",
                "@n.@n",
                "user",
                object("id", "\"@w\"", "name", "\"@w\""),
                "http.response.status_code",
                "@n");
    }

    private Node docker(Node inner) {
        return object(
                "log",
                new Line(inner, one(8) ? "" : one(8) ? "\\r\\n" : "\\n"),
                "stream",
                "\"stdout\"",
                "time",
                "\"2024-05-06T07:00:@2.@3@3@3Z\"");
    }

    private Node text() {
        return new Raw(pick(List.of(
                "order @n was taken",
                "@w",
                "{}",
                "{} ",
                "[@n]",
                "{@w",
                " @w",
                "\\t@w",
                "caf\u00e9 @w",
                "a \\\"b\\\" @w",
                "",
                "-",
                "1.2.3.@n - - [06/May/2024:07:00:@2 +0000] \\\"GET /@w?x=@n HTTP/1.1\\\" 200 @n \\\"-\\\" \\\"curl/7.@n\\\"",
                "\\\"@w\\\"",
                "null",
                "@n")));
    }

    private Node cri(Node inner) {
        String json = write(inner);
        return new Raw("2024-05-06T07:00:@2.@3@3@3Z std" + pick(List.of("out", "err")) + ' '
                + pick(List.of("F", "P", "F:x")) + ' ' + (inner instanceof Raw ? json : escape(json)));
    }

    private Node access() {
        String client = pick(List.of(
                "81.2.69.@3",
                "10.0.0.@2",
                "2001:218::@n",
                "8.8.8.8:99",
                "unix:",
                "fe80::1%eth0",
                "::ffff:1.2.3.4",
                "[::1]:8"));
        String q = "\\\"";
        return new Raw((one(40) ? "x " : "") + (one(6) ? client : "81.2.69.1@2") + " - "
                + pick(List.of("-", "-", "frank", "f s", "\\\\x22")) + " [06/May/2024:07:00:@2 +0"
                + pick(List.of("0", "2")) + "00] " + q
                + pick(List.of(
                        "GET /@w?x=@n HTTP/1.1",
                        "GET /@w?x=@n HTTP/1.1",
                        "GET /@w?x=@n HTTP/1.1",
                        "GET /@w?x=@n HTTP/1.1",
                        "GET /@w HTTP/2.0",
                        "GET /@w? HTTP/1.0",
                        "GET /@w",
                        "GET * HTTP/1.1",
                        "GET http://h/@w HTTP/1.1",
                        "",
                        "\\\\x16@w",
                        "GET /\u00e9\\\\x22 HTTP/1.1",
                        "GET /\\\"@w HTTP/1.1",
                        "G-T /a HTTP/1.1"))
                + q + ' '
                + pick(List.of("200", "404", "@3", "200", "@3", "404", "301", "-", "0", "99", "+20", "007", "1000"))
                + ' '
                + pick(List.of("@n", "@n", "@n", "@n", "@n", "@n", "0", "-", "00", "+5", "1@2", "0@2")) + ' ' + q
                + pick(List.of("-", "", "https://@w/", "\\\\xC3\\\\xA9@w", "\\\\xFF", "a \\\" b"))
                + q + ' ' + q
                + pick(List.of(
                        "curl/7.@2", "-", "", "Mozilla/5.0 (X11; Linux x86_64) Firefox/1@2.0", "a \\\\x22", "\u00fc@w"))
                + q
                + pick(List.of(
                        "",
                        "",
                        "",
                        " " + q + "-" + q,
                        " " + q + "1.2.3.4" + q,
                        " 0.003",
                        " ",
                        " " + q + "-" + q + " ",
                        "\\n",
                        "\\u00e9")));
    }

    private static String error() {
        return "2024/05/06 07:00:@2 [error] 12#12: *@n open() failed, client: 1.2.3.@2, server: s, request: \\\"GET /@w HTTP/1.1\\\", host: \\\"h\\\"";
    }

    /** An event of any type, of one of a few shippers. */
    Members event() {
        String type = pick(List.of(
                "application",
                "docker",
                "docker",
                "nginx",
                "application",
                "docker",
                "application",
                one(3) ? "other" : "nginx"));
        Members fields = object("logtype", '"' + type + '"');
        if (one(3)) {
            fields.members()
                    .add(new Member(
                            "environment",
                            new Raw(pick(List.of("\"prod\"", "\"prod\"", "[\"a\",\"b\"]", "null", "1", "{\"a\":1}")))));
        }
        if (type.equals("docker") && one(4)) {
            fields.members().add(new Member("format", new Raw("\"nginx\"")));
        }
        Node inner;
        switch (type) {
            case "application" -> inner = one(12) ? text() : application();
            case "docker" -> {
                Node inside = switch (random.nextInt(5)) {
                    case 0 -> application();
                    case 1 -> access();
                    default -> text();
                };
                inner = switch (random.nextInt(8)) {
                    case 0 -> cri(inside);
                    case 1 -> inside;
                    case 2 -> application();
                    default -> docker(inside);
                };
            }
            case "nginx" -> inner = one(10) ? new Raw(error()) : access();
            default -> inner = text();
        }
        Members host = object("name", "\"web-@h\"");
        if (one(3)) {
            host.members().add(new Member("ip", new Raw("[\"10.0.0.@h\",\"::1\"]")));
            host.members().add(new Member("os", object("name", "\"Debian\"", "version", "\"12\"")));
        }
        Members file = object("path", "\"/var/log/@h.log\"");
        if (one(2)) {
            file.members().add(new Member("inode", new Raw("\"1@h\"")));
            file.members().add(new Member("device_id", new Raw("\"2049\"")));
        }
        if (one(4)) {
            file.members().add(new Member("fingerprint", new Raw("\"f@h\"")));
        }
        if (one(4)) {
            file.members().add(new Member("vol", new Raw("\"3\"")));
            file.members().add(new Member("idxhi", new Raw("\"1@h\"")));
            file.members().add(new Member("idxlo", new Raw("\"7\"")));
        }
        Members log = object("offset", "@n", "file", file);
        Members event = object(
                "@timestamp", "\"2024-05-06T07:00:@2.@3Z\"", "@metadata", "{\"beat\":\"filebeat\"}", "fields", fields);
        if (!one(5)) {
            event.members().add(new Member("agent", object("id", "\"a-@h\"", "name", "\"web-@h\"")));
        }
        if (!one(4)) {
            event.members().add(new Member("host", host));
        }
        if (!one(5)) {
            event.members().add(new Member("log", log));
        }
        if (one(4)) {
            event.members().add(new Member("container", object("id", "\"c-@h\"")));
        }
        if (one(4)) {
            event.members()
                    .add(new Member(
                            "kubernetes",
                            object("pod", object("name", "\"p-@h\""), "labels", "{\"app.x\":\"y\",\"z\":\"@h\"}")));
        }
        if (one(4)) {
            event.members().add(new Member("event", object("timezone", pick(ZONES))));
        }
        event.members().add(new Member(one(20) ? "line" : "message", new Line(inner, "")));
        event.members().add(new Member("input", new Raw("{\"type\":\"filestream\"}")));
        if (one(8)) {
            makeVersion1(event);
        }
        Collections.shuffle(event.members(), random);
        return event;
    }

    /** Pairs of strings, and what a JSON sender may write beside. */
    private void makeVersion1(Members event) {
        List<String> others = List.of("@metadata", "agent", "host", "log", one(2) ? "@timestamp" : "input");
        Node line = event.members().stream()
                .filter(member ->
                        member.name().equals("message") || member.name().equals("line"))
                .findFirst()
                .orElseThrow()
                .value();
        event.members().removeIf(member -> member.value() == line || others.contains(member.name()));
        event.members().add(new Member("line", line));
        event.members().add(new Member("host", new Raw(one(5) ? "{\"name\":\"web-@h\"}" : "\"web-@h\"")));
        if (!one(4)) {
            event.members().add(new Member("file", new Raw("\"/var/log/@h.log\"")));
            event.members().add(new Member("offset", new Raw(one(3) ? "@n" : "\"@n\"")));
        }
    }

    /** The same with one change at any level. */
    Node mutated(Node node) {
        if (node instanceof Members m) {
            List<Member> list = new ArrayList<>(m.members());
            int which = random.nextInt(9);
            int at = list.isEmpty() ? 0 : random.nextInt(list.size());
            if (list.isEmpty() || which == 0) {
                list.add(at, new Member(pick(NAMES), value()));
            } else if (which == 1) {
                list.remove(at);
            } else if (which == 2) {
                list.set(at, new Member(pick(NAMES), list.get(at).value()));
            } else if (which == 3) {
                list.set(at, new Member(list.get(at).name(), value()));
            } else if (which == 4 && one(2)) {
                list.add(random.nextInt(list.size() + 1), list.get(at)); // twice
            } else if (which == 5) {
                list.add(
                        random.nextInt(list.size() + 1), new Member(list.get(at).name(), value()));
            } else {
                list.set(
                        at, new Member(list.get(at).name(), mutated(list.get(at).value())));
            }
            return new Members(list);
        }
        if (node instanceof Line l) {
            return one(12) ? value() : new Line(mutated(l.json()), l.end());
        }
        return one(3) ? value() : node;
    }

    private Node value() {
        if (one(8)) {
            Members made = object(pick(NAMES), pick(VALUES));
            if (one(2)) {
                made.members().add(new Member(pick(NAMES), value()));
            }
            return made;
        }
        return new Raw(pick(VALUES));
    }

    private String space() {
        return spaces && one(10) ? pick(List.of(" ", "\n", "\t", "  ", "\r\n")) : "";
    }

    /** As JSON, with holes for what varies from event to event. */
    String write(Node node) {
        if (node instanceof Members m) {
            return m.members().stream()
                    .map(x ->
                            space() + '"' + name(x.name()) + '"' + space() + ':' + space() + write(x.value()) + space())
                    .collect(Collectors.joining(",", "{" + space(), "}"));
        }
        if (node instanceof Line l) {
            boolean asItStands = l.json() instanceof Raw r
                    && !r.json().startsWith("\"")
                    && !r.json().startsWith("{\"")
                    && !r.json().startsWith("[{")
                    && !r.json().startsWith("[\"");
            return '"' + (asItStands ? ((Raw) l.json()).json() : escape(write(l.json()))) + l.end() + '"';
        }
        return ((Raw) node).json();
    }

    private String name(String name) {
        return escapedNames && one(10) && !name.isEmpty()
                ? String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1)
                : name;
    }

    private static String escape(String json) {
        return json.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static final Pattern HOLE = Pattern.compile("@([nwh23])(?![a-z])|@([nwh23])");

    /** Fills the holes. */
    String filled(String template, int host) {
        Matcher holes = HOLE.matcher(template);
        StringBuilder out = new StringBuilder();
        while (holes.find()) {
            String kind = holes.group(1) == null ? holes.group(2) : holes.group(1);
            String with = switch (kind) {
                case "n" ->
                    one(40) ? "0" : one(60) ? "00" : one(60) ? "1234567890123456789" : "" + (1 + random.nextInt(9999));
                case "w" ->
                    one(30)
                            ? pick(List.of(
                                    "",
                                    "caf\u00e9",
                                    " ",
                                    "{}",
                                    "{",
                                    "true",
                                    "1",
                                    "\u007f",
                                    "\ud83d\ude00",
                                    "x".repeat(600),
                                    "-",
                                    "a\\\\b",
                                    "%",
                                    "1.2.3.4",
                                    "2024-05-06T07:00:00Z"))
                            : "w" + random.nextInt(1000);
                case "h" -> "" + host;
                case "2" -> one(60) ? "77" : "" + (10 + random.nextInt(50));
                default -> one(60) ? "0" : "" + (100 + random.nextInt(900));
            };
            holes.appendReplacement(out, Matcher.quoteReplacement(with));
        }
        return holes.appendTail(out).toString();
    }
}
