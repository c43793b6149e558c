package com.jisu.logs.app;

import com.jisu.logs.embedded.EmbeddedElasticsearch;
import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.EmbeddedServerException;
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
    static String startKafka(Shutdown shutdown, Path directory, int port) {
        try {
            return shutdown.register(EmbeddedKafka.start(directory, port)).bootstrapServers();
        } catch (EmbeddedServerException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /**
     * Starts a node.
     *
     * @return its URL
     * @throws UserError if it does not start
     */
    static String startElasticsearch(Shutdown shutdown, Path directory, int port) {
        try {
            return shutdown.register(EmbeddedElasticsearch.start(directory, port))
                    .url()
                    .toString();
        } catch (EmbeddedServerException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
