package com.jisu.logs.app.kafka;

import com.jisu.logs.app.api.UserError;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Finds out whether what listens where a Kafka broker should be is one. Kafka's clients do not: they take the first four
 * bytes of an answer for its length, and get those of {@code HTTP} or of a TLS alert in memory, a gigabyte at once.
 *
 * @see <a href="https://kafka.apache.org/protocol#The_Messages_ApiVersions">ApiVersions</a>
 */
final class BrokerProbe {

    private static final int TIMEOUT_MS = 2_000;

    /** An ApiVersions request of version 0, with its length before it. Every broker answers it, before any login. */
    private static final byte[] REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

    /** No broker has so much to say about its versions. */
    private static final int MAX_ANSWER = 1 << 20;

    private static final int HTTP = 0x48545450;
    private static final int TLS_ALERT = 0x15;

    private BrokerProbe() {}

    /**
     * Asks each server that Kafka's client would be connected to without TLS. One that is away or silent passes: that is
     * for the client to find out.
     *
     * @param kafka a client's properties
     * @throws UserError if something else than a broker answers
     */
    static void check(Map<String, Object> kafka) {
        Object protocol = kafka.getOrDefault(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
        boolean plain = protocol.equals(SecurityProtocol.PLAINTEXT.name)
                || protocol.equals(SecurityProtocol.SASL_PLAINTEXT.name);
        if (!plain) {
            return;
        }
        String servers = kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).toString();
        for (String server : servers.split(",")) {
            check(server.strip());
        }
    }

    private static void check(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            String host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
            socket.connect(new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1))), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(REQUEST);
            int length = new DataInputStream(socket.getInputStream()).readInt();
            if (length < 0 || length > MAX_ANSWER) {
                throw new UserError("what listens at " + server + " (kafka.bootstrap-servers) " + described(length));
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Away, silent, or no address: Kafka's client says so in its own way.
        }
    }

    private static String described(int start) {
        if (start == HTTP) {
            return "speaks HTTP, not Kafka's protocol";
        }
        return start >>> 24 == TLS_ALERT
                ? "speaks TLS; set kafka.properties.security.protocol to SSL or SASL_SSL"
                : "does not speak Kafka's protocol";
    }
}
