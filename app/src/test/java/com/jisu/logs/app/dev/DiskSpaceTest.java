package com.jisu.logs.app.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

    @TempDir
    private Path directory;

    @Test
    void a_disk_with_room_is_no_problem_and_one_without_is_a_line_with_folder_and_numbers() throws IOException {
        Path data = directory.resolve("not/yet/there");
        long free = Files.getFileStore(directory).getUsableSpace();

        assertThat(new DiskSpace(data).problem(0)).isEmpty();
        assertThat(new DiskSpace(data).problem(free * 2))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .matches("the disk of " + data + " is full: \\d+ MiB are free, dev needs " + (free * 2 >> 20)
                                + " MiB; make room, or choose another folder with --data-dir"));
        assertThat(data).doesNotExist();
    }
}
