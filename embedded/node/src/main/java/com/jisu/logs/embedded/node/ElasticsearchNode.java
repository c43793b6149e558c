package com.jisu.logs.embedded.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node on loopback that lives as long as its standard input: the process that started it holds the
 * other end, and however that one ends, the kernel closes the pipe and this node stops in order.
 *
 * <p>The main thread starts the node; another waits for the end of input and keeps the process alive until then (the
 * node's own threads are daemons). The process ends through the shutdown hook, which closes the node, so a SIGTERM stops
 * it in order too.
 */
public final class ElasticsearchNode {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long CLOSE_SECONDS = 10;

    private ElasticsearchNode() {}

    /**
     * @param args the home directory (with {@code modules/}), the node's own directory (with {@code config/}, {@code
     *     data/} and {@code logs/}) and the HTTP port; the system property jisu.logs.elasticsearch.host is the
     *     address that HTTP listens on where that is not loopback
     */
    public static void main(String[] args) {
        new Thread(ElasticsearchNode::awaitEndOfInput, "await-end-of-input").start();
        try {
            start(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Starts a node that this process closes when it ends. */
    static Node start(Path home, Path directory, int httpPort) throws NodeValidationException {
        LogConfigurator.configureESLogging();
        Environment environment = new Environment(settings(home, directory, httpPort), directory.resolve("config"));
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir()),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
                Map.of(),
                false);
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
        node.start();
        System.out.println("[embedded] started"); // what waits for a container of it looks for this
        return node;
    }

    private static Settings settings(Path home, Path directory, int httpPort) {
        return Settings.builder()
                .put("cluster.name", "jisu-logs-embedded")
                .put("node.name", "embedded")
                .put("path.home", home)
                .put("path.data", directory.resolve("data"))
                .put("path.logs", directory.resolve("logs"))
                .put("discovery.type", "single-node")
                .put("network.host", LOOPBACK)
                .put("http.host", System.getProperty("jisu.logs.elasticsearch.host", LOOPBACK))
                .put("http.type", "netty4")
                .put("http.port", httpPort)
                .put("transport.type", "netty4")
                .put("transport.port", 0)
                // A developer's disk is often over 90 % full. The watermarks would leave new indices without a shard
                // and turn existing ones read-only, which looks like a pipeline that hangs.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            e.printStackTrace(); // no input is the end of input
        }
        System.exit(0);
    }

    private static void close(Node node) {
        Thread watch = new Thread(ElasticsearchNode::haltAfterCloseSeconds, "halt-when-stuck");
        watch.setDaemon(true);
        watch.start();
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
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
