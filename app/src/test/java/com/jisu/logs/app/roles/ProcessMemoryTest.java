package com.jisu.logs.app.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    @TempDir
    private Path root;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private ProcessMemory memory() {
        return new ProcessMemory(root);
    }

    @Test
    void a_containers_limit_is_that_of_version_2() throws IOException {
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", "671088640\n");
        file("sys/fs/cgroup/memory.stat", "anon 5\nsock 4096\nsock_other 9\n");

        assertThat(memory().limit()).hasValue(640 << 20);
        assertThat(memory().sockets()).hasValue(4096);
    }

    @Test
    void the_least_limit_of_all_groups_above_counts() throws IOException {
        file("proc/self/cgroup", "0::/system.slice/jisu-logs.service\n");
        file("sys/fs/cgroup/system.slice/jisu-logs.service/memory.max", "max\n");
        file("sys/fs/cgroup/system.slice/memory.max", "3000\n");
        file("sys/fs/cgroup/memory.max", "9000\n");

        assertThat(memory().limit()).hasValue(3000);
    }

    @Test
    void version_1_has_a_folder_of_its_own() throws IOException {
        file("proc/self/cgroup", "5:cpu:/a\n4:memory:/docker/abc\n0::/\n");
        file("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "671088640\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(memory().limit()).hasValue(640 << 20);
        assertThat(memory().sockets()).isEmpty();
    }

    @Test
    void a_container_that_sees_the_hosts_names_has_the_limit_that_is_mounted() throws IOException {
        file("proc/self/cgroup", "4:memory:/docker/abc\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");

        assertThat(memory().limit()).hasValue(4096);
    }

    @Test
    void where_there_is_no_limit_none_is_shown() throws IOException {
        file("proc/self/cgroup", "0::/\n4:memory:/\n");
        file("proc/self/status", "Name:\tjava\nVmHWM:\t  900 kB\nVmRSS:\t  512 kB\n");
        file("sys/fs/cgroup/memory.max", "max\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        ProcessMetrics.bindMemory(memory(), meters);

        assertThat(meters.get("jisu.logs.memory.resident").gauge().value()).isEqualTo(512 << 10);
        assertThat(meters.get("jisu.logs.memory.limit").gauge().value()).isNaN();
    }

    @Test
    void elsewhere_than_on_linux_nothing_is_known() {
        assertThat(memory().resident()).isEmpty();
        assertThat(memory().sockets()).isEmpty();
        assertThat(memory().limit()).isEmpty();
    }
}
