package com.jisu.logs.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.FieldTypes;
import com.jisu.logs.parsers.GeoIp;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.RandomJson;
import com.jisu.logs.parsers.RawPosition;
import com.jisu.logs.parsers.UserAgents;
import com.jisu.logs.records.IndexTemplates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents of application lines that are random JSON, put into Elasticsearch without the sink and its repairs. */
final class HostileDocuments {

    /** Indices at once: each of them is a shard, of which a node has a thousand at most. */
    private static final int BATCH = 50;

    private HostileDocuments() {}

    /** Tries so many documents, each in an index of its own with our template; gives those that were refused. */
    static List<String> refused(int documents, Index elasticsearch) throws Exception {
        long seed = Long.getLong("jisu.logs.seed", System.nanoTime());
        System.out.println("HostileDocuments: -Djisu.logs.seed=" + seed);
        RandomJson json = new RandomJson(new Random(seed));
        EventParser parser = new EventParser(ParserSettings.defaults(
                FieldTypes.fromMappings(IndexTemplates.read("component-templates/jisu-logs-mappings.json")),
                GeoIp.none(),
                new UserAgents(1)));
        List<String> refused = new ArrayList<>();
        for (int done = 0; done < documents; done += BATCH) {
            List<String> lines = new ArrayList<>();
            List<String> indices = new ArrayList<>();
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                lines.add(json.object());
                indices.add("jisu-logs-hostile-" + (done + i));
                byte[] event = BeatsEvent.of("application", "2026-11-23T00:00:01.000Z", i, lines.get(i));
                byte[] document =
                        parser.parse(event, new RawPosition("raw", 0, i), 0).document();
                body.append("{\"create\":{\"_index\":\"").append(indices.get(i)).append("\"}}\n");
                body.append(new String(document, StandardCharsets.UTF_8)).append('\n');
            }
            List<JsonNode> answers = elasticsearch.bulk(body.toString());
            for (int i = 0; i < BATCH; i++) {
                if (answers.get(i).path("status").asInt() != 201) {
                    refused.add(answers.get(i).path("error") + " for " + lines.get(i));
                }
            }
            elasticsearch.delete(indices);
        }
        return refused;
    }
}
