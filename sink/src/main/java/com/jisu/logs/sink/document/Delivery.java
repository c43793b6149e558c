package com.jisu.logs.sink.document;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.sink.elasticsearch.BulkAnswer;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.index.StreamName;
import com.jisu.logs.sink.kafka.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One document of the parsed topic on its way into the index, in the form in which it is tried next. Immutable but for its
 * run and the count of Elasticsearch's own errors; used by the sink's thread alone.
 *
 * <p>The record is kept whole: what can not be indexed goes to the dead letters as it came.
 */
public final class Delivery {

    /** Behind the id in the action line of a bulk request. */
    public static final byte[] ACTION_END = "\"}}\n".getBytes(StandardCharsets.US_ASCII);

    /** Fields that are moved away one by one before a document is stored in its minimal form. */
    private static final int MAX_REPAIRS = 5;

    /** What of the record is sent. */
    public enum Form {
        ORIGINAL,
        /** Refused fields are in {@code application.overflow}. */
        REPAIRED,
        MINIMAL,
        /** As minimal, less what the minimal form keeps of the original. */
        BARE
    }

    private final ConsumerRecord<byte[], byte[]> record;
    private final Progress.Run run;
    private final DailyIndex.Name index;
    private final long time;
    private final byte[] id;
    private final byte[] base;
    private final byte[] source;
    private final byte[] action;
    private final Form form;
    private final int repairs;
    private final String refusal;
    private final long firstRefused;
    private int fits;
    private int internalErrors;
    private long firstInternalError;

    private Delivery(
            ConsumerRecord<byte[], byte[]> record,
            Progress.Run run,
            DailyIndex.Name index,
            long time,
            byte[] id,
            byte[] base,
            byte[] source,
            Form form,
            int repairs,
            String refusal,
            long firstRefused) {
        this(record, run, index, time, id, base, source, form, repairs, refusal, firstRefused, actionOf(record, index));
    }

    private Delivery(
            ConsumerRecord<byte[], byte[]> record,
            Progress.Run run,
            DailyIndex.Name index,
            long time,
            byte[] id,
            byte[] base,
            byte[] source,
            Form form,
            int repairs,
            String refusal,
            long firstRefused,
            byte[] action) {
        this.record = record;
        this.run = run;
        this.index = index;
        this.time = time;
        this.id = id;
        this.base = base;
        this.source = source;
        this.action = action;
        this.form = form;
        this.repairs = repairs;
        this.refusal = refusal;
        this.firstRefused = firstRefused;
    }

    private static byte[] actionOf(ConsumerRecord<byte[], byte[]> record, DailyIndex.Name index) {
        return isReplay(record) ? index.replace() : index.create();
    }

    private static boolean isReplay(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetter.first(record.headers(), DeadLetter.Stage.SINK).isPresent();
    }

    /**
     * A record's document as it came.
     *
     * @param time epoch milliseconds of the time that chose the index
     * @param id safe to stand between quotes in JSON
     * @param source the JSON to store, on one line
     */
    public static Delivery of(
            ConsumerRecord<byte[], byte[]> record,
            Progress.Run run,
            DailyIndex.Name index,
            long time,
            byte[] id,
            byte[] source) {
        return new Delivery(record, run, index, time, id, source, source, Form.ORIGINAL, 0, "", 0);
    }

    /**
     * The form to try after Elasticsearch refused this one; nothing if there is no other.
     *
     * @param failure why it was refused
     */
    public Optional<Delivery> afterRefusal(Failure failure) {
        String reason = failure.type() + ": " + failure.reason();
        return switch (form) {
            case ORIGINAL, REPAIRED ->
                Optional.of(repaired(failure, reason)
                        .orElseGet(
                                () -> inForm(Form.MINIMAL, MinimalForm.of(record.value(), reason, instant()), reason)));
            case MINIMAL ->
                Optional.of(inForm(Form.BARE, MinimalForm.bare(record.value(), refusal, instant()), refusal));
            case BARE -> Optional.empty();
        };
    }

    private Optional<Delivery> repaired(Failure failure, String reason) {
        if (repairs == MAX_REPAIRS || failure.verdict() != BulkAnswer.Verdict.REFUSED) {
            return Optional.empty();
        }
        return Repair.of(source, failure, instant()).map(moved -> inForm(Form.REPAIRED, moved, reason));
    }

    private Delivery inForm(Form next, byte[] json, String reason) {
        byte[] whole = next == Form.REPAIRED ? json : StreamFields.minimal(json, index.stream());
        return new Delivery(record, run, index, time, id, base, whole, next, repairs + 1, reason, sinceFirstRefusal());
    }

    /** As it came, for another one of the sink's data streams. */
    public Delivery movedTo(StreamName stream) {
        byte[] stamped = StreamFields.of(Intake.onOneLine(record.value())).stamped(stream, instant());
        return of(record, run, DailyIndex.Name.of(stream, index.members()), time, id, stamped);
    }

    /** In the same form, with another action: what its index takes is known by now. */
    public Delivery by(byte[] otherAction) {
        Delivery other = new Delivery(
                record, run, index, time, id, base, source, form, repairs, refusal, firstRefused, otherAction);
        other.fits = fits;
        other.internalErrors = internalErrors;
        other.firstInternalError = firstInternalError;
        return other;
    }

    /** Whether it replaces what is there: a dead letter of the sink that is replayed has left the minimal form of itself. */
    public boolean isReplay() {
        return isReplay(record);
    }

    /** In the same form, with what its index has no room for in its overflow. */
    public Delivery fitted(byte[] json) {
        byte[] original = form == Form.ORIGINAL ? json : base;
        Delivery fitted =
                new Delivery(record, run, index, time, id, original, json, form, repairs, refusal, firstRefused);
        fitted.fits = fits + 1;
        return fitted;
    }

    /** How often it was {@link #fitted}. */
    public int fits() {
        return fits;
    }

    /**
     * As it came, less what had no room, to be tried again because the refusals were not its own.
     * Remembers when the first of them was.
     *
     * @param now the {@link System#nanoTime} of this one
     */
    public Delivery original(long now) {
        return new Delivery(
                record, run, index, time, id, base, base, Form.ORIGINAL, 0, "", firstRefused == 0 ? now : firstRefused);
    }

    private long sinceFirstRefusal() {
        return firstRefused == 0 ? System.nanoTime() : firstRefused;
    }

    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    public DailyIndex.Name index() {
        return index;
    }

    /** Epoch milliseconds of the event. */
    public long time() {
        return time;
    }

    public byte[] id() {
        return id;
    }

    public byte[] source() {
        return source;
    }

    public Form form() {
        return form;
    }

    /** Why the form before this one was refused; empty for the original. */
    public String refusal() {
        return refusal;
    }

    /** The {@link System#nanoTime} at which a form of it was refused for the first time; 0 if none was. */
    public long firstRefused() {
        return firstRefused;
    }

    /** The start of its action line. */
    public byte[] action() {
        return action;
    }

    /** Elasticsearch failed inside at this form of it; returns how often it has by now. */
    public int internalError(long now) {
        if (internalErrors == 0) {
            firstInternalError = now;
        }
        return ++internalErrors;
    }

    /** The {@link System#nanoTime} of the first of the {@link #internalError internal errors}. */
    public long firstInternalError() {
        return firstInternalError;
    }

    /** Whether the partition went to another consumer, which will deliver this document instead. */
    public boolean isLost() {
        return run.isLost();
    }

    /** Elasticsearch, or the dead-letter topic, has it. To be called once. */
    public void answered() {
        run.answered();
    }

    /** Bytes in a bulk body. */
    public int bytes() {
        return action.length + id.length + ACTION_END.length + source.length + 1;
    }

    private Instant instant() {
        return Instant.ofEpochMilli(time);
    }

    @Override
    public String toString() {
        return record.topic() + "-" + record.partition() + ":" + record.offset();
    }
}
