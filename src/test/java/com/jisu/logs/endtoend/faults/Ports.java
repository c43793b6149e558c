package com.jisu.logs.endtoend.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * TCP ports of loopback to which a server can come back: they are below those that the kernel gives to outgoing
 * connections. On a port among these, a client that tries to reach a server that is away can be connected to itself, and
 * then holds the port.
 */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    int free() {
        while (true) {
            int port = FIRST + random.nextInt(LAST - FIRST);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // somebody has it
        }
    }
}
