package com.jisu.logs.records.tls;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of PEM files, made again when one of them changes. Files that cannot be used, such as a new certificate whose
 * key is not there yet, leave what was made before in place.
 *
 * <p>Thread-safe. The files are looked at by a thread of its own, from {@link #watch} on.
 *
 * @param <T> what is made; immutable, or thread-safe
 */
public final class WatchedFiles<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

    /** Makes something of files. */
    public interface Maker<T> {
        /**
         * Makes it anew.
         *
         * @param contents of the files, in their order
         * @throws IOException if they can not be used; the message names the file
         */
        T make(List<byte[]> contents) throws IOException;
    }

    private final List<PemFile> files;
    private final Maker<T> maker;
    private final ScheduledExecutorService watcher;
    private volatile T made;
    private List<byte[]> lastRead; // the watching thread's, after the constructor

    private WatchedFiles(List<PemFile> files, Maker<T> maker, String thread) throws IOException {
        this.files = List.copyOf(files);
        this.maker = maker;
        this.lastRead = read(files);
        this.made = maker.make(lastRead);
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watching = new Thread(task, thread);
            watching.setDaemon(true);
            return watching;
        });
    }

    /**
     * Reads the files, and goes on looking at them until it is closed.
     *
     * @param thread the name of the thread that does
     * @param interval between two looks, longer than 0
     * @throws IOException if they cannot be used; the message names the file
     */
    public static <T> WatchedFiles<T> watch(List<PemFile> files, Maker<T> maker, String thread, Duration interval)
            throws IOException {
        WatchedFiles<T> watched = new WatchedFiles<>(files, maker, thread);
        long millis = interval.toMillis();
        watched.watcher.scheduleWithFixedDelay(watched::lookAgain, millis, millis, TimeUnit.MILLISECONDS);
        return watched;
    }

    /**
     * The contents of files, in their order.
     *
     * @throws IOException if one can not be read; the message names it
     */
    public static List<byte[]> read(List<PemFile> files) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (PemFile file : files) {
            contents.add(file.read());
        }
        return contents;
    }

    /** What was made of the newest files that could be used. */
    public T current() {
        return made;
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }

    private void lookAgain() {
        try {
            List<byte[]> read = read(files);
            if (sameBytes(read, lastRead)) {
                return;
            }
            lastRead = read; // what is wrong with these is said once
            made = maker.make(read);
        } catch (IOException | RuntimeException e) {
            log.warn("The changed TLS files cannot be used, the former ones stay in use: {}", e.getMessage());
        }
    }

    private static boolean sameBytes(List<byte[]> some, List<byte[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
