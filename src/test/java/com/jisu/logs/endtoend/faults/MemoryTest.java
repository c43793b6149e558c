package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.endtoend.Certificate;
import com.jisu.logs.endtoend.Program;
import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The harsh day of ingest: Kafka is away, all shippers connect, with large events and in the middle of compressed frames, and
 * Kafka comes back. Over TLS, with the heap and in the memory of the manifests; twice, for what native libraries take
 * they may not give back. Where no control group can be made nobody kills, and the peak alone is looked at.
 */
@Tag("faults")
class MemoryTest {

    private static final int LARGE = 24;
    private static final int LARGE_BYTES = 9_000_000;
    private static final int EVENTS = 600; // more than a connection's turn
    private static final int EVENT_BYTES = 2_000;
    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final double MOST_OF_LIMIT = 0.85;

    private final Random random = new Random(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private long peak;

    /** What a way of deployment gives ingest, read from its files; the shippers are nearly as many as it lets connect. */
    enum Given {
        KUBERNETES("k8s/logging/base/ingest.yaml", "memory: (\\d+)Mi", "-Xmx(\\d+)m", 1_950),
        COMPOSE("compose/.env", "INGEST_MEMORY=(\\d+)m", "INGEST_HEAP=-Xmx(\\d+)m", 850);

        private final String file;
        private final String memory;
        private final String heap;
        private final int shippers;

        Given(String file, String memory, String heap, int shippers) {
            this.file = file;
            this.memory = memory;
            this.heap = heap;
            this.shippers = shippers;
        }

        private long read(String pattern) throws IOException {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Program.CHECKOUT.resolve(file)));
            assertThat(matcher.find()).as(pattern).isTrue();
            return Long.parseLong(matcher.group(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ingest_keeps_to_its_memory_when_all_shippers_come_back_after_an_outage(Given given) throws Exception {
        long limitBytes = given.read(given.memory) << 20;
        Optional<MemoryLimit> limit = MemoryLimit.of(limitBytes);
        if (limit.isEmpty()) {
            System.out.println("no control group can be made here: only the peak is looked at");
        }
        Certificate certificate = Certificate.forLocalhost(directory);
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(certificate.certificate().toFile())
                .endpointIdentificationAlgorithm(null)
                .build();
        try (KafkaCluster kafka = new KafkaCluster(directory, 1, new Ports(), Map.of())) {
            kafka.start();
            try (Program ingest = start(kafka, certificate, given.read(given.heap))) {
                if (limit.isPresent()) {
                    limit.get().add(ingest.pid());
                }
                ingest.awaitOnStderr("metrics and health on port");
                for (int round = 1; round <= ROUNDS; round++) {
                    comeBackAfterOutage(kafka.brokers().get(0), ingest, tls, limit, given.shippers);
                    System.out.println(
                            given + ", round " + round + ": " + (peak >> 20) + " of " + (limitBytes >> 20) + " MiB");
                }
                ingest.terminate();
            } finally {
                kafka.brokers().get(0).kill();
            }
        }
        if (limit.isPresent()) {
            assertThat(limit.get().killed()).isZero();
            limit.get().close();
        }
        assertThat(peak).isLessThan((long) (MOST_OF_LIMIT * limitBytes));
    }

    private Program start(KafkaCluster kafka, Certificate certificate, long heapMib) throws IOException {
        return Program.start(
                directory,
                Map.of("JISU_LOGS_JAVA_OPTS", "-Xmx" + heapMib + "m"),
                "ingest",
                "--set=kafka.bootstrap-servers=" + kafka.proxiedServers(Role.INGEST),
                "--set=ingest.host=127.0.0.1",
                "--set=ingest.port=0",
                "--set=admin.port=0",
                "--set=ingest.tls.certificate=" + certificate.certificate(),
                "--set=ingest.tls.key=" + certificate.key());
    }

    private void comeBackAfterOutage(
            Broker broker, Program ingest, SslContext tls, Optional<MemoryLimit> limit, int many) throws Exception {
        broker.kill();
        try (ManyShippers shippers = new ManyShippers(ingest.port("Beats input on port"), tls)) {
            shippers.connect(LARGE, window(1, LARGE_BYTES), 1);
            shippers.connect(many, window(EVENTS, EVENT_BYTES), EVENTS);
            broker.start();
            await().atMost(PATIENCE).pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
                look(ingest.pid(), limit);
                return shippers.acknowledged() == LARGE + many;
            });
        }
    }

    /** What the kernel would count in a container: the most that was resident, and what it keeps for sockets now. */
    private void look(long pid, Optional<MemoryLimit> limit) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        assertThat(status).as("ingest was killed").exists();
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(Files.readString(status));
        assertThat(resident.find()).as("ingest was killed").isTrue();
        long sockets = limit.isPresent() ? limit.get().socketBytes() : 0;
        peak = Math.max(peak, (Long.parseLong(resident.group(1)) << 10) + sockets);
    }

    /** A window as Filebeat sends it. */
    private byte[] window(int events, int bytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DataOutputStream frames = new DataOutputStream(new DeflaterOutputStream(deflated, new Deflater(3)))) {
            for (int number = 1; number <= events; number++) {
                byte[] event = ("{\"message\":\"" + text(bytes) + "\"}").getBytes(StandardCharsets.US_ASCII);
                frames.writeBytes("2J");
                frames.writeInt(number);
                frames.writeInt(event.length);
                frames.write(event);
            }
        }
        ByteArrayOutputStream window = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(window);
        out.writeBytes("2W");
        out.writeInt(events);
        out.writeBytes("2C");
        out.writeInt(deflated.size());
        deflated.writeTo(out);
        return window.toByteArray();
    }

    /** A quarter of it is new, the rest repeats that. */
    private String text(int bytes) {
        StringBuilder quarter = new StringBuilder();
        while (quarter.length() < bytes / 4) {
            quarter.append(Long.toString(random.nextLong(), Character.MAX_RADIX));
        }
        return quarter.toString().repeat(4);
    }
}
