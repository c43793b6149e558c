package com.jisu.logs.parsers.json;

import static com.jisu.logs.parsers.Fixtures.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was read of the events before must not show in the next. */
class RepeatedObjectsTest {

    private static final int EVENTS = 3000;

    /** Members of events that lines write into. */
    private static final List<String> NAMES =
            List.of("agent", "host", "log", "fields", "kubernetes", "container", "http");

    private static final List<String> OBJECTS = List.of(
            "{}",
            "{\"name\":\"web-1\"}",
            "{\"name\":\"web-1\",\"os\":{\"name\":\"Debian\",\"version\":\"12\"}}",
            "{\"file\":{\"path\":\"/a.log\",\"inode\":\"1\"},\"offset\":1,\"level\":\"x\"}",
            "{\"logtype\":\"application\",\"environment\":\"production\"}",
            "{\"logtype\":\"nginx\",\"environment\":[\"a\",{\"b\":1}]}",
            "{\"logtype\":\"docker\"}",
            "{\"labels\":{\"a\":\"1\",\"b.c\":\"2\"},\"id\":null}",
            "{ \"name\" :\n \"web-1\" , \"name\":\"web-2\"}",
            "{\"request\":{\"method\":\"GET\"},\"response\":{\"status_code\":\"two\"}}");

    private static final List<String> LINES = List.of(
            "plain",
            "{\"host\":{\"name\":\"db-1\",\"ip\":\"1.1.1.1\"},\"log\":{\"level\":\"warn\"},\"message\":\"m\"}",
            "{\"agent.name\":\"b\",\"log.file.path\":\"/b.log\",\"http.response.status_code\":200,\"level\":\"info\"}",
            "{\"log\":\"{\\\"host\\\":{\\\"name\\\":\\\"c\\\"},\\\"msg\\\":1}\\n\",\"stream\":\"stderr\",\"time\":\"2024-05-06T07:00:00Z\"}",
            "{\"kubernetes\":{\"labels\":{\"z\":1}},\"container\":{\"id\":\"7\"},\"fields\":{\"a\":1}}",
            "1.2.3.4 - - [06/May/2024:07:00:00 +0000] \"GET /a?b HTTP/1.1\" 200 17 \"-\" \"curl/8\"");

    @ParameterizedTest
    @EnumSource
    void make_the_documents_that_a_new_parser_makes(Schema schema) {
        Random random = Fixtures.random("make_the_documents_that_a_new_parser_makes");
        EventParser used = new EventParser(Fixtures.settings(schema));
        List<String> members = members(random);
        for (int i = 0; i < EVENTS; i++) {
            if (random.nextInt(4) == 0) {
                members = members(random);
            }
            String line = LINES.get(random.nextInt(LINES.size()))
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"");
            String event = "{\"@timestamp\":\"2024-05-06T07:00:00.123Z\"," + String.join(",", members)
                    + ",\"message\":\"" + line + "\",\"offset\":" + i + "}";
            EventParser fresh = new EventParser(Fixtures.settings(schema));
            assertThat(document(used, event)).as(event).isEqualTo(document(fresh, event));
        }
    }

    private static List<String> members(Random random) {
        List<String> members = new ArrayList<>();
        for (String name : NAMES) {
            members.add("\"" + name + "\":" + OBJECTS.get(random.nextInt(OBJECTS.size())));
        }
        return members;
    }

    private static String document(EventParser parser, String event) {
        ParsedEvent parsed = parse(parser, event);
        return new String(parsed.id(), UTF_8) + parsed.tags() + parsed.time() + new String(parsed.document(), UTF_8);
    }
}
