package com.jisu.logs.app.dev;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.roles.Parts;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.EmbeddedServerException;
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

    /**
     * Starts a node.
     *
     * @throws UserError if it does not start
     */
    static void startElasticsearch(Parts servers, Path directory, int port) {
        try {
            servers.add(EmbeddedNode.start(NodeKind.ELASTICSEARCH, directory, port));
        } catch (EmbeddedServerException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
