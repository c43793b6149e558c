package com.jisu.logs.app.dev;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.roles.Parts;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.EmbeddedServerException;
import com.jisu.logs.embedded.LoopbackPorts;
import com.jisu.logs.embedded.NodeKind;
import java.nio.file.Path;

/**
 * The servers of {@code dev}. A production installation does not have them: nothing but this class may refer to theirs,
 * and where they are missing it can not even be loaded.
 */
final class EmbeddedServers {

    private EmbeddedServers() {}

    /**
     * Starts a broker.
     *
     * @return its host and port
     * @throws UserError if it does not start
     */
    static String startKafka(Parts servers, Path directory, int port) {
        try {
            return servers.add(EmbeddedKafka.start(directory, port)).bootstrapServers();
        } catch (EmbeddedServerException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Starts an Elasticsearch node; throws a UserError if it does not start. */
    static void startElasticsearch(Parts servers, Path directory, int port) {
        start(NodeKind.ELASTICSEARCH, servers, directory, port);
    }

    /** The same of OpenSearch. */
    static void startOpenSearch(Parts servers, Path directory, int port) {
        start(NodeKind.OPENSEARCH, servers, directory, port);
    }

    /** Whether there is one to start. */
    static boolean hasOpenSearch() {
        return NodeKind.OPENSEARCH.isInstalled();
    }

    /** A port for a server that will take some seconds until it listens. */
    static int freePort() {
        return LoopbackPorts.free("the search server", 0);
    }

    private static void start(NodeKind kind, Parts servers, Path directory, int port) {
        try {
            servers.add(EmbeddedNode.start(kind, directory, port));
        } catch (EmbeddedServerException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
