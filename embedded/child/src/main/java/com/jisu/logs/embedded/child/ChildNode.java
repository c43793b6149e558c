package com.jisu.logs.embedded.child;

import java.nio.file.Path;
import java.util.Map;

/** A node of one kind, as its process needs it. Started once, and closed once by any other thread. */
public interface ChildNode {

    /** Makes nodes of one kind. */
    interface Maker {

        /**
         * Makes one that has not started.
         *
         * @param settings as in the node's configuration file
         * @param config the directory of that
         */
        ChildNode make(Map<String, String> settings, Path config) throws Exception;
    }

    /** Returns when it takes requests. */
    void start() throws Exception;

    /** Where it listens, once it has started. */
    int httpPort();

    /** Ends in order; gives up waiting for that after so many seconds. */
    void close(long seconds) throws Exception;
}
