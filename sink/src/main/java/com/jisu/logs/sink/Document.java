package com.jisu.logs.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record of the parsed topic on its way into the index. Used by the sink's thread alone.
 *
 * <p>The record is kept whole: what can not be indexed goes to the dead letters as it came.
 */
final class Document {

    private final ConsumerRecord<byte[], byte[]> record;
    private final Progress.Run run;
    private final DailyIndex.Name index;
    private final byte[] id;
    private final byte[] source;

    Document(ConsumerRecord<byte[], byte[]> record, Progress.Run run, DailyIndex.Name index, byte[] id, byte[] source) {
        this.record = record;
        this.run = run;
        this.index = index;
        this.id = id;
        this.source = source;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    DailyIndex.Name index() {
        return index;
    }

    /** The document id, safe to stand between quotes in JSON. */
    byte[] id() {
        return id;
    }

    /** The JSON to store; on one line. */
    byte[] source() {
        return source;
    }

    /** Whether the partition went to another consumer, which will deliver this document instead. */
    boolean isLost() {
        return run.isLost();
    }

    /** Elasticsearch, or the dead-letter topic, has it. To be called once. */
    void answered() {
        run.answered();
    }

    /** Bytes in a bulk body. */
    int bytes() {
        return index.action().length + id.length + BulkBody.ACTION_END.length + source.length + 1;
    }

    @Override
    public String toString() {
        return record.topic() + "-" + record.partition() + ":" + record.offset();
    }
}
