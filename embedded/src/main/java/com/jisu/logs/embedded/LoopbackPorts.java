package com.jisu.logs.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP ports of 127.0.0.1, looked at before a server takes seconds to find out the same. */
public final class LoopbackPorts {

    public static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackPorts.class);

    /** Below those that systems give to connections and to whoever asks for any port: so they take none until the server binds it. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private LoopbackPorts() {}

    /**
     * @param port 1 to 65535, or 0 for any that is free
     * @return the port, free at the time of the call
     * @throws EmbeddedServerException if somebody listens on it or the system refuses it
     */
    public static int free(String server, int port) {
        for (int i = 0; i < TRIES && port == 0; i++) {
            int any = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                return look(server, any);
            } catch (EmbeddedServerException e) {
                LOG.debug("another port is tried", e);
            }
        }
        return look(server, port);
    }

    private static int look(String server, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of an earlier server may linger in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            String reason = String.valueOf(e.getMessage()).contains("in use") ? "it is taken" : e.getMessage();
            throw new EmbeddedServerException(server + " cannot listen on port " + port + ": " + reason, e);
        } catch (IOException e) {
            throw new EmbeddedServerException(server + " cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }
}
