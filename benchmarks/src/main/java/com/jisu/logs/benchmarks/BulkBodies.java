package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.api.ParsedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bulk bodies as the sink makes them with its defaults: up to 5,000 documents or 8 MiB. */
final class BulkBodies {

    private static final int MAX_DOCUMENTS = 5_000;
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private BulkBodies() {}

    static List<byte[]> of(List<ParsedEvent> documents, String index) {
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int count = 0;
        for (ParsedEvent document : documents) {
            byte[] action = ("{\"create\":{\"_index\":\"" + index + "\",\"_id\":\""
                            + new String(document.id(), StandardCharsets.US_ASCII) + "\"}}\n")
                    .getBytes(StandardCharsets.US_ASCII);
            int size = action.length + document.document().length + 1;
            if (count == MAX_DOCUMENTS || count > 0 && body.size() + size > MAX_BYTES) {
                bodies.add(body.toByteArray());
                body.reset();
                count = 0;
            }
            body.writeBytes(action);
            body.writeBytes(document.document());
            body.write('\n');
            count++;
        }
        if (count > 0) {
            bodies.add(body.toByteArray());
        }
        return bodies;
    }
}
