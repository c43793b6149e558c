package com.jisu.logs.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of one embedded server, created where missing and held by an operating system's lock on its file {@code
 * lock} until {@link #close()}. A process that ends in whatever way releases the lock, so it never has to be removed by
 * hand.
 */
final class ServerDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private ServerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws EmbeddedServerException if the directory cannot be written or another server holds it */
    static ServerDirectory open(String server, Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel lock =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(lock)) {
                lock.close();
                throw inUse(server, path);
            }
            return new ServerDirectory(path, lock);
        } catch (IOException e) {
            throw new EmbeddedServerException(server + " cannot write to " + path + ": " + reason(e), e);
        }
    }

    /** Whether this process could take the lock now; the lock ends with the channel. */
    static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    static EmbeddedServerException inUse(String server, Path directory) {
        return new EmbeddedServerException(server + " cannot use " + directory + ": another " + server + " runs in it");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a directory";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.toString();
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedServerException("the lock on " + path + " could not be released: " + reason(e), e);
        }
    }
}
