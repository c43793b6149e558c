package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.steps.OptionFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file holds, read again when the file has changed; a file that can not be read keeps what was there, with a warning. Whoever asks
 * first behind the end of an interval looks at the file. Thread-safe.
 */
final class WatchedFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    /** Makes a value of the file's text. */
    interface Reader<T> {
        /**
         * @param before what the file held before; null at first
         * @throws IllegalArgumentException if it is not what it should be; the message says why
         */
        T read(String text, T before);
    }

    private record Stamp(long modifiedMillis, long size) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        }
    }

    private final Path file;
    private final Reader<T> reader;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private final AtomicLong nextLook;
    private volatile Stamp stamp;
    private volatile T value;

    /**
     * @param option whose value the file is, for a fault
     * @param intervalSeconds between two looks at the file; 0 for no more than the first one
     * @param nanos a clock, of nanoseconds from anywhere
     */
    WatchedFile(String option, Path file, long intervalSeconds, LongSupplier nanos, Reader<T> reader)
            throws OptionFault {
        this.file = file;
        this.reader = reader;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(intervalSeconds);
        this.nanos = nanos;
        this.nextLook = new AtomicLong(nanos.getAsLong() + intervalNanos);
        try {
            stamp = Stamp.of(file);
            value = reader.read(Files.readString(file, StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            throw new OptionFault(option, "must be a file that can be read, not " + file + ": " + reason(e));
        } catch (IllegalArgumentException e) {
            throw new OptionFault(option, "can not be " + file + ": " + e.getMessage());
        }
    }

    private static String reason(IOException fault) {
        return fault instanceof NoSuchFileException ? "there is no such file" : fault.toString();
    }

    T get() {
        if (intervalNanos > 0) {
            long now = nanos.getAsLong();
            long due = nextLook.get();
            if (now - due >= 0 && nextLook.compareAndSet(due, now + intervalNanos)) {
                look();
            }
        }
        return value;
    }

    private synchronized void look() {
        try {
            Stamp now = Stamp.of(file);
            if (!now.equals(stamp)) {
                stamp = now; // a bad file is not read again before it changes
                value = reader.read(Files.readString(file, StandardCharsets.UTF_8), value);
                LOG.info("Read {} again, as it has changed", file);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("Kept what {} held before: {}", file, e.toString());
        }
    }
}
