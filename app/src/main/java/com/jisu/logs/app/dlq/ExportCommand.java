package com.jisu.logs.app.dlq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jisu-logs dlq export}: letters as JSON lines. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes dead letters to stdout, one JSON object on each line: partition, offset, died, deaths, key, time, logtype,"
                    + " value.",
            "A key or a value that is no UTF-8 text is key_base64 or value_base64 instead; one that is missing has no field."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs dlq export > dead.jsonl",
            "  jisu-logs dlq export --stage streams --since 1d | jq -r .value"
        })
final class ExportCommand extends DeadLetterCommand {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // so that the terminal's encoding does not matter
            .build();

    /** The reader of the output has gone: nothing more is wanted. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Mixin
    private Filters filters;

    @Override
    void run(DeadLetterTopic topic, PrintWriter out) {
        try {
            new Selection(topic, filters).limited(letter -> {
                out.println(json(letter));
                if (out.checkError()) {
                    throw new Unread();
                }
            });
        } catch (Unread e) {
            // as of "export | head"
        }
    }

    private static String json(DeadRecord letter) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            ConsumerRecord<byte[], byte[]> record = letter.record();
            json.writeStartObject();
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeStringField("died", letter.diedAt().toString());
            json.writeArrayFieldStart("deaths");
            for (DeadLetter death : letter.history()) {
                write(death, json);
            }
            json.writeEndArray();
            writeBytes("key", record.key(), json);
            if (ParsedHeaders.time(record.headers()).isPresent()) {
                long time = ParsedHeaders.time(record.headers()).getAsLong();
                json.writeStringField("time", Instant.ofEpochMilli(time).toString());
            }
            String logType = ParsedHeaders.logType(record.headers());
            if (!logType.isEmpty()) {
                json.writeStringField("logtype", logType);
            }
            writeBytes("value", record.value(), json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return text.toString();
    }

    private static void write(DeadLetter death, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", death.stage().code());
        json.writeStringField("reason", death.reason());
        json.writeStringField("error", death.error());
        json.writeStringField("topic", death.topic());
        json.writeNumberField("partition", death.partition());
        json.writeNumberField("offset", death.offset());
        json.writeStringField("arrived", Instant.ofEpochMilli(death.arrival()).toString());
        json.writeEndObject();
    }

    private static void writeBytes(String name, byte[] bytes, JsonGenerator json) throws IOException {
        if (bytes == null) {
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            json.writeStringField(name, text);
        } catch (CharacterCodingException notText) {
            json.writeBinaryField(name + "_base64", bytes);
        }
    }
}
