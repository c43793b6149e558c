package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands between clients and one server, or several of which each connection gets one, and passes bytes on until it is
 * told to disturb them. A client whose server is away is refused.
 *
 * <p>One thread accepts, two carry each direction of a connection. Thread-safe.
 */
final class ConnectionProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Link link = new Link();
    private volatile List<Integer> targets = List.of();
    private volatile boolean cut;

    /** Listens on this port of loopback. */
    ConnectionProxy(int port) {
        try {
            server = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("proxy-" + port, this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The ports of loopback on which the servers listen; for new connections. */
    void target(List<Integer> ports) {
        targets = List.copyOf(ports);
    }

    /** Resets all connections, and each new one, until {@link #heal}. */
    void cut() {
        cut = true;
        open.forEach(ConnectionProxy::reset);
    }

    /** No byte gets through, but connections stay open, as when a network loses its packets. */
    void stall() {
        link.stall();
    }

    /** Every byte arrives this much later. */
    void delay(Duration delay) {
        link.delay(delay);
    }

    /** From now on all is well. */
    void heal() {
        cut = false;
        link.heal();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start("proxy-connect", () -> connect(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        List<Integer> ports = targets;
        if (cut || ports.isEmpty()) {
            reset(client);
            return;
        }
        try {
            Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    ports.get(ThreadLocalRandom.current().nextInt(ports.size())));
            client.setTcpNoDelay(true);
            socket.setTcpNoDelay(true);
            open.add(client);
            open.add(socket);
            new Pipe(client, socket, link, this::end).start();
            new Pipe(socket, client, link, this::end).start();
            if (cut) { // while we connected
                end(client, socket);
            }
        } catch (IOException e) {
            reset(client); // the server is away
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        open.remove(one);
        open.remove(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        link.heal();
        open.forEach(ConnectionProxy::reset);
    }
}
