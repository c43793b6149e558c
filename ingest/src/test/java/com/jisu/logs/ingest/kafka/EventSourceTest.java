package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventSourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/var/lib/docker/containers/%1$s/%1$s-json.log";

    @Test
    void the_order_of_members_does_not_matter_nor_what_the_message_says() throws Exception {
        Random random = new Random(7);
        for (int container = 0; container < 50; container++) {
            Set<Integer> hashes = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                hashes.add(EventSource.hash(event(random, PATH.formatted("c" + container), "x".repeat(i * 10))));
            }
            assertThat(hashes).hasSize(1).doesNotContain(EventSource.NONE);
        }
    }

    @Test
    void containers_spread_over_partitions() throws Exception {
        Random random = new Random(7);
        int[] events = new int[6];
        for (int i = 0; i < 6_000; i++) {
            events[EventSource.hash(event(random, PATH.formatted(Integer.toHexString(i)), "text")) % 6]++;
        }

        for (int count : events) {
            assertThat(count).isBetween(850, 1_150);
        }
    }

    @Test
    void the_hash_is_the_same_in_every_version_of_ingest_that_may_run_beside_this_one() {
        String event = "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"path\":\"/var/log/pods/a/0.log\"}}}";

        assertThat(hash(event)).isEqualTo(125_773_070);
    }

    @Test
    void the_container_counts_where_there_is_no_path() {
        String event = "{\"container\":{%s},\"fields\":{\"logtype\":\"docker\"},\"message\":\"%s\"}";
        int hash = hash(event.formatted("\"id\":\"abc\",\"name\":\"x\"", "one"));

        assertThat(hash).isNotEqualTo(EventSource.NONE);
        assertThat(hash(event.formatted(
                        "\"labels\":{\"a\":{\"id\":\"z\"},\"b\":[1,{\"c\":\"}\\\"\"}]},\"n\":-1.5,\"id\":\"abc\"",
                        "two")))
                .isEqualTo(hash);
        assertThat(hash(event.formatted("\"id\":\"abd\"", "one"))).isNotEqualTo(hash);
    }

    @Test
    void the_file_of_the_log_counts_among_others() {
        String event = "{%s\"fields\":{\"logtype\":\"docker\"},%s}";
        String log = "\"log\":{%s\"file\":{\"path\":\"/a\"}}";
        String other = "\"file\":{\"path\":\"/b\"},";
        int hash = hash(event.formatted("", log.formatted("")));

        assertThat(hash).isNotEqualTo(EventSource.NONE);
        for (String place : List.of("", "\"offset\":0,", "\"offset\":1234567,")) {
            assertThat(hash(event.formatted("", log.formatted(place)))).isEqualTo(hash);
            assertThat(hash(event.formatted(other, log.formatted(place)))).isEqualTo(hash);
            assertThat(hash(event.formatted("", other + log.formatted(place)))).isEqualTo(hash);
        }
        assertThat(hash(event.formatted("", log.formatted("\"flags\":[\"multiline\"],"))))
                .isEqualTo(hash);
    }

    @Test
    void it_is_found_wherever_it_stands() {
        for (int i = 0; i < 100; i++) {
            String filling = "\"x\":\"" + "\u00e9".repeat(i % 7) + "x".repeat(i) + "\",";
            String fields = "\"fields\":{\"logtype\":\"docker\"}";
            String log = "\"log\":{\"file\":{\"path\":\"/var/log/pods/a/0.log\"}}";
            assertThat(hash("{" + filling + fields + "," + log + "}")).isEqualTo(125_773_070);
            assertThat(hash("{" + filling + log + "," + fields + "}")).isEqualTo(125_773_070);
            String container = "\"container\":{\"id\":\"a\"}";
            assertThat(hash("{" + filling + container + "," + fields + "}"))
                    .isEqualTo(hash("{" + fields + "," + container + "}"))
                    .isNotEqualTo(EventSource.NONE);
        }
    }

    @Test
    void what_is_not_recognised_has_no_source() {
        for (String event : List.of(
                "",
                "{}",
                "{\"fields\":{\"logtype\":\"nginx\"},\"log\":{\"file\":{\"path\":\"/a\"}}}",
                "{\"fields\":{\"logtype\":\"docker\"}}",
                "{\"fields\":{\"logtype\" : \"docker\"},\"log\":{\"file\":{\"path\":\"/a\"}}}",
                "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{}}}",
                "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"path\":7}}}",
                "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"inode\":\"7\"}}}",
                "{\"message\":\"{\\\"fields\\\":{\\\"logtype\\\":\\\"docker\\\"}}\",\"log\":{\"file\":{\"path\":\"/a\"}}}",
                "{\"fields\":{\"logtype\":\"docker\"},\"message\":\"{\\\"file\\\":{\\\"path\\\":\\\"/a\\\"}}\"}")) {
            assertThat(hash(event)).as(event).isEqualTo(EventSource.NONE);
        }
    }

    @Test
    void any_bytes_are_survived() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] event = event(random, "/a\\\"b/" + i % 10, "text");
            byte[] cut = Arrays.copyOf(event, random.nextInt(event.length + 1));
            EventSource.hash(cut);
            for (int j = 0; j < 5; j++) {
                event[random.nextInt(event.length)] = (byte) "\"\\{}[],:a\n".charAt(random.nextInt(10));
            }
            assertThat(EventSource.hash(event)).isGreaterThanOrEqualTo(EventSource.NONE);
        }
    }

    private static int hash(String event) {
        return EventSource.hash(event.getBytes(StandardCharsets.UTF_8));
    }

    /** Filebeat's members, in any order, as Go writes maps. */
    private static byte[] event(Random random, String path, String text) throws Exception {
        String message = JSON.writeValueAsString(Map.of("log", text + "\n", "stream", "stdout", "file", "{\"file\":{"));
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", "2026-11-23T09:59:59.500Z");
        event.put("message", message);
        event.putObject("fields").put("logtype", "docker").put("environment", "production");
        ObjectNode log = event.putObject("log").put("offset", random.nextInt(1 << 20));
        log.putObject("file").put("path", path).put("inode", "131").put("device_id", "2049");
        event.putObject("agent").put("id", "a").put("name", "web-1").put("type", "filebeat");
        event.putObject("container").put("id", "c");
        return JSON.writeValueAsBytes(shuffled(event, random));
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode shuffled = JSON.createObjectNode();
        names.forEach(name -> shuffled.set(name, shuffled(object.get(name), random)));
        return shuffled;
    }
}
