package com.jisu.logs.streams;

import static com.jisu.logs.streams.BrokerFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to its files, and to its clock, ends the role no more than what happens to its topics. */
@Tag("long")
class StateDirectoryTest extends RealBrokerTest {

    private static final String CUT = BrokerFixture.APPLICATION + "-cut-repartition";

    @Test
    void a_state_directory_that_is_removed_is_made_anew() throws Exception {
        ParsingStreams streams = broker.running();
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 0, "P", "one "));
        broker.awaitRecord(CUT, record -> true);
        remove(broker.stateDirectory());
        await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("was removed")));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 100, "F", "two"));

        broker.awaitDocument("\"one two\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.lines().get(0)).contains(broker.stateDirectory().toString(), "streams.state-directory");
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void only_the_files_below_the_state_directory_removed_is_no_end_either() throws Exception {
        ParsingStreams streams = broker.running();
        try (Stream<Path> below = Files.list(broker.stateDirectory().resolve(BrokerFixture.APPLICATION))) {
            for (Path each : below.toList()) {
                remove(each);
            }
        }
        await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("was removed")));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 0, "P", "one "));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 100, "F", "two"));
        broker.awaitDocument("\"one two\"");
        await().atMost(PATIENCE).until(streams::running);
    }

    @Test
    void damaged_files_in_the_state_directory_are_made_anew() throws Exception {
        broker.running().close();
        try (Stream<Path> files = Files.walk(broker.stateDirectory())) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("CURRENT|MANIFEST.*"))
                    .toList()) {
                Files.writeString(file, "damaged");
            }
        }
        ParsingStreams again = broker.start();
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 0, "P", "one "));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 100, "F", "two"));
        broker.awaitDocument("\"one two\"");
        await().atMost(PATIENCE).until(again::running);
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void a_second_instance_with_the_same_directory_is_told_which_key_to_set() {
        ParsingStreams first = broker.running();
        assertThatThrownBy(broker::start)
                .isInstanceOf(UnusableStateDirectoryException.class)
                .hasMessageContaining("streams.state-directory")
                .hasMessageContaining(broker.stateDirectory().toString())
                .hasMessageNotContaining("\n");
        assertThat(first.running()).isTrue();
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_told_in_a_line() throws Exception {
        Files.writeString(broker.stateDirectory(), "a file");
        assertThatThrownBy(broker::start)
                .isInstanceOf(UnusableStateDirectoryException.class)
                .hasMessageContaining("is not a directory")
                .hasMessageContaining("streams.state-directory");
    }

    @Test
    void after_a_step_of_the_clock_it_starts_again_in_place_and_goes_on() throws Exception {
        AtomicLong step = new AtomicLong();
        ParsingStreams streams = broker.start(
                new SteadyClock(() -> System.currentTimeMillis() + step.get(), System::nanoTime), Map.of());
        await().atMost(PATIENCE).until(streams::running);
        step.set(-3_600_000);
        await().atMost(PATIENCE)
                .until(() -> log.lines().stream().anyMatch(line -> line.contains("stepped by -3600 s")));
        broker.event(1, "goes on");
        broker.awaitDocument("\"goes on\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.lines()).hasSize(1);
    }

    private static void remove(Path path) throws Exception {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
