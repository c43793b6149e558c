package com.jisu.logs.app.dev;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/** A search server whose address is known and that may not answer yet. Thread-safe. */
record StartingNode(String url, CompletableFuture<Void> start) {

    /** One that runs. */
    static StartingNode that(String url) {
        return new StartingNode(url, CompletableFuture.completedFuture(null));
    }

    /**
     * One that starts on another thread.
     *
     * @param wanted 1 to 65535, or 0 for any that is free
     * @param start gets the port, returns when the node answers
     */
    static StartingNode on(int wanted, IntConsumer start) {
        int port = wanted == 0 ? EmbeddedServers.freePort() : wanted;
        return new StartingNode("http://127.0.0.1:" + port, CompletableFuture.runAsync(() -> start.accept(port)));
    }

    /** Returns when it answers; throws what {@link #on} was given to start it by has thrown. */
    void await() {
        try {
            start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
