package com.jisu.logs.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A kind of search server that {@link EmbeddedNode} starts a node of. */
public enum NodeKind {
    /**
     * The server, less everything that is a plugin but its HTTP transport: no security, no lifecycle policies, no scripts, no
     * {@code match_only_text}. Its native libraries are not there either: without zstd, an index with {@code codec:
     * best_compression} gets no shard.
     */
    ELASTICSEARCH("Elasticsearch", "data/node.lock"),

    /**
     * The server with its modules for mappings, and in version 2 those for ingest pipelines; no scripts, no reindex, no security,
     * no index management.
     */
    OPENSEARCH("OpenSearch", "data/nodes/0/node.lock");

    private static final String JAR = "lib/node.jar";

    private final String title;
    private final String lockFile;

    NodeKind(String title, String lockFile) {
        this.title = title;
        this.lockFile = lockFile;
    }

    /** As its users call it. */
    public String title() {
        return title;
    }

    /** Its name in options, properties and the names of files. */
    public String id() {
        return title.toLowerCase(Locale.ROOT);
    }

    /** The system property with the directory of the node's jars. */
    String homeProperty() {
        return "jisu.logs." + id() + ".home";
    }

    /** The file that a running node holds a lock on, in the node's own directory. */
    String lockFile() {
        return lockFile;
    }

    /** Starts a node when it is run. */
    static Path jar(Path home) {
        return home.resolve(JAR);
    }

    /** Whether its jars are where they should be. */
    public boolean isInstalled() {
        String home = System.getProperty(homeProperty());
        return home != null && Files.exists(jar(Path.of(home)));
    }

    /**
     * The directory of the node's jars.
     *
     * @throws EmbeddedServerException if there is none
     */
    Path home() {
        String home = System.getProperty(homeProperty());
        if (home == null) {
            throw new EmbeddedServerException(
                    title + " has no home: the system property " + homeProperty() + " is not set");
        }
        Path path = Path.of(home).toAbsolutePath();
        if (!Files.exists(jar(path))) {
            throw new EmbeddedServerException(title + " is not in " + path + ": build the project first (mvn package)");
        }
        return path;
    }
}
