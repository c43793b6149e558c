package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.Schema;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Sequences of events each of which once ended at another document, or id, than the rules make. */
class TemplateParserCasesTest {

    private static final String TIME = "\"@timestamp\":\"2024-05-06T07:00:00.123Z\"";
    private final EventParser used =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());
    private final EventParser rules =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());

    private static String fields(String type) {
        return "\"fields\":{\"logtype\":\"" + type + "\"}";
    }

    private static String line(String line) {
        return "\"message\":" + Fixtures.JSON.getNodeFactory().textNode(line);
    }

    private static String event(String... members) {
        return "{" + TIME + "," + String.join(",", members) + "}";
    }

    private void feed(String... events) {
        for (String event : events) {
            try {
                Fixtures.assertByRules(used, rules, event.getBytes(UTF_8));
            } catch (MalformedEventException e) {
                throw new AssertionError(event, e);
            }
        }
    }

    private void feed(IntFunction<String> event) {
        for (int i = 0; i < 6; i++) {
            feed(event.apply(i));
        }
    }

    @Test
    void service_of_line_into_a_repeated_object_of_the_event() {
        feed(i -> event(
                fields("application"), "\"service\":{\"type\":\"x\"}", line("{\"service\":\"orders-" + i + "\"}")));
    }

    @Test
    void an_access_line_in_json_beside_a_zone_and_with_an_event_of_its_own() {
        String access = "\"remote_addr\":\"81.2.69.142\",\"request\":\"GET /%d HTTP/1.1\",\"status\":200";
        for (String zone :
                List.of("", "\"event\":{\"timezone\":\"+02:00\"},", "\"event\":{\"timezone\":\"+02:00\",\"x\":1},")) {
            for (String own :
                    List.of("", ",\"event\":{\"id\":\"e%d\"}", ",\"event.action\":\"a%d\"", ",\"event.kind\":\"k\"")) {
                feed(i -> event(
                        fields("nginx"), zone + line("{" + (access + own).replace("%d", Integer.toString(i)) + "}")));
            }
        }
    }

    @Test
    void level_into_a_repeated_log_object() {
        feed(i -> event(
                fields("application"),
                "\"log\":{\"source\":{\"address\":\"10.0.0.1:99\"}}",
                line("{\"level\":\"info" + i + "\",\"message\":\"m\"}")));
    }

    @Test
    void key_of_line_into_a_repeated_object_of_the_event() {
        feed(i -> event(
                fields("application"), "\"event\":{\"module\":\"x\"}", line("{\"event.action\":\"a" + i + "\"}")));
    }

    @Test
    void labels_of_a_container_into_a_repeated_object() {
        feed(i -> event(
                fields("docker"),
                "\"container\":{\"id\":\"abc\"}",
                "\"agent\":{\"id\":\"a\"}",
                "\"log\":{\"offset\":" + i + ",\"file\":{\"path\":\"/a\"}}",
                line("{\"log\":\"m" + i
                        + "\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:00:00Z\",\"image\":\"img" + i
                        + "\"}")));
    }

    @Test
    void path_of_line_that_was_that_of_the_event() {
        feed(i -> event(
                fields("application"),
                "\"log\":{\"offset\":" + i + ",\"file\":{\"path\":\"/a.log\"}}",
                "\"agent\":{\"id\":\"a\"}",
                line("{\"log.file.path\":\"/" + (i < 4 ? "a" : "b") + ".log\"}")));
    }

    private static String file(int i, String agents, String file, String more) {
        return event(
                fields("application"),
                agents,
                more + "\"log\":{\"offset\":" + i + ",\"file\":" + file + "}",
                line("{\"n\":" + i + "}"));
    }

    @Test
    void two_agents() {
        String a = "\"agent\":{\"id\":\"a\"}";
        String b = "\"agent\":{\"id\":\"b\"}";
        String file = "{\"path\":\"/a\"}";
        feed(i -> file(i, a + "," + a, file, ""));
        feed(file(1, b, file, ""), file(2, b, file, ""), file(3, a + "," + b, file, ""));
    }

    @Test
    void two_files() {
        String a = "\"agent\":{\"id\":\"a\"}";
        String file = "{\"path\":\"/a\"}";
        feed(i -> file(i, a, file, "\"origin\":{\"n\":" + i + ",\"file\":" + file + "},"));
        String other = "{\"path\":\"/b\"}";
        for (int i = 0; i < 3; i++) {
            feed(file(i, a, file, "\"origin\":{\"n\":" + (i + 100) + ",\"file\":" + other + "},"));
        }
    }

    /** The same names in another order, and one identity less. */
    @Test
    void files_known_by_other_identities() {
        String agent = "\"agent\":{\"id\":\"a\"}";
        for (String file : new String[] {
            "{\"path\":\"/a\",\"fingerprint\":\"f1\"}",
            "{\"path\":\"/a\",\"fingerprint\":\"f2\"}",
            "{\"path\":\"/a\",\"fingerprint\":null,\"inode\":\"1\",\"device_id\":\"2\"}",
            "{\"path\":\"/b\",\"inode\":\"1\",\"device_id\":\"2\"}",
            "{\"path\":\"/a\",\"vol\":\"1\",\"idxhi\":\"2\",\"idxlo\":\"3\"}",
            "{\"path\":\"/b\",\"vol\":\"1\",\"idxhi\":\"2\",\"idxlo\":\"3\"}",
            "{\"path\":\"/a\",\"vol\":\"1\",\"idxhi\":\"2\"}",
            "{\"path\":\"/a\"}"
        }) {
            feed(i -> file(i, agent, file, ""));
        }
    }

    @Test
    void events_of_version_1_among_others() {
        IntFunction<String> position = i -> "\"host\":\"h\",\"file\":\"/a\",\"offset\":\"" + i + "\"";
        feed(i -> event(fields("application"), position.apply(i), "\"line\":\"{\\\"n\\\":" + i + "}\""));
        feed(i -> event(fields("application"), position.apply(i), line("{\"n\":" + i + "}")));
        feed(i -> event(fields("application"), position.apply(i), "\"line\":\"l\"", line("{\"n\":" + i + "}")));
        feed(i -> event("\"agent\":{\"id\":\"a\"}", position.apply(i), "\"line\":\"l" + i + "\""));
        feed(i -> "{" + position.apply(i) + ",\"line\":\"l" + i + "\"}");
        feed(i -> "{\"line\":\"l" + i + "\"}");
    }

    @Test
    void container_known_by_the_path_of_some_files() {
        IntFunction<String> log =
                i -> line("{\"log\":\"m" + i + "\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:00:00Z\"}");
        feed(i -> event(
                fields("docker"),
                "\"agent\":{\"id\":\"a\"}",
                "\"log\":{\"offset\":" + i + ",\"file\":{\"inode\":\"1\",\"device_id\":\"2\"}}",
                log.apply(i)));
        feed(i -> event(
                fields("docker"),
                "\"agent\":{\"id\":\"a\"}",
                "\"log\":{\"offset\":" + i + ",\"file\":{\"inode\":\"1\",\"device_id\":\"2\",\"path\":\"/a\"}}",
                log.apply(i)));
    }

    @Test
    void empty_object_inside_of_a_line() {
        feed(i -> event(
                fields("docker"),
                line("{\"log\":\"" + (i < 4 ? "{}" : "hello") + "\\n\",\"stream\":\"stdout\",\"time\":"
                        + "\"2024-05-06T07:00:00Z\",\"service\":\"s\"}")));
    }

    @Test
    void times_with_and_without_a_zone_in_zones_that_change() {
        String[] zones = {"+01:00", "Europe/Berlin", "Europe\\/Berlin", "nowhere", "CET"};
        String[] times = {"2024-05-06T07:00:00.123Z", "2024-05-06 07:00:00,123", "06/May/2024:07:00:00"};
        for (int i = 0; i < 60; i++) {
            feed(event(
                    fields("application"),
                    "\"event\":{\"timezone\":\"" + zones[i / 3 % zones.length] + "\"}",
                    line("{\"ts\":\"" + times[i % times.length] + "\",\"n\":" + i + "}")));
        }
    }

    @Test
    void times_in_the_zone_of_a_shipper_have_a_template() {
        IntFunction<String> event = i -> event(
                fields("application"),
                "\"event\":{\"timezone\":\"Europe/Berlin\"}",
                line("{\"ts\":\"2024-05-06 09:00:0" + i + ",123\"}"));
        feed(event);
        assertThat(used.trie().read(event.apply(7).getBytes(UTF_8))).isNotNull();
    }

    @Test
    void times_in_zones_of_another_line() {
        feed(i -> event(
                fields("docker"),
                line("{\"log\":\"{\\\"ts\\\":\\\"2024-05-06 07:00:0" + i
                        + "\\\"}\\n\",\"stream\":\"stdout\",\"event.timezone\":\"+0" + i / 2 + ":00\"}")));
    }

    @Test
    void times_that_are_not_written_as_they_were() {
        String[] seconds = {"59", "60", "59", "60"};
        feed(i -> event(fields("application"), line("{\"ts\":\"2024-05-06T07:00:" + seconds[i % 4] + ".123Z\"}")));
    }

    /** The first event that the parser ever sees. */
    @Test
    void the_same_file_twice_in_one_event() {
        feed(event("\"log\":{\"file\":{\"path\":\"/a\"}}", "\"x\":{\"file\":{\"path\":\"/a\"}}", "\"abcdefgh\":1"));
    }

    @Test
    void the_same_host_twice_in_one_event() {
        feed(event("\"host\":{\"name\":\"a\"}", "\"host\":{\"name\":\"a\"}", "\"abcdefgh\":1"));
    }

    /** What was the same at two places of the first event is not so in the second. */
    @Test
    void the_same_object_twice_in_one_event_and_then_not() {
        String q = "\"q\":{\"d\":{\"v\":\"1\"}}";
        feed(event("\"p\":{\"d\":{\"v\":\"1\"}}", q, "\"abcdefgh\":1"));
        feed(event("\"p\":{\"d\":{\"v\":\"2\"}}", q, "\"abcdefgh\":1"));
    }

    private static String leaves(String prefix, int count) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            json.append(i > 0 ? "," : "").append('"').append(prefix).append(i).append("\":1");
        }
        return json.append('}').toString();
    }

    @Test
    void more_fields_than_there_may_be() {
        String base = "\"x\":" + leaves("a", 110) + ",\"y\":" + leaves("a", 110) + ",\"z\":" + leaves("a", 110)
                + ",\"w\":" + leaves("a", 110);
        String kubernetes = "\"kubernetes\":{\"labels\":" + leaves("a", 100) + "}";
        feed(i -> event(base, kubernetes, "\"host\":{\"name\":\"h\"}", "\"n\":" + i));
        feed(i -> event("\"q\":1", "\"host\":" + leaves("h", 110), "\"n\":" + i)); // the host is known now
        feed(i -> event(base, kubernetes, "\"host\":" + leaves("h", 110), "\"n\":" + i));
    }
}
