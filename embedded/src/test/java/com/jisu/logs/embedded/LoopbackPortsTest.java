package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which ports servers get that were given none. */
class LoopbackPortsTest {

    @Test
    void any_port_is_none_that_a_connection_can_be_given_meanwhile() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(LoopbackPorts.free("a server", 0));
        }
        assertThat(ports).hasSizeGreaterThan(25).allMatch(port -> port >= 1_024 && port < 32_768);
    }

    @Test
    void a_port_that_is_taken_is_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LoopbackPorts.HOST))) {
            assertThatThrownBy(() -> LoopbackPorts.free("a server", taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("a server cannot listen on port " + taken.getLocalPort() + ": it is taken");
        }
    }
}
