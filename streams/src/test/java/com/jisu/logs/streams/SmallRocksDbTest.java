package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a store in which, as in that of cut lines, all is written, read and deleted again. */
class SmallRocksDbTest {

    private static final int VALUE_BYTES = 16 * 1024;
    private static final int LIVE = 500;
    private static final int WRITTEN = 5_000;
    /** Two buffers, and six files that are not merged yet. */
    private static final long ALWAYS = (2 + 6) * 2 << 20;

    private final Random random = new Random(1);

    @TempDir
    private Path directory;

    @Test
    void the_folder_stays_within_four_times_what_is_left() throws IOException {
        assertThat(largestFolder(this::noise)).isLessThan(4L * LIVE * VALUE_BYTES + ALWAYS);
    }

    @Test
    void text_takes_less_than_it_has() throws IOException {
        assertThat(largestFolder(this::lines)).isLessThan((long) LIVE * VALUE_BYTES);
    }

    private byte[] noise() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    private byte[] lines() {
        StringBuilder text = new StringBuilder();
        while (text.length() < VALUE_BYTES) {
            text.append("at com.example.shop.Order.place(Order.java:")
                    .append(random.nextInt(999))
                    .append(")\\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes of the folder at its largest, while values are put and, {@value #LIVE} later, deleted. */
    private long largestFolder(Supplier<byte[]> values) throws IOException {
        long largest = 0;
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties())) {
            KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(CutLineStore.NAME);
            Deque<Bytes> live = new ArrayDeque<>();
            for (int i = 0; i < WRITTEN; i++) {
                Bytes key = Bytes.wrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(random.nextInt(50))
                        .putInt(i)
                        .array());
                store.put(key, values.get());
                live.add(key);
                if (live.size() > LIVE) {
                    store.delete(live.remove());
                }
                if (i % 100 == 0) {
                    largest = Math.max(largest, folderBytes());
                }
            }
        }
        return largest;
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(SmallRocksDbTest::size).sum();
        } catch (java.io.UncheckedIOException e) {
            return 0; // a file went while it was looked at
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The store needs somebody to belong to. */
    private static final class Nothing implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> message) {}
    }

    private static Topology topology() {
        Topology topology = new Topology();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource("source", bytes, bytes, "topic");
        topology.addProcessor("nothing", Nothing::new, "source");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(CutLineStore.NAME), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "nothing");
        return topology;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        return properties;
    }
}
