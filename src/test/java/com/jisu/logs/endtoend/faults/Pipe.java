package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** One direction of a proxied connection: one thread reads, another writes when the link lets it. */
final class Pipe {

    /** Of 64 KiB at most, each: what may be under way. */
    private static final int MAX_CHUNKS = 64;

    private static final Chunk END = new Chunk(new byte[0], 0);

    private record Chunk(byte[] bytes, long came) {}

    private final Socket from;
    private final Socket to;
    private final Link link;
    private final BiConsumer<Socket, Socket> onFailure;
    private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MAX_CHUNKS);

    Pipe(Socket from, Socket to, Link link, BiConsumer<Socket, Socket> onFailure) {
        this.from = from;
        this.to = to;
        this.link = link;
        this.onFailure = onFailure;
    }

    void start() {
        ConnectionProxy.start("proxy-read", this::read);
        ConnectionProxy.start("proxy-write", this::write);
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                put(new Chunk(Arrays.copyOf(buffer, read), System.nanoTime()));
            }
            put(END);
        } catch (IOException e) {
            onFailure.accept(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up when the writer is gone. */
    private void put(Chunk chunk) throws IOException, InterruptedException {
        while (!underWay.offer(chunk, 1, TimeUnit.SECONDS)) {
            if (to.isClosed()) {
                throw new IOException("the other side is closed");
            }
        }
    }

    /** Both sockets are closed when both directions have ended. */
    private void end() throws IOException {
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
            from.close();
            to.close();
        }
    }

    private void write() {
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                Chunk chunk = underWay.poll(1, TimeUnit.SECONDS);
                if (chunk == END) {
                    end();
                    return;
                }
                if (chunk != null) {
                    link.awaitArrival(chunk.came());
                    out.write(chunk.bytes());
                } else if (from.isClosed() || to.isClosed()) {
                    return;
                }
            }
        } catch (IOException e) {
            onFailure.accept(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
