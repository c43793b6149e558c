package com.jisu.logs.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.RandomJson;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents of application lines that are random JSON, put into Elasticsearch without the sink and its repairs. */
final class HostileDocuments {

    /** Documents in one request. */
    private static final int BATCH = 100;

    /** Documents that are stored in any case, each in an index of its own: making one takes its time. */
    private static final int STORED = 5;

    private HostileDocuments() {}

    /** Has a node try so many documents; gives those that it refuses. */
    static List<String> refused(int documents, Index index) throws Exception {
        long seed = Long.getLong("jisu.logs.seed", System.nanoTime());
        System.out.println("HostileDocuments: -Djisu.logs.seed=" + seed);
        RandomJson json = new RandomJson(new Random(seed));
        EventParser parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 1)));
        List<String> refused = new ArrayList<>();
        for (int done = 0; done < documents; done += BATCH) {
            List<String> made = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                byte[] event = BeatsEvent.of("application", "2026-11-23T00:00:01.000Z", i, json.object());
                made.add(new String(
                        parser.parse(event, new RawPosition("raw", 0, i), 0).document(), StandardCharsets.UTF_8));
            }
            refused.addAll(refused(made, index));
            if (done == 0) {
                refused.addAll(notStored(made.subList(0, STORED), index));
            }
        }
        return refused;
    }

    /**
     * Those of some documents that a node refuses, each alone in an index with our mappings. A trial knows nothing of our
     * settings, so that what has very many fields fails it: what does is stored to be sure.
     */
    static List<String> refused(List<String> documents, Index index) throws Exception {
        List<JsonNode> answers = index.simulate("jisu-logs-hostile", documents);
        List<String> doubtful = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            if (answers.get(i).isMissingNode() || answers.get(i).has("error")) {
                doubtful.add(documents.get(i));
            }
        }
        return doubtful.isEmpty() ? List.of() : notStored(doubtful, index);
    }

    private static List<String> notStored(List<String> documents, Index index) throws Exception {
        List<String> indices = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (String document : documents) {
            indices.add("jisu-logs-hostile-" + indices.size());
            body.append("{\"create\":{\"_index\":\"")
                    .append(indices.get(indices.size() - 1))
                    .append("\"}}\n");
            body.append(document).append('\n');
        }
        List<JsonNode> answers = index.bulk(body.toString());
        index.delete(indices);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).path("status").asInt() != 201) {
                refused.add(answers.get(i) + " for " + documents.get(i));
            }
        }
        return refused;
    }
}
