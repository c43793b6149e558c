package com.jisu.logs.app.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the disk of a folder, or those of its parts where these lie on others, has room for the embedded servers. They do not
 * bear a full disk: Kafka's indices are mapped into memory, where writing fails with an error of the JVM. Thread-safe.
 */
final class DiskSpace {

    /** What there must be at the start: the servers write some of it before the first event comes. */
    static final long TO_START = 256L << 20;

    /** What there must be while they run: what they can write until the next look, and what it takes to stop. */
    static final long TO_RUN = 64L << 20;

    private final List<Path> folders;

    DiskSpace(Path data) {
        Path path = data.toAbsolutePath().normalize();
        this.folders = List.of(path, path.resolve("kafka"), path.resolve("elasticsearch"), path.resolve("streams"));
    }

    /** A line that names the folder, what is free and what is needed, where one has less. */
    Optional<String> problem(long needed) {
        for (Path folder : folders) {
            Optional<Long> free = free(folder);
            if (free.isPresent() && free.get() < needed) {
                return Optional.of(
                        "the disk of " + folder + " is full: " + (free.get() >> 20) + " MiB are free, dev needs "
                                + (needed >> 20) + " MiB; make room, or choose another folder with --data-dir");
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> free(Path folder) {
        try {
            Path there = folder;
            while (there != null && !Files.exists(there)) {
                there = there.getParent(); // where it will be made
            }
            return there == null
                    ? Optional.empty()
                    : Optional.of(Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            return Optional.empty(); // what writes there will say so
        }
    }
}
