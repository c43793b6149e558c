package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.endtoend.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Filebeat configurations that are shipped. Filebeat itself is not run: its rule for {@code multiline} (a line that
 * matches, or with {@code negate} does not, joins the one in front of it) is applied to lines here.
 */
class FilebeatTest {

    private static final String SAMPLES = "samples/filebeat.yml";
    private static final String COMPOSE = "compose/filebeat.yml";
    private static final String KUBERNETES = "k8s/logging/filebeat/filebeat.yml";

    private static JsonNode configuration(String file) {
        return Yaml.one(Program.CHECKOUT.resolve(Path.of(file)));
    }

    private static List<JsonNode> inputs(String file, String idPrefix) {
        return Yaml.each(configuration(file).path("filebeat.inputs"))
                .filter(input -> input.path("id").asText().startsWith(idPrefix))
                .toList();
    }

    private static List<JsonNode> parsers(JsonNode input) {
        return Yaml.each(input.path("parsers")).toList();
    }

    private static List<String> joined(JsonNode multiline, String text) {
        Pattern pattern = Pattern.compile(multiline.path("pattern").asText());
        boolean negate = multiline.path("negate").asBoolean();
        List<String> events = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!events.isEmpty() && pattern.matcher(line).find() != negate) {
                events.set(events.size() - 1, events.get(events.size() - 1) + "\n" + line);
            } else {
                events.add(line);
            }
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLES, COMPOSE, KUBERNETES})
    void events_tell_the_zone_of_their_machine(String file) {
        assertThat(Yaml.each(configuration(file).path("processors")))
                .anyMatch(processor -> processor.has("add_locale"));
    }

    @ParameterizedTest
    @ValueSource(strings = {COMPOSE, KUBERNETES})
    void the_streams_of_containers_are_read_apart_and_the_envelope_goes_before_lines_are_joined(String file) {
        List<JsonNode> containers = inputs(file, "containers");
        assertThat(containers)
                .extracting(
                        input -> parsers(input).get(0).at("/container/stream").asText())
                .containsExactly("stdout", "stderr");
        assertThat(containers)
                .extracting(input -> parsers(input).get(1).path("multiline"))
                .allMatch(multiline ->
                        multiline.equals(parsers(containers.get(0)).get(1).path("multiline")))
                .allMatch(multiline -> multiline.path("match").asText().equals("after"));
    }

    static Stream<Arguments> traces() {
        List<String> java = List.of("""
                2026-11-29 10:00:00.123 ERROR [main] c.e.shop.Pay - card refused
                java.lang.IllegalStateException: card refused
                \tat com.example.shop.Pay.charge(Pay.java:42)
                \tat com.example.shop.Main.main(Main.java:7)
                \tSuppressed: java.io.IOException: close
                \t\tat com.example.shop.Pay.close(Pay.java:50)
                Caused by: java.io.IOException: timeout
                \t... 2 more""", "2026-11-29 10:00:00.124 INFO [main] c.e.shop.Pay - next");
        List<String> uncaught = List.of("ready", """
                Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()"
                \tat Main.main(Main.java:5)""", "{\"level\":\"info\",\"msg\":\"one JSON line\"}");
        List<String> python = List.of("""
                ERROR:shop.order:cannot ship
                Traceback (most recent call last):
                  File "/srv/shop/order.py", line 12, in ship
                    carrier.send(parcel)
                ConnectionRefusedError: [Errno 111] Connection refused

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/srv/shop/order.py", line 14, in ship
                    raise shop.errors.ShippingError("no carrier")
                shop.errors.ShippingError: no carrier""", "INFO:shop.order:next");
        List<String> go = List.of("2026/11/29 10:00:00 listening", """
                panic: runtime error: invalid memory address or nil pointer dereference
                [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f5a1]

                goroutine 1 [running]:
                main.(*Order).Ship(...)
                \t/srv/shop/order.go:12
                net/http.(*conn).serve(0xc0000a2000, {0x7b2f28, 0xc00009a3c0})
                \t/usr/local/go/src/net/http/server.go:2009 +0x5f4
                created by main.main in goroutine 1
                \t/srv/shop/main.go:5 +0x1d
                exit status 2""", "level=info msg=restarted");
        List<String> php = List.of("""
                PHP Fatal error:  Uncaught RuntimeException: boom in /srv/shop/m.php:6
                Stack trace:
                #0 /srv/shop/m.php(9): ship()
                #1 {main}
                  thrown in /srv/shop/m.php on line 6""", "127.0.0.1 -  29/Nov/2026:10:00:00 +0000 \"GET /index.php\" 500");
        return Stream.of(COMPOSE, KUBERNETES)
                .flatMap(file -> Stream.of(
                        Arguments.of(file, "Java", java),
                        Arguments.of(file, "Java, uncaught", uncaught),
                        Arguments.of(file, "Python", python),
                        Arguments.of(file, "Go", go),
                        Arguments.of(file, "PHP", php)));
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("traces")
    void a_stack_trace_is_one_event(String file, String language, List<String> events) {
        JsonNode multiline = containersMultiline(file);

        assertThat(joined(multiline, String.join("\n", events))).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("linesOfTraces")
    void a_line_of_a_trace_goes_on_with_it(String line) {
        assertThat(joined(containersMultiline(COMPOSE), "ERROR first\n" + line)).hasSize(1);
    }

    static Stream<String> linesOfTraces() {
        return """
                Exception: boom
                StopIteration
                requests.exceptions.ReadTimeout: x
                subprocess.TimeoutExpired: Command 'x' timed out after 1 seconds
                app.models.User.DoesNotExist: User matching query does not exist.
                app.models.User.MultipleObjectsReturned: get() returned 2
                psycopg2.errors.UniqueViolation: duplicate key
                django.core.exceptions.PermissionDenied
                binascii.Error: Incorrect padding
                ExceptionGroup: two (2 sub-exceptions)
                KeyboardInterrupt
                panic({0x6b0c20?, 0x75f0d0?})
                panic(0x4a8be0, 0x4e6a60)
                main.Map[...](0x1)
                main.Map[...].func1(0x1)
                main.(*List[...]).Push(0xc000012345, 0x1?)
                main.(*List[...]).Len()
                net/http.(*conn).serve.func1()
                runtime/debug.Stack()
                main.main.func1()
                shop.run.func2()
                runtime.goexit({})
                shop.do({0x1?, _, ...})
                github.com/acme/shop/order.ship(0x1)
                gopkg.in/yaml%2ev2.unmarshal({0xc0, 0x1?, 0x2}, {0x3, 0x4})
                created by main.Go[...] in goroutine 1
                goroutine 7 [chan receive, 5 minutes]:
                goroutine 1 gp=0xc000002380 m=0 mp=0x5a1b40 [running]:
                }
                """.lines();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection.close()",
                "svc.do(1)",
                "cache.get(\"a\")",
                "panic: boom",
                "Error: cannot open file",
                "Warning: deprecated",
                "ReadTimeout: 30",
                "ConsumerGroup: orders",
                "com.example.Main: started",
                "goroutine 5 finished",
                "created by user frank",
                "[signal handler] installed",
                "main.py loaded (3 rules)"
            })
    void an_ordinary_line_is_an_event_of_its_own(String line) {
        assertThat(joined(containersMultiline(COMPOSE), "INFO first\n" + line)).hasSize(2);
    }

    @Test
    void the_patterns_for_stack_traces_are_the_same() {
        assertThat(containersMultiline(COMPOSE)).isEqualTo(containersMultiline(KUBERNETES));
    }

    private static JsonNode containersMultiline(String file) {
        return parsers(inputs(file, "containers").get(0)).get(1).path("multiline");
    }

    @ParameterizedTest
    @ValueSource(strings = {COMPOSE, KUBERNETES})
    void lines_of_the_samples_stay_lines(String file) throws Exception {
        JsonNode multiline = containersMultiline(file);

        for (String sample : List.of("application.json.log", "nginx-access.log", "nginx-error.log")) {
            List<String> lines = Files.readAllLines(Program.CHECKOUT.resolve("samples/" + sample)).stream()
                    .filter(line -> !line.startsWith("   _") && !line.startsWith(" :: Spring")) // a banner, which joins
                    .toList();
            assertThat(joined(multiline, String.join("\n", lines))).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLES, COMPOSE})
    void what_an_upstream_wrote_belongs_to_the_line_of_nginx(String file) {
        JsonNode multiline =
                parsers(inputs(file, "sample-nginx-error").get(0)).get(0).path("multiline");
        List<String> events = List.of(
                "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
                "2026/11/29 10:00:00 [error] 7#7: *1 FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught"
                        + " RuntimeException: boom in /srv/shop/m.php:6\nStack trace:\n#0 {main}\n  thrown in"
                        + " /srv/shop/m.php on line 6\" while reading response header from upstream",
                "2026/11/29 10:00:01 [warn] 7#7: *2 next");

        assertThat(joined(multiline, String.join("\n", events))).isEqualTo(events);
    }

    @Test
    void the_id_of_each_input_is_its_own() {
        for (String file : List.of(SAMPLES, COMPOSE, KUBERNETES)) {
            assertThat(inputs(file, ""))
                    .extracting(input -> input.path("id").asText())
                    .doesNotHaveDuplicates();
        }
    }
}
