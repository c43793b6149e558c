package com.jisu.logs.embedded.child;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process of one node on loopback that lives as long as its standard input: the process that started it holds the
 * other end, and however that one ends, the kernel closes the pipe and this node stops in order.
 *
 * <p>The main thread starts the node; another waits for the end of input and keeps the process alive until then (the
 * node's own threads are daemons). The process ends through the shutdown hook, which closes the node, so a SIGTERM stops
 * it in order too.
 */
public final class NodeProcess {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long CLOSE_SECONDS = 10;

    private NodeProcess() {}

    /**
     * Runs a node until the end of input. The process ends with exit code 1 if the node does not start.
     *
     * @param args the home directory, the node's own directory (with {@code config/}, {@code data/} and {@code logs/}) and
     *     the HTTP port; the system property jisu.logs.node.host is the address that HTTP listens on where that is not
     *     loopback, jisu.logs.node.log the file of the node's log
     */
    public static void run(String[] args, ChildNode.Maker maker) {
        new Thread(NodeProcess::awaitEndOfInput, "await-end-of-input").start();
        try {
            start(maker, Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
            System.out.println("[embedded] started"); // what waits for a container of it looks for this
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Starts a node that this process closes when it ends. */
    static ChildNode start(ChildNode.Maker maker, Path home, Path directory, int httpPort) throws Exception {
        ChildNode node = maker.make(settings(home, directory, httpPort), directory.resolve("config"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
        node.start();
        return node;
    }

    /** Every kind of node that there is has these. */
    private static Map<String, String> settings(Path home, Path directory, int httpPort) {
        return Map.ofEntries(
                Map.entry("cluster.name", "jisu-logs-embedded"),
                Map.entry("node.name", "embedded"),
                Map.entry("path.home", home.toString()),
                Map.entry("path.data", directory.resolve("data").toString()),
                Map.entry("path.logs", directory.resolve("logs").toString()),
                Map.entry("discovery.type", "single-node"),
                Map.entry("network.host", LOOPBACK),
                Map.entry("http.host", System.getProperty("jisu.logs.node.host", LOOPBACK)),
                Map.entry("http.type", "netty4"),
                Map.entry("http.port", Integer.toString(httpPort)),
                Map.entry("transport.type", "netty4"),
                Map.entry("transport.port", "0"),
                // A developer's disk is often over 90 % full. The watermarks would leave new indices without a shard
                // and turn existing ones read-only, which looks like a pipeline that hangs.
                Map.entry("cluster.routing.allocation.disk.threshold_enabled", "false"));
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            e.printStackTrace(); // no input is the end of input
        }
        System.exit(0);
    }

    private static void close(ChildNode node) {
        Thread watch = new Thread(NodeProcess::haltAfterCloseSeconds, "halt-when-stuck");
        watch.setDaemon(true);
        watch.start();
        try {
            node.close(CLOSE_SECONDS);
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static void haltAfterCloseSeconds() {
        try {
            TimeUnit.SECONDS.sleep(CLOSE_SECONDS);
            System.err.println("The node was still busy " + CLOSE_SECONDS + " s after it was told to stop.");
        } catch (InterruptedException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
    }
}
