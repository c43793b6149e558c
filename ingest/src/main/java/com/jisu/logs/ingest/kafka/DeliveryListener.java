package com.jisu.logs.ingest.kafka;

/** Is told what became of events that were to be written: of each once. Called on Kafka's threads; thread-safe. */
public interface DeliveryListener {

    /** Whether nobody waits for these events any more: what is not written yet need not be. */
    boolean isAbandoned();

    /**
     * Kafka has an event.
     *
     * @param index of the event, as it was sent
     * @param bytes what it {@link Route#cost costs}
     */
    void confirm(int index, long bytes);

    /** An event was not written by a fault of ours. */
    void fail(long bytes, Throwable error);

    /** An event was not written, as nobody waits for it. */
    void discard(long bytes);
}
