package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** The bulk requests that are not answered yet. Used by the sink's thread; answers come back to it through the executor. */
final class InFlight {

    /** Takes the answer to a request, or its absence. */
    interface Receiver {

        /**
         * @param sent the {@link System#nanoTime} at which the request was sent
         * @param nanos from then to the answer
         */
        void answered(Batch batch, Reply reply, long sent, long nanos);
    }

    private final ElasticsearchConnection elasticsearch;
    private final boolean gzip;
    private final Executor sinkThread;
    private final Receiver receiver;
    private final Set<Batch> batches = new HashSet<>();

    /** @param gzip whether bodies are compressed */
    InFlight(ElasticsearchConnection elasticsearch, boolean gzip, Executor sinkThread, Receiver receiver) {
        this.elasticsearch = elasticsearch;
        this.gzip = gzip;
        this.sinkThread = sinkThread;
        this.receiver = receiver;
    }

    void send(Batch batch) {
        BulkBody body = gzip ? BulkBody.compressed(batch.documents()) : BulkBody.of(batch.documents());
        batches.add(batch);
        long sent = System.nanoTime();
        elasticsearch.bulk(body, reply -> {
            long nanos = System.nanoTime() - sent;
            sinkThread.execute(() -> receiver.answered(batch, reply, sent, nanos));
        });
    }

    /** A request was answered. */
    void remove(Batch batch) {
        batches.remove(batch);
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int size() {
        return batches.size();
    }

    /** Of all documents that were sent. */
    long bytes() {
        long bytes = 0;
        for (Batch batch : batches) {
            bytes += batch.bytes();
        }
        return bytes;
    }
}
