package com.jisu.logs.streams;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder below {@code streams.state-directory} that Kafka Streams keeps its files in. They may be lost: all of them is
 * in Kafka, too. Used by one thread.
 */
final class StateFolder {

    /** Kafka Streams' own file, by whose lock a second instance is kept out. */
    private static final String LOCK = ".lock";

    /** Less room than this is none: it is what the store's first file takes. */
    private static final int PROBE_BYTES = 256 * 1024;

    private final Path root;
    private final Path folder;
    private Object folderKey;
    private Object lockKey;

    StateFolder(Path stateDirectory, String applicationId) {
        this.root = stateDirectory.toAbsolutePath().normalize();
        this.folder = root.resolve(applicationId);
    }

    /** Makes the folder where it is missing, and writes to it; tells in a line what is wrong, if anything is. */
    Optional<String> problem() {
        Path probe = folder.resolve("probe");
        try {
            Files.createDirectories(folder);
            Files.write(probe, new byte[PROBE_BYTES]);
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException e) {
            deleteQuietly(probe);
            return Optional.of("the state directory " + root + " can not be used: " + reason(e)
                    + "; set streams.state-directory to one that can be written");
        }
    }

    /** What is wrong where another process has it. */
    String inUse() {
        return "the state directory " + root
                + " is used by another jisu-logs; set streams.state-directory to one that is" + " this instance's own";
    }

    Path root() {
        return root;
    }

    /** Takes note of the folder as it is, in use from now on. */
    void remember() {
        folderKey = key(folder);
        lockKey = key(folder.resolve(LOCK));
    }

    /** Whether the folder, or the file that keeps others out of it, is not there any more, or is another. */
    boolean isGone() {
        return !Objects.equals(folderKey, key(folder)) || !Objects.equals(lockKey, key(folder.resolve(LOCK)));
    }

    /** What tells a file from one of the same name that was made later; null if there is none. */
    private static Object key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (IOException e) {
            return null;
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // what is wrong with the folder has been found already
        }
    }

    private static boolean isInTheWay(IOException e) {
        return e instanceof FileAlreadyExistsException
                || e instanceof NotDirectoryException
                || e instanceof FileSystemException system && "Not a directory".equals(system.getReason()); // ENOTDIR
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied at " + denied.getFile();
        }
        if (isInTheWay(e)) {
            return "there is a file in its place, which is not a directory";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
