package com.jisu.logs.servers;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** One of our embedded servers. Each start is another object of it. */
final class EmbeddedServer<T extends AutoCloseable> implements TestServer {

    private final IntFunction<T> starter;
    private final Consumer<T> killer;
    private final int port;
    private T server;

    EmbeddedServer(IntFunction<T> starter, ToIntFunction<T> port, Consumer<T> killer) {
        this.starter = starter;
        this.killer = killer;
        this.server = starter.apply(0);
        this.port = port.applyAsInt(server);
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("the server at " + address() + " did not stop", e);
        }
    }

    @Override
    public void kill() {
        killer.accept(server);
    }

    @Override
    public void start() {
        server = starter.apply(port);
    }

    @Override
    public void close() {
        stop();
    }
}
