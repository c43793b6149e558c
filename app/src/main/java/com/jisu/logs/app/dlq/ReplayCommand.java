package com.jisu.logs.app.dlq;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.Topics;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jisu-logs dlq replay}: sends letters back to the stage that gave them up. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends dead letters back to where they came from: those of streams to the raw topic, those of the sink to the"
                    + " parsed topic. All of them, unless filters say which; 'dlq list' with the same filters shows them.",
            "Safe to repeat: a record comes to the same document id each time, so it is in the index once. The letters stay in"
                    + " the topic; one that dies again is a new letter that tells of its earlier deaths, too."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs dlq replay --stage sink --since 1h      after the mapping was mended",
            "  jisu-logs dlq replay --reason not_json --limit 1  one of them, to see whether it goes through"
        })
final class ReplayCommand extends DeadLetterCommand {

    private static final int MAX_REQUEST_BYTES = Topics.MAX_DOCUMENT_BYTES + 1024 * 1024;

    @Mixin
    private Filters filters;

    private final Map<DeadLetter.Stage, Long> sent = new EnumMap<>(DeadLetter.Stage.class);

    @Override
    void run(DeadLetterTopic topic, PrintWriter out) {
        Selection selection = new Selection(topic, filters);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(topic.kafka())) {
            selection.limited(letter -> {
                if (failure.get() == null) {
                    send(letter, topic.topics(), producer, failure);
                }
            });
            producer.flush();
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
        if (failure.get() != null) {
            throw new UserError(
                    "not all dead letters were replayed: " + failure.get().getMessage()
                            + "; once that is mended, replay them again: what went through does no harm",
                    failure.get());
        }
        long streams = sent.getOrDefault(DeadLetter.Stage.STREAMS, 0L);
        long sink = sent.getOrDefault(DeadLetter.Stage.SINK, 0L);
        out.printf("%d dead letter%s replayed", streams + sink, streams + sink == 1 ? "" : "s");
        if (streams + sink > 0) {
            out.printf(
                    ": %d to %s, %d to %s",
                    streams, topic.topics().raw(), sink, topic.topics().parsed());
        }
        out.println();
    }

    /** Key, headers and value stay as they are: the headers hold the document's time, and the history. */
    private void send(
            DeadRecord letter,
            Topics topics,
            KafkaProducer<byte[], byte[]> producer,
            AtomicReference<Exception> failure) {
        DeadLetter.Stage stage = letter.death().stage();
        String target = switch (stage) {
            case STREAMS -> topics.raw();
            case SINK -> topics.parsed();
        };
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                target,
                null,
                null,
                letter.record().key(),
                letter.record().value(),
                letter.record().headers());
        try {
            producer.send(record, (metadata, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, refused(e, target));
                }
            });
        } catch (KafkaException e) {
            failure.compareAndSet(null, refused(e, target));
        }
        sent.merge(stage, 1L, Long::sum);
    }

    private static KafkaException refused(Exception e, String topic) {
        return new KafkaException(ClientProperties.problem(e, AclOperation.WRITE, topic), e);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "jisu-logs-dlq");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
