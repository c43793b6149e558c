package com.jisu.logs.parsers.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.steps.OptionFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(17);

    private WatchedFile<String> file(int intervalSeconds) throws OptionFault, IOException {
        write("one");
        return new WatchedFile<>("file", folder.resolve("x"), intervalSeconds, clock::get, (text, before) -> {
            if (text.equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
            return before == null ? text : before + "," + text;
        });
    }

    private void write(String text) throws IOException {
        Path file = folder.resolve("x");
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + text.hashCode()));
    }

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void a_change_is_seen_behind_the_interval() throws Exception {
        WatchedFile<String> file = file(300);
        write("two");
        pass(299);
        assertThat(file.get()).isEqualTo("one");
        pass(1);
        assertThat(file.get()).isEqualTo("one,two");
        write("three");
        pass(299);
        assertThat(file.get()).isEqualTo("one,two");
        pass(1);
        assertThat(file.get()).isEqualTo("one,two,three");
    }

    @Test
    void a_file_that_stays_is_not_read_again() throws Exception {
        WatchedFile<String> file = file(10);
        pass(10);
        assertThat(file.get()).isEqualTo("one");
    }

    @Test
    void a_bad_file_keeps_the_old_one() throws Exception {
        WatchedFile<String> file = file(10);
        write("bad");
        pass(10);
        assertThat(file.get()).isEqualTo("one");
        write("two");
        pass(10);
        assertThat(file.get()).isEqualTo("one,two");
    }

    @Test
    void a_file_that_is_gone_keeps_the_old_one() throws Exception {
        WatchedFile<String> file = file(10);
        Files.delete(folder.resolve("x"));
        pass(10);
        assertThat(file.get()).isEqualTo("one");
    }

    @Test
    void without_an_interval_it_is_read_once() throws Exception {
        WatchedFile<String> file = file(0);
        write("two");
        pass(100_000);
        assertThat(file.get()).isEqualTo("one");
    }
}
