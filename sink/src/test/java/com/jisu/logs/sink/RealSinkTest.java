package com.jisu.logs.sink;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of the sink share: a real broker and a real node, with topics and indices of each test's own. */
@ExtendWith(Servers.Extension.class)
public abstract class RealSinkTest {

    public Fixture fixture;

    @BeforeEach
    void prepare(Servers servers) throws Exception {
        fixture = new Fixture(servers);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }
}
