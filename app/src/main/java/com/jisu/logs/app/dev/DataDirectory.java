package com.jisu.logs.app.dev;

import com.jisu.logs.app.api.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder in which {@code dev} keeps its data, locked for this process as long as it is open. */
final class DataDirectory implements AutoCloseable {

    private final FileChannel channel;

    private DataDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UserError if it can not be created or written, or another process has it */
    static DataDirectory open(Path directory) {
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UserError(
                    "the data directory " + directory.toAbsolutePath() + " can not be written ("
                            + e.getClass().getSimpleName() + "); choose another with --data-dir",
                    e);
        }
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            closeQuietly(channel);
            throw new UserError("the data directory " + directory.toAbsolutePath()
                    + " is used by another jisu-logs; stop that one or choose another with --data-dir");
        }
        return new DataDirectory(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserError("the data directory's lock file can not be closed: " + e.getMessage(), e);
        }
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
