package com.jisu.logs.sink.document;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.LineFeeds;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.index.StreamName;
import com.jisu.logs.sink.kafka.Progress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Turns records of the parsed topic into documents, without parsing them. Used by one thread.
 *
 * <p>The records of streams fit as they are. The topic is open to others, so whatever could break a bulk body or choose
 * an absurd index has a defined outcome here:
 *
 * <ul>
 *   <li>headers of rules (index, id, pipeline, routing) that can not be used: they are passed over;
 *   <li>no key: the id is the record's topic, partition and offset (of its first death, for a replayed dead letter);
 *   <li>a key that is no plain id: the id is the key's SHA-256;
 *   <li>no usable {@code time} header: the day is that of the record's own timestamp, its arrival (its first one, for a
 *       replayed dead letter);
 *   <li>line ends between the tokens of the JSON become spaces;
 *   <li>a value that can not be a JSON object is no document.
 * </ul>
 */
public final class Intake {

    /** Elasticsearch's bound on an id, in bytes. */
    private static final int MAX_ID_BYTES = 512;

    /** Names that are remembered: rules can make any number of them. */
    private static final int MAX_NAMES = 1_000;

    private static final Pattern INDEX =
            Pattern.compile("[^\\p{Upper}\\\\/*?\"<>| ,#:\\p{Cntrl}_+-][^\\p{Upper}\\\\/*?\"<>| ,#:\\p{Cntrl}]*");
    private static final int MAX_INDEX_BYTES = 255;

    /** Where rules send a document. */
    private record Target(String index, StreamName stream, String pipeline, String routing) {}

    /** What documents say of their stream, as they say it. */
    private record Wanted(String dataset, String namespace) {}

    private final DailyIndex indices;
    private final boolean toStreams;
    private final Map<Target, DailyIndex.Name> names = new HashMap<>();
    private final Map<Wanted, StreamName> streams = new HashMap<>();

    /** Documents go to the index of their day. */
    public Intake(DailyIndex indices) {
        this(indices, false);
    }

    private Intake(DailyIndex indices, boolean toStreams) {
        this.indices = indices;
        this.toStreams = toStreams;
    }

    /** Documents go to the data stream of their dataset and environment. */
    public static Intake toStreams() {
        return new Intake(DailyIndex.parse(DailyIndex.DEFAULT_PATTERN), true);
    }

    /** Whether a value could be a JSON object: its first and last characters are braces. */
    public static boolean isObject(byte[] value) {
        if (value == null) {
            return false;
        }
        int first = 0;
        int last = value.length - 1;
        while (first < last && isSpace(value[first])) {
            first++;
        }
        while (first < last && isSpace(value[last])) {
            last--;
        }
        return first < last && value[first] == '{' && value[last] == '}';
    }

    /** The document of a record whose value {@link #isObject}. */
    public Delivery delivery(ConsumerRecord<byte[], byte[]> record, Progress.Run run) {
        long time = time(record);
        byte[] source = onOneLine(record.value());
        if (!toStreams) {
            return Delivery.of(record, run, index(record.headers(), time, null), time, id(record), source);
        }
        StreamFields fields = StreamFields.of(source);
        DailyIndex.Name name = index(record.headers(), time, stream(fields, record.headers()));
        Instant instant = Instant.ofEpochMilli(time);
        byte[] stamped =
                name.stream().map(stream -> fields.stamped(stream, instant)).orElseGet(() -> fields.timed(instant));
        return Delivery.of(record, run, name, time, id(record), stamped);
    }

    /** By its dataset, else by its type; and by its environment. */
    private StreamName stream(StreamFields fields, Headers headers) {
        String dataset = fields.dataset() == null ? ParsedHeaders.logType(headers) : fields.dataset();
        Wanted wanted = new Wanted(dataset, fields.namespace() == null ? "" : fields.namespace());
        StreamName stream = streams.get(wanted);
        if (stream == null) {
            if (streams.size() >= MAX_NAMES) {
                streams.clear();
            }
            stream = new StreamName(
                    StreamName.clean(wanted.dataset)
                            .or(() -> StreamName.clean(ParsedHeaders.logType(headers)))
                            .orElse(StreamName.GENERIC.dataset()),
                    StreamName.clean(wanted.namespace).orElse(StreamName.GENERIC.namespace()));
            streams.put(wanted, stream);
        }
        return stream;
    }

    /** @param stream that it belongs to; null where documents go to daily indices */
    private DailyIndex.Name index(Headers headers, long time, StreamName stream) {
        String index = ParsedHeaders.text(headers, ParsedHeaders.INDEX);
        String pipeline = ParsedHeaders.text(headers, ParsedHeaders.PIPELINE);
        String given = ParsedHeaders.text(headers, ParsedHeaders.ROUTING);
        boolean usable = index != null
                && INDEX.matcher(index).matches()
                && index.getBytes(StandardCharsets.UTF_8).length <= MAX_INDEX_BYTES
                && !index.startsWith(".");
        if (!usable && stream == null && pipeline == null && given == null) {
            return indices.at(time);
        }
        StreamName itsOwn = usable ? null : stream;
        String routing = itsOwn == null ? given : null; // a data stream refuses it
        String text = usable
                ? index
                : stream != null ? stream.text() : indices.at(time).text();
        Target target = new Target(text, itsOwn, pipeline, routing);
        DailyIndex.Name name = names.get(target);
        if (name == null) {
            if (names.size() >= MAX_NAMES) {
                names.clear();
            }
            String members = member("pipeline", pipeline) + member("routing", routing);
            name = itsOwn == null ? DailyIndex.Name.of(quoted(text), members) : DailyIndex.Name.of(itsOwn, members);
            names.put(target, name);
        }
        return name;
    }

    private static String member(String name, String value) {
        return value == null ? "" : "\"" + name + "\":\"" + quoted(value) + "\",";
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static long time(ConsumerRecord<byte[], byte[]> record) {
        OptionalLong time = ParsedHeaders.time(record.headers());
        if (time.isPresent() && isDay(time.getAsLong())) {
            return time.getAsLong();
        }
        long arrival = DeadLetter.first(record.headers(), DeadLetter.Stage.SINK)
                .map(DeadLetter::arrival)
                .orElse(record.timestamp());
        return isDay(arrival) ? arrival : 0;
    }

    private static boolean isDay(long millis) {
        return millis >= DailyIndex.FIRST_MILLIS && millis <= DailyIndex.LAST_MILLIS;
    }

    private static byte[] id(ConsumerRecord<byte[], byte[]> record) {
        String given = ParsedHeaders.text(record.headers(), ParsedHeaders.ID);
        if (given != null && given.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES) {
            return quoted(given).getBytes(StandardCharsets.UTF_8);
        }
        byte[] key = record.key();
        if (key == null || key.length == 0) {
            return origin(record);
        }
        return isPlain(key) ? key : hash(key);
    }

    /** Characters that need no escape in JSON or a URL. An underscore first is Elasticsearch's own. */
    private static boolean isPlain(byte[] key) {
        if (key.length > MAX_ID_BYTES) {
            return false;
        }
        for (byte b : key) {
            boolean plain = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '-'
                    || b == '_'
                    || b == '.'
                    || b == '~';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Where the record was first seen: a replayed dead letter has another offset, and must have the same id. */
    private static byte[] origin(ConsumerRecord<byte[], byte[]> record) {
        String origin = DeadLetter.first(record.headers(), DeadLetter.Stage.SINK)
                .map(first -> place(first.topic(), first.partition(), first.offset()))
                .orElseGet(() -> place(record.topic(), record.partition(), record.offset()));
        byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
        return isPlain(bytes) ? bytes : hash(bytes);
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "-" + offset;
    }

    private static byte[] hash(byte[] key) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encode(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A raw line feed would end the bulk line; in valid JSON it can only stand where a space can. */
    static byte[] onOneLine(byte[] value) {
        int at = LineFeeds.next(value, 0, value.length);
        if (at == value.length) {
            return value;
        }
        byte[] line = value.clone();
        while (at < line.length) {
            line[at] = ' ';
            at = LineFeeds.next(line, at + 1, line.length);
        }
        return line;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
