package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.endtoend.Index;
import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A deployment under steady load that faults strike one after the other, and what has to hold when it is over: every
 * acknowledged event is in the index exactly once, there are no dead letters, memory is back where it was, and everything
 * stops when it is told to.
 */
final class Scenario implements AutoCloseable {

    static final double DEFAULT_RATE = Double.parseDouble(System.getProperty("jisu.logs.faults.rate", "4000"));

    /** Behind by so many seconds' events at most is what a healthy pipeline is: it commits once a second. */
    private static final double CALM_SECONDS = 3;

    private static final int PATIENCE_SECONDS = 180;

    /** More than what these differ by from one time to the next, also where the process has been started again. */
    private static final long MORE_HEAP_MIB = 48;

    private static final long MORE_RSS_MIB = 128;
    private static final long MORE_THREADS = 8;
    private static final long MORE_FILES = 32;

    private final String name;
    private final long seed;
    private final double rate;
    private final Random random;
    private final Deployment deployment;
    private final Load load;
    private final Recorder recorder;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Role, JvmUsage> usageBefore = new EnumMap<>(Role.class);

    /** What happens, until it is over. */
    interface Disturbance {
        void happen() throws Exception;
    }

    private Scenario(String name, long seed, double rate, Deployment deployment, List<Duration> shippersAhead) {
        this.name = name;
        this.seed = seed;
        this.rate = rate;
        this.random = new Random(seed);
        this.deployment = deployment;
        this.load = new Load(deployment.toIngest().port(), rate, shippersAhead);
        this.recorder = new Recorder(load, deployment.kafkaServers());
    }

    /** Starts servers and roles, and the load on them; returns when they have warmed up. */
    static Scenario start(String name, Path directory) throws Exception {
        return start(name, directory, 1, DEFAULT_RATE);
    }

    /** The same with another load. */
    static Scenario start(String name, Path directory, int brokers, double rate) throws Exception {
        return start(name, directory, brokers, rate, Deployment.Clocks.NONE, List.of());
    }

    /** The same with clocks of their own. */
    static Scenario start(
            String name,
            Path directory,
            int brokers,
            double rate,
            Deployment.Clocks clocks,
            List<Duration> shippersAhead)
            throws Exception {
        long seed = Long.getLong("jisu.logs.seed", System.nanoTime());
        System.out.println(name + ": -Djisu.logs.seed=" + seed + ", logs in " + directory);
        Scenario scenario = new Scenario(name, seed, rate, Deployment.start(directory, brokers, clocks), shippersAhead);
        try {
            scenario.warmUp();
            return scenario;
        } catch (Exception | AssertionError e) {
            scenario.close();
            throw e;
        }
    }

    private void warmUp() throws Exception {
        TimeUnit.SECONDS.sleep(5);
        awaitCalm(recorder.now());
        for (Role role : Role.values()) {
            usageBefore.put(role, JvmUsage.of(deployment.role(role).pid()));
        }
    }

    Deployment deployment() {
        return deployment;
    }

    Random random() {
        return random;
    }

    /** A fault at a random moment; returns when it is over and the pipeline has caught up. */
    void strike(String what, Disturbance disturbance) throws Exception {
        pause(2_000, 6_000);
        double begin = recorder.now();
        disturbance.happen();
        double end = recorder.now();
        double caughtUp = awaitCalm(end);
        faults.add(new Fault(what, begin, end, caughtUp));
        System.out.printf("%s: %s%n", name, faults.get(faults.size() - 1));
    }

    /** A fault at a random moment, after which the next may strike while the pipeline still catches up. */
    void strikeAtOnce(String what, Disturbance disturbance) throws Exception {
        pause(500, 2_000);
        double begin = recorder.now();
        disturbance.happen();
        faults.add(new Fault(what, begin, recorder.now(), Double.NaN));
    }

    /** SIGKILL, and a new start at once, as a service manager does it. */
    void kill(Part part) throws Exception {
        part.kill();
        deployment.start(part);
    }

    /** SIGSTOP for so long. */
    void freeze(Part part, Duration time) throws Exception {
        part.freeze();
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } finally {
            part.thaw();
        }
    }

    /** Lets nothing happen for so long, and looks every minute. */
    void watch(Duration time, Disturbance look) throws Exception {
        double end = recorder.now() + time.toSeconds();
        while (recorder.now() < end) {
            TimeUnit.MINUTES.sleep(1);
            look.happen();
            awaitCalm(recorder.now());
        }
    }

    /** Waits until a role has logged a text so many times. */
    void awaitLog(Role role, String text, int times) {
        await(role + " says '" + text + "'")
                .atMost(Duration.ofSeconds(60))
                .until(() -> deployment.role(role).log().split(Pattern.quote(text), -1).length > times);
    }

    /** Sets how large a record batch of a topic may be. */
    void limitTopic(String topic, int maxMessageBytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", deployment.kafkaServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(maxMessageBytes)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** Waits for a random time. */
    void pause(int fromMillis, int toMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(fromMillis + random.nextInt(toMillis - fromMillis));
    }

    private double awaitCalm(double after) throws InterruptedException {
        return recorder.awaitBehind((long) (rate * CALM_SECONDS), after, PATIENCE_SECONDS);
    }

    /** Ends the load, lets everything arrive, and looks whether it is what it has to be. */
    void finish() throws Exception {
        finish(0);
    }

    /** The same, where so many were deleted before they could be indexed. */
    void finish(long deleted) throws Exception {
        load.end();
        load.awaitAcknowledged(PATIENCE_SECONDS);
        recorder.awaitBehind(0, recorder.now(), PATIENCE_SECONDS);
        final double end = recorder.now();
        final Backlog.Counts counts = counts();
        Ledger ledger = new Ledger(load.acknowledged().numbers());
        Index index = new Index(deployment.elasticsearch().url());
        if (deleted == 0) {
            ledger.assertEachOnce(index);
        } else {
            assertThat(counts.parsed())
                    .as("parsed, each once")
                    .isEqualTo(load.acknowledged().count());
            ledger.assertAllBut(deleted, index);
        }
        assertThat(counts.dead()).as("dead letters").isZero();
        assertMemoryIsBack();
        deployment.stop();
        showErrors();
        Report.write(new Report.Outcome(
                name, seed, rate, load.acknowledged().count(), counts.parsed(), faults, recorder.samples(), end));
    }

    private Backlog.Counts counts() {
        try (Backlog backlog = new Backlog(deployment.kafkaServers())) {
            return await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(backlog::counts, counts -> true);
        }
    }

    private void assertMemoryIsBack() throws Exception {
        for (RoleProcess role : deployment.roles()) {
            JvmUsage now = JvmUsage.of(role.pid());
            JvmUsage before = usageBefore.get(role.role());
            System.out.printf("%s: %s at the begin %s, now %s%n", name, role.role(), before, now);
            assertThat(now.heapMib())
                    .as("MiB of heap of %s after a full collection", role.role())
                    .isLessThanOrEqualTo(before.heapMib() + MORE_HEAP_MIB);
            assertThat(now.rssMib())
                    .as("MiB of memory of %s", role.role())
                    .isLessThanOrEqualTo(before.rssMib() + MORE_RSS_MIB);
            assertThat(now.threads())
                    .as("threads of %s", role.role())
                    .isLessThanOrEqualTo(before.threads() + MORE_THREADS);
            assertThat(now.files())
                    .as("open files of %s", role.role())
                    .isLessThanOrEqualTo(before.files() + MORE_FILES);
        }
    }

    /** What the roles called an error: none of it lost anything, but each deserves a look. */
    private void showErrors() throws Exception {
        for (RoleProcess role : deployment.roles()) {
            role.log()
                    .lines()
                    .filter(line -> line.contains(" ERROR "))
                    .distinct()
                    .forEach(System.out::println);
        }
    }

    @Override
    public void close() throws IOException {
        load.abandon();
        recorder.close();
        deployment.close();
    }
}
