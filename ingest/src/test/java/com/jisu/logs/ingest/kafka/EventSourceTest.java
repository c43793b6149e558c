package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    void version_1_has_the_source_of_its_file() {
        int hash = 125_773_070;
        assertThat(hash("{\"file\":\"/var/log/pods/a/0.log\",\"line\":\"x\",\"fields.logtype\":\"docker\"}"))
                .isEqualTo(hash);
        assertThat(hash("{\"fields.logtype\":\"docker\",\"offset\":\"7\",\"file\":\"/var/log/pods/a/0.log\"}"))
                .isEqualTo(hash);
        assertThat(hash("{\"fields.logtype\": \"docker\", \"file\": \"/var/log/pods/a/0.log\"}"))
                .isEqualTo(hash);
    }

    @Test
    void blanks_do_not_matter() throws Exception {
        for (String event : List.of(
                "{\"fields\": {\"logtype\": \"docker\"}, \"log\": {\"file\": {\"path\": \"/var/log/pods/a/0.log\"}}}",
                "{\"log\": {\"file\": {\"path\": \"/var/log/pods/a/0.log\"}}, \"fields\": {\"logtype\": \"docker\"}}",
                "\n{\"log\":{\"file\":{\"path\":\"/var/log/pods/a/0.log\"}},\"fields\":{\"logtype\":\"docker\"}}\r\n",
                "{\n\t\"fields\" :\n{\"logtype\"\t:\r\"docker\" }\n,\"log\":{ \"file\":{\"path\":\"/var/log/pods/a/0.log\"}}}")) {
            assertThat(hash(event)).as(event).isEqualTo(125_773_070);
        }
        JsonNode event = JSON.readTree(event(new Random(7), "/var/log/pods/a/0.log", "text"));
        assertThat(hash(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(event)))
                .isEqualTo(125_773_070);
    }

    /** Writers differ in where they have blanks, but not from one colon to the next. */
    @Test
    void whatever_the_layout_what_a_tree_says_is_found() throws Exception {
        Random random = new Random(13);
        int docker = 0;
        for (int i = 0; i < 20_000; i++) {
            ObjectNode tree = tree(random);
            String event = layout(shuffled(tree, random), random);
            assertThat(JSON.readTree(event)).as(event).isEqualTo(tree);
            String source = source(tree);
            assertThat(hash(event)).as(event).isEqualTo(source == null ? EventSource.NONE : compactHash(source));
            docker += source == null ? 0 : 1;
        }
        assertThat(docker).isBetween(5_000, 15_000);
    }

    private static int compactHash(String path) throws Exception {
        return hash("{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"path\":" + JSON.writeValueAsString(path)
                + "}}}");
    }

    private static String source(JsonNode event) {
        boolean isDocker = event.at("/fields/logtype").asText().equals("docker")
                || event.path("fields.logtype").asText().equals("docker");
        JsonNode source = event.at("/log/file/path");
        if (!source.isTextual()) {
            source = event.at("/container/id");
        }
        if (!source.isTextual()) {
            source = event.path("file");
        }
        return isDocker && source.isTextual() ? source.asText() : null;
    }

    /** An event of either version, with or without what is looked for, and with what looks like it. */
    private static ObjectNode tree(Random random) {
        ObjectNode event = JSON.createObjectNode();
        String type = random.nextInt(3) > 0 ? "docker" : "nginx";
        String path = "/var/log/\u00e9\"\\" + random.nextInt(1000);
        event.put("message", "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"path\":\"/other\"}}} docker");
        event.put("n", random.nextInt() / 7.0)
                .put("docker", random.nextBoolean())
                .putNull("none");
        event.putObject("other").put("logtype", "other").putObject("file").put("path", "/other");
        event.putArray("list").add(1).add("docker").add("}\\").addObject().put("id", "x");
        if (random.nextBoolean()) {
            event.put("fields.logtype", type).put("line", "text").put("host", "web-1");
        } else {
            event.putObject("fields").put("environment", "docker").put("logtype", type);
        }
        switch (random.nextInt(4)) {
            case 0 -> event.put("file", path);
            case 1 -> event.putObject("container").put("name", "docker").put("id", path);
            case 2 -> {
                ObjectNode log = event.putObject("log").put("offset", random.nextInt(1000));
                log.putArray("flags").addObject().put("path", "/other");
                log.putObject("file").put("path", path).put("inode", "131");
            }
            default -> event.putObject("log").putObject("file").put("inode", "131");
        }
        return event;
    }

    /** The text of a tree with blanks anywhere, but around each colon the same. */
    private static String layout(JsonNode tree, Random random) throws Exception {
        String[] blanks = {"", "", "", " ", "\n", "\r\n\t", "  "};
        String colon = blanks[random.nextInt(blanks.length)] + ":" + blanks[random.nextInt(blanks.length)];
        StringBuilder text = new StringBuilder();
        try (JsonParser tokens = JSON.treeAsTokens(tree)) {
            JsonToken last = null;
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                if (last == JsonToken.FIELD_NAME) {
                    text.append(colon);
                } else {
                    boolean follows = last != null && !last.isStructStart() && !token.isStructEnd();
                    text.append(follows ? "," : "").append(blanks[random.nextInt(blanks.length)]);
                }
                boolean quoted = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
                text.append(quoted ? JSON.writeValueAsString(tokens.getText()) : tokens.getText());
                if (token != JsonToken.FIELD_NAME) {
                    text.append(blanks[random.nextInt(blanks.length)]);
                }
                last = token;
            }
        }
        return text.toString();
    }

    @Test
    void what_is_not_recognised_has_no_source() {
        for (String event : List.of(
                "",
                "{}",
                "{\"fields\":{\"logtype\":\"nginx\"},\"log\":{\"file\":{\"path\":\"/a\"}}}",
                "{\"fields\":{\"logtype\":\"docker\"}}",
                "{ \"fields\": {\"logtype\": \"nginx\"}, \"input\": \"docker\", \"log\": {\"file\": {\"path\": \"/a\"}}}",
                "{ \"log\": {\"logtype\": \"docker\"}, \"log\": {\"file\": {\"path\": \"/a\"}}}",
                "{\"fields.logtype\":\"nginx\",\"file\":\"/a\",\"line\":\"docker\"}",
                "{\"my.fields.logtype\":\"docker\",\"file\":\"/a\"}",
                "{\"fields.logtype\":\"docker\",\"line\":\"/a\"}",
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
            if (i % 2 == 0) {
                event = layout(JSON.readTree(event), random).getBytes(StandardCharsets.UTF_8);
            }
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
