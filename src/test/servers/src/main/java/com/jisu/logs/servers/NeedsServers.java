package com.jisu.logs.servers;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test class that starts {@link TestServer}s where it should use containers and nothing here runs any. It does so
 * before the class's own methods: those that clean up would run after an assumption that failed in one that prepares.
 */
public final class NeedsServers implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        TestServer.assumeAvailable();
    }
}
